import type { Cause } from '../cause.ts';
import type { Cloud } from '../cloud.ts';
import { fire } from '../deliver.ts';
import type { Conversation, Participant } from '../entities.ts';
import { RestError, refusals } from '../errors.ts';
import { type ConversationEvent, participantFields } from '../webhook-fields.ts';
import { checkAttributes } from './attributes.ts';
import { requireOpen, wake } from './state.ts';
import { ensureUser } from './users.ts';

const RESERVED = /[!*'();:@&=+$,/?%#[\]]/;
const LARGEST = 1_000;

interface NewParticipant {
  readonly identity: string | null;
  readonly messagingBinding?: Readonly<Record<string, string>> | null;
  readonly attributes?: string | undefined;
  readonly roleSid?: string | undefined;
}

export function checkIdentity(identity: string): void {
  if (identity === '') throw refusals.invalid('Identity must not be empty');
  if (RESERVED.test(identity)) throw refusals.invalid('Identity contains reserved characters');
}

export function addParticipant(
  cloud: Cloud,
  cause: Cause,
  conversation: Conversation,
  given: NewParticipant,
): Participant {
  requireOpen(conversation);
  const { identity } = given;
  if (identity !== null) {
    checkIdentity(identity);
    refuseKnownIdentity(conversation, identity);
    ensureUser(cloud, identity);
  }
  if (conversation.participants.size >= LARGEST) {
    throw refusals.invalid(`A conversation holds at most ${LARGEST} participants`);
  }
  const now = cloud.world.clock.now();
  const participant: Participant = {
    sid: cloud.nextSid('MB'),
    conversationSid: conversation.sid,
    identity,
    messagingBinding: given.messagingBinding ?? null,
    attributes: checkAttributes(given.attributes ?? '{}', 'participant'),
    roleSid: given.roleSid ?? cloud.seed.agentRoleSid,
    lastReadMessageIndex: null,
    lastReadTimestamp: null,
    createdAt: now,
    updatedAt: now,
  };
  conversation.participants.set(participant.sid, participant);
  wake(cloud, cause, conversation);
  tell(cloud, cause, conversation, participant, 'onParticipantAdded');
  return participant;
}

export interface ParticipantChange {
  readonly attributes?: string | undefined;
  readonly roleSid?: string | undefined;
  readonly lastReadMessageIndex?: number | undefined;
  readonly lastReadTimestamp?: string | undefined;
}

export function updateParticipant(
  cloud: Cloud,
  cause: Cause,
  conversation: Conversation,
  participant: Participant,
  change: ParticipantChange,
): void {
  requireOpen(conversation);
  if (change.attributes !== undefined) participant.attributes = checkAttributes(change.attributes, 'participant');
  participant.roleSid = change.roleSid ?? participant.roleSid;
  participant.lastReadMessageIndex = change.lastReadMessageIndex ?? participant.lastReadMessageIndex;
  participant.lastReadTimestamp = change.lastReadTimestamp ?? participant.lastReadTimestamp;
  participant.updatedAt = cloud.world.clock.now();
  tell(cloud, cause, conversation, participant, 'onParticipantUpdated');
}

export function removeParticipant(
  cloud: Cloud,
  cause: Cause,
  conversation: Conversation,
  participant: Participant,
): void {
  requireOpen(conversation);
  conversation.participants.delete(participant.sid);
  tell(cloud, cause, conversation, participant, 'onParticipantRemoved');
}

/** By SID; the REST address also takes an identity. */
export function requireParticipant(conversation: Conversation, reference: string): Participant {
  const found = conversation.participants.get(reference) ?? participantOf(conversation, reference);
  if (found === undefined) throw refusals.notFound(`/Conversations/${conversation.sid}/Participants/${reference}`);
  return found;
}

export function participantOf(conversation: Conversation, identity: string): Participant | undefined {
  return [...conversation.participants.values()].find((one) => one.identity === identity);
}

function refuseKnownIdentity(conversation: Conversation, identity: string): void {
  if (participantOf(conversation, identity) === undefined) return;
  throw new RestError(409, 50433, 'Participant already exists');
}

function tell(
  cloud: Cloud,
  cause: Cause,
  conversation: Conversation,
  participant: Participant,
  event: ConversationEvent,
): void {
  const now = cloud.world.clock.now();
  fire(cloud, cause, conversation, event, participantFields(participant, event, now));
  cloud.changed();
}
