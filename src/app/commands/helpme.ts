import { describeFiles } from '../../relay/describe.ts';
import type { Command } from '../interaction-handlers.ts';
import { startChat } from '../start-chat.ts';

/** Starts a private chat with support. */
export const helpme: Command = {
  definition: {
    type: 1,
    name: 'helpme',
    description: 'Talk to our customer support in a private chat',
    description_localizations: {
      de: 'Sprich mit unserem Kundendienst in einem privaten Chat',
      'es-ES': 'Habla con nuestro servicio de atención en un chat privado',
      'es-419': 'Habla con nuestro servicio de atención en un chat privado',
    },
    contexts: [0, 1],
    integration_types: [0],
    options: [
      { type: 3, name: 'question', description: 'What do you need help with?', max_length: 2000 },
      { type: 11, name: 'file', description: 'A screenshot or a log' },
    ],
  },
  acknowledge: 'private',
  handle(interaction, ports) {
    const body = [interaction.options['question'] ?? '', ...describeFiles(interaction.files)]
      .filter(Boolean)
      .join('\n');
    return startChat(ports, interaction, body === '' ? undefined : { body });
  },
};
