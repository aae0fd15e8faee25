import { linkEmbed, shorten } from '../../discord/components.ts';
import { mentionUser, plainName } from '../../discord/names.ts';
import type { Command } from '../interaction-handlers.ts';

/** Characters of a bug report that become the case's title. */
const TITLE_LENGTH = 120;

/** Reports a bug to the team; the answer is for everyone in the channel. */
export const bug: Command = {
  definition: {
    type: 1,
    name: 'bug',
    description: 'Report a bug to the team',
    description_localizations: {
      de: 'Melde dem Team einen Fehler',
      'es-ES': 'Informa al equipo de un error',
      'es-419': 'Informa al equipo de un error',
    },
    contexts: [0],
    integration_types: [0],
    options: [
      {
        type: 3,
        name: 'description',
        description: 'What happened, and what did you expect?',
        required: true,
        max_length: 2000,
      },
    ],
  },
  acknowledge: 'public',
  async handle(interaction, ports) {
    const texts = ports.texts(interaction.locale);
    const number = await ports.cases.newNumber();
    await ports.cases.open(number, {
      kind: 'bug',
      title: shorten(interaction.options['description'] ?? '', TITLE_LENGTH),
      memberId: interaction.member.id,
      memberName: plainName(interaction.member.displayName),
      guildId: interaction.guildId,
      locale: interaction.locale,
      conversationSid: null,
    });
    return {
      content: texts.bugReported({ user: mentionUser(interaction.member.id) }),
      embeds: [linkEmbed(texts.bugEmbedTitle, ports.config.brand.knownIssuesUrl, texts.bugEmbedText)],
    };
  },
};
