import type { Modal } from '../interaction-handlers.ts';
import { replyModal } from './reply.ts';

/** Every form, found by the first part of its custom id. */
export const modals: readonly Modal[] = [replyModal];
