import { computed, signal } from '@preact/signals';
import type { DeskMessage, DeskTask } from '../../control/types.ts';
import { worker } from '../state.ts';

export const chosenTaskSid = signal('');
/** How many messages of a task were there when it was last looked at. */
export const seenMessages = signal<Readonly<Record<string, number>>>({});

export function isOffered(task: DeskTask): boolean {
  return task.status === 'reserved' && task.reservation?.status === 'pending';
}

export function isOver(task: DeskTask): boolean {
  return task.status === 'completed' || task.status === 'canceled';
}

export function isMine(task: DeskTask): boolean {
  return task.status === 'assigned' || task.status === 'wrapping';
}

/** The task on show: the chosen one; else the one in work, the one offered, or the newest. */
export const task = computed<DeskTask | undefined>(() => {
  const tasks = worker.value?.tasks ?? [];
  return (
    tasks.find((one) => one.sid === chosenTaskSid.value) ?? tasks.find(isMine) ?? tasks.find(isOffered) ?? tasks[0]
  );
});

/** Flex labels a task with `from`, and a chat with `customerName`. */
export function customerOf(task: DeskTask): string {
  for (const key of ['customerName', 'name', 'from', 'customerAddress']) {
    const value = task.attributes[key];
    if (typeof value === 'string' && value !== '') return value;
  }
  return 'Member';
}

export function lastMessageOf(task: DeskTask): DeskMessage | undefined {
  return task.conversation?.messages.at(-1);
}

export const STATUS_WORDS: Readonly<Record<DeskTask['status'], string>> = {
  pending: 'Waiting',
  reserved: 'Incoming',
  assigned: 'In work',
  wrapping: 'Wrap-up',
  completed: 'Completed',
  canceled: 'Cancelled',
};
