import type { Cause } from '../cause.ts';
import type { Cloud } from '../cloud.ts';
import { fire } from '../deliver.ts';
import { durationOf } from '../durations.ts';
import type { Conversation, ConversationState } from '../entities.ts';
import { RestError, refusals } from '../errors.ts';
import type { Form } from '../form.ts';
import { isSid } from '../form.ts';
import { conversationFields } from '../webhook-fields.ts';
import { checkAttributes } from './attributes.ts';
import { changeState, disarmTimers, findConversation, requireOpen, touch } from './state.ts';

const MINUTE = 60_000;

export function createConversation(cloud: Cloud, form: Form): Conversation {
  const state = form.text('State') as ConversationState | undefined;
  if (state === 'closed') throw new RestError(400, 50384, 'Conversation cannot be created in state closed');
  checkTimers(form);
  if (state === undefined && (form.has('Timers.Inactive') || form.has('Timers.Closed'))) {
    throw new RestError(400, 50382, 'Timers need a State at creation');
  }
  const uniqueName = nameOf(form);
  refuseTakenName(cloud, uniqueName, undefined);

  const now = cloud.world.clock.now();
  const conversation: Conversation = {
    sid: cloud.nextSid('CH'),
    chatServiceSid: cloud.seed.chatServiceSid,
    friendlyName: form.text('FriendlyName') ?? null,
    uniqueName,
    attributes: checkAttributes(form.text('Attributes') ?? '{}', 'conversation'),
    state: state ?? 'active',
    inactiveTimer: form.text('Timers.Inactive') ?? null,
    closedTimer: form.text('Timers.Closed') ?? null,
    dateInactive: null,
    dateClosed: null,
    createdAt: now,
    updatedAt: now,
    nextIndex: 0,
    participants: new Map(),
    messages: new Map(),
    webhooks: new Map(),
    cancelTimer: undefined,
  };
  cloud.store.conversations.set(conversation.sid, conversation);
  touch(cloud, conversation);
  cloud.changed();
  return conversation;
}

export function updateConversation(cloud: Cloud, cause: Cause, conversation: Conversation, form: Form): void {
  requireOpen(conversation);
  checkTimers(form);
  const attributes = form.text('Attributes');
  if (attributes !== undefined) checkAttributes(attributes, 'conversation');
  if (form.has('UniqueName')) {
    const uniqueName = nameOf(form);
    refuseTakenName(cloud, uniqueName, conversation);
    conversation.uniqueName = uniqueName;
  }
  if (attributes !== undefined) conversation.attributes = attributes;
  conversation.friendlyName = form.text('FriendlyName') ?? conversation.friendlyName;
  conversation.inactiveTimer = form.text('Timers.Inactive') ?? conversation.inactiveTimer;
  conversation.closedTimer = form.text('Timers.Closed') ?? conversation.closedTimer;
  touch(cloud, conversation);
  const now = cloud.world.clock.now();
  fire(
    cloud,
    cause,
    conversation,
    'onConversationUpdated',
    conversationFields(conversation, 'onConversationUpdated', now),
  );
  const state = form.text('State') as ConversationState | undefined;
  if (state !== undefined) changeState(cloud, cause, conversation, state, 'API');
  cloud.changed();
}

export function deleteConversation(cloud: Cloud, cause: Cause, conversation: Conversation): void {
  disarmTimers(conversation);
  cloud.store.conversations.delete(conversation.sid);
  const now = cloud.world.clock.now();
  fire(
    cloud,
    cause,
    conversation,
    'onConversationRemoved',
    conversationFields(conversation, 'onConversationRemoved', now),
  );
  cloud.changed();
}

function nameOf(form: Form): string | null {
  const name = form.text('UniqueName') ?? '';
  if (isSid(name, 'CH')) throw refusals.invalid('UniqueName must not look like a SID');
  return name === '' ? null : name;
}

/** A name is taken as long as its conversation exists, closed or not. */
function refuseTakenName(cloud: Cloud, name: string | null, self: Conversation | undefined): void {
  if (name === null) return;
  const holder = findConversation(cloud, name);
  if (holder === undefined || holder === self) return;
  throw new RestError(409, 50353, 'Conversation with provided unique name already exists');
}

function checkTimers(form: Form): void {
  for (const [field, least] of [
    ['Timers.Inactive', MINUTE],
    ['Timers.Closed', 10 * MINUTE],
  ] as const) {
    const text = form.text(field);
    // An empty duration switches the timer off.
    if (text === undefined || text === '' || text === 'PT0S') continue;
    const duration = durationOf(text);
    if (duration === undefined) throw refusals.invalid(`${field} is not an ISO 8601 duration`);
    if (duration < least) throw refusals.invalid(`${field} must be at least ${least / MINUTE} minutes`);
  }
}
