import { plainName } from '../../discord/names.ts';
import { describeMessage } from '../../relay/describe.ts';
import { agentTexts } from '../../texts/agent.ts';
import type { MessageCommand } from '../interaction-handlers.ts';
import { sendToSupport } from '../start-chat.ts';

/** "Apps → Send to support" on any message: brings that message into the member's chat with support. */
export const sendMessageToSupport: MessageCommand = {
  definition: {
    type: 3,
    name: 'Send to support',
    name_localizations: { de: 'An Support senden', 'es-ES': 'Enviar a soporte', 'es-419': 'Enviar a soporte' },
    contexts: [0, 1],
    integration_types: [0],
  },
  acknowledge: 'private',
  handle(interaction, ports) {
    const { target, member } = interaction;
    const text = describeMessage(target);
    const own = target.author.id === member.id;
    const name = plainName(target.author.global_name ?? target.author.username);
    return sendToSupport(ports, interaction, own ? text : agentTexts.sharedMessage({ author: name, text }));
  },
};
