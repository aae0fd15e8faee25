import type { Cause } from '../cause.ts';
import type { Cloud } from '../cloud.ts';
import { fire } from '../deliver.ts';
import { durationOf } from '../durations.ts';
import type { Conversation, ConversationState } from '../entities.ts';
import { refusals } from '../errors.ts';
import { type StateReason, stateFields } from '../webhook-fields.ts';

/** By SID or unique name, as in Twilio's addresses. */
export function findConversation(cloud: Cloud, reference: string): Conversation | undefined {
  const bySid = cloud.store.conversations.get(reference);
  if (bySid !== undefined) return bySid;
  return [...cloud.store.conversations.values()].find((one) => one.uniqueName === reference);
}

export function requireConversation(cloud: Cloud, reference: string): Conversation {
  const found = findConversation(cloud, reference);
  if (found === undefined) throw refusals.notFound(`/Conversations/${reference}`);
  return found;
}

/** Closed is final: every write into a closed conversation is refused. */
export function requireOpen(conversation: Conversation): void {
  if (conversation.state === 'closed') throw refusals.conversationClosed();
}

/** A change of the conversation: its timers start anew. */
export function touch(cloud: Cloud, conversation: Conversation): void {
  conversation.updatedAt = cloud.world.clock.now();
  armTimers(cloud, conversation);
}

export function changeState(
  cloud: Cloud,
  cause: Cause,
  conversation: Conversation,
  to: ConversationState,
  reason: StateReason,
): void {
  const from = conversation.state;
  if (from === to) return;
  conversation.state = to;
  touch(cloud, conversation);
  const now = cloud.world.clock.now();
  fire(cloud, cause, conversation, 'onConversationStateUpdated', stateFields(conversation, from, reason, now));
  cloud.changed();
}

/** A new message or participant brings an inactive conversation back. */
export function wake(cloud: Cloud, cause: Cause, conversation: Conversation): void {
  if (conversation.state === 'inactive') changeState(cloud, cause, conversation, 'active', 'EVENT');
  else touch(cloud, conversation);
}

export function disarmTimers(conversation: Conversation): void {
  conversation.cancelTimer?.();
  conversation.cancelTimer = undefined;
}

function armTimers(cloud: Cloud, conversation: Conversation): void {
  disarmTimers(conversation);
  const { state, updatedAt } = conversation;
  const inactive = state === 'active' ? durationFrom(updatedAt, conversation.inactiveTimer) : null;
  const closed = state === 'closed' ? null : durationFrom(updatedAt, conversation.closedTimer);
  conversation.dateInactive = inactive;
  conversation.dateClosed = closed;
  const next = Math.min(inactive ?? Number.POSITIVE_INFINITY, closed ?? Number.POSITIVE_INFINITY);
  if (!Number.isFinite(next)) return;
  conversation.cancelTimer = cloud.after(next - cloud.world.clock.now(), () => timeOut(cloud, conversation));
}

function durationFrom(start: number, timer: string | null): number | null {
  const duration = timer === null ? undefined : durationOf(timer);
  return duration === undefined ? null : start + duration;
}

/** A conversation turns inactive without its closing timer starting over: both count from the last update. */
function timeOut(cloud: Cloud, conversation: Conversation): void {
  const { dateClosed, updatedAt } = conversation;
  const cause: Cause = { source: 'API', fires: cloud.flexServerWebhooks };
  if (dateClosed !== null && dateClosed <= cloud.world.clock.now()) {
    changeState(cloud, cause, conversation, 'closed', 'TIMER');
    return;
  }
  changeState(cloud, cause, conversation, 'inactive', 'TIMER');
  conversation.updatedAt = updatedAt;
  armTimers(cloud, conversation);
}
