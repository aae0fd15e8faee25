import { encodeCustomId } from '../../discord/custom-id.ts';
import { textModal } from '../../discord/modal.ts';
import type { Component } from '../interaction-handlers.ts';

/** "Reply": opens the form for a longer answer. */
export const replyButton: Component = {
  name: 'reply',
  form: (_interaction, texts) =>
    textModal({
      customId: encodeCustomId('reply'),
      title: texts.replyModalTitle,
      field: { customId: 'text', label: texts.replyModalLabel },
    }),
};
