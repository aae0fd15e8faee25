import { describeFiles } from '../../relay/describe.ts';
import type { Command } from '../interaction-handlers.ts';
import { sendToSupport } from '../start-chat.ts';

/** Writes to support from anywhere; the way to send when plain typing is not read. */
export const reply: Command = {
  definition: {
    type: 1,
    name: 'reply',
    description: 'Send a message to support',
    description_localizations: {
      de: 'Schicke dem Kundendienst eine Nachricht',
      'es-ES': 'Envía un mensaje a atención al cliente',
      'es-419': 'Envía un mensaje a atención al cliente',
    },
    contexts: [0, 1],
    integration_types: [0],
    options: [
      { type: 3, name: 'message', description: 'Your message', required: true, max_length: 4000 },
      { type: 11, name: 'file', description: 'A screenshot or a log' },
    ],
  },
  acknowledge: 'private',
  handle(interaction, ports) {
    const body = [interaction.options['message'] ?? '', ...describeFiles(interaction.files)].filter(Boolean).join('\n');
    return sendToSupport(ports, interaction, body);
  },
};
