import type { Limit } from '../rate-limits.ts';

/** Limits seen in the field, per bucket; Discord publishes none and may change them. */
export const LIMITS = {
  createMessage: { name: 'create-message', count: 5, window: 5_000 },
  listMessages: { name: 'list-messages', count: 5, window: 5_000, isMisleading: true },
  editMessage: { name: 'edit-message', count: 5, window: 5_000 },
  deleteMessage: { name: 'delete-message', count: 5, window: 1_000 },
  react: { name: 'react', count: 1, window: 250 },
  typing: { name: 'typing', count: 5, window: 5_000 },
  crosspost: { name: 'crosspost', count: 10, window: 3_600_000 },
  webhook: { name: 'webhook', count: 5, window: 2_000 },
  callback: { name: 'callback', count: 5, window: 1_000 },
  openDm: { name: 'open-dm', count: 10, window: 10_000 },
  thread: { name: 'thread', count: 10, window: 10_000 },
  commands: { name: 'commands', count: 20, window: 20_000 },
  renameChannel: { name: 'rename-channel', count: 2, window: 600_000 },
  rest: { name: 'rest', count: 10, window: 2_000 },
} as const satisfies Readonly<Record<string, Limit>>;
