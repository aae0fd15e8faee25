import type { Modal } from '../interaction-handlers.ts';
import { sendToSupport } from '../start-chat.ts';

/** The form behind the Reply button. */
export const replyModal: Modal = {
  name: 'reply',
  acknowledge: 'private',
  handle: (interaction, ports) => {
    const body = (interaction.fields['text'] ?? '').trim();
    if (body === '') return Promise.resolve({ content: ports.texts(interaction.locale).nothingToSend });
    return sendToSupport(ports, interaction, body);
  },
};
