import { mentionChannel } from '../../discord/names.ts';
import { isOpen } from '../../session/session.ts';
import type { Component } from '../interaction-handlers.ts';
import { pushText } from '../push-text.ts';
import { sendToSupport, sessionOf } from '../start-chat.ts';

/** "Talk to a person": stands in the chat as the member's own words, and the flow brings in an agent. */
export const person: Component = {
  name: 'person',
  acknowledge: 'update',
  async handle(interaction, ports) {
    const session = await sessionOf(ports, interaction);
    const texts = ports.texts(interaction.locale);
    const { channelId } = session;
    if (channelId === null) {
      await sendToSupport(ports, interaction, texts.personButton);
      return null;
    }
    if (isOpen(session) && session.state !== 'bot') {
      await ports.discord.followUp(interaction, {
        content: texts.alreadyWithAgent({ channel: mentionChannel(channelId) }),
        flags: 64,
      });
      return null;
    }
    await pushText(ports, session, interaction, { body: texts.personButton, intent: 'person' });
    return null;
  },
};
