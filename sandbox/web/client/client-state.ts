import { signal } from '@preact/signals';
import type { MessageView } from '../../control/types.ts';

export interface MessageMenuPlace {
  readonly message: MessageView;
  readonly kind: 'menu' | 'emoji';
  readonly x: number;
  readonly y: number;
}

/** What the member is in the middle of; all of it ends when the channel changes. */
export const replyingTo = signal<MessageView | null>(null);
export const editingId = signal<string | null>(null);
export const messageMenu = signal<MessageMenuPlace | null>(null);

export function endEverything(): void {
  replyingTo.value = null;
  editingId.value = null;
  messageMenu.value = null;
}
