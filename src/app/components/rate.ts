import type { Component } from '../interaction-handlers.ts';

/** 1–5 after the end: one tap records it, once for each case, and the buttons go. */
export const rate: Component = {
  name: 'rate',
  acknowledge: 'update',
  async handle(interaction, ports) {
    const [number = '', rating = ''] = interaction.values;
    const texts = ports.texts(interaction.locale);
    const result = await ports.cases.rate(number, interaction.member.id, Number(rating));
    if (result === 'not-found') {
      await ports.discord.followUp(interaction, { content: texts.notYourButton, flags: 64 });
      return null;
    }
    ports.log.info('Rating', { case: number, result });
    return { content: result === 'recorded' ? texts.ratingThanks : texts.ratingClosed, components: [] };
  },
};
