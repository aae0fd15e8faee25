import { linkEmbed } from '../../discord/components.ts';
import { mentionUser } from '../../discord/names.ts';
import type { Command } from '../interaction-handlers.ts';

/** Suggests a feature; the answer is for everyone in the channel, and the suggestion stands in the invocation. */
export const newFeature: Command = {
  definition: {
    type: 1,
    name: 'new_feature',
    description: 'Suggest a new feature to the team',
    description_localizations: {
      de: 'Schlage dem Team eine neue Funktion vor',
      'es-ES': 'Sugiere una función nueva al equipo',
      'es-419': 'Sugiere una función nueva al equipo',
    },
    contexts: [0],
    integration_types: [0],
    options: [
      { type: 3, name: 'description', description: 'What would you like to see?', required: true, max_length: 2000 },
    ],
  },
  acknowledge: 'public',
  async handle(interaction, ports) {
    const texts = ports.texts(interaction.locale);
    const { game, releasesUrl } = ports.config.brand;
    return {
      content: texts.featureRequested({ user: mentionUser(interaction.member.id) }),
      embeds: [linkEmbed(texts.featureEmbedTitle, releasesUrl, texts.featureEmbedText({ game }))],
    };
  },
};
