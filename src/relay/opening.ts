import { Fault } from '../errors.ts';
import type { Conversation } from '../flex/conversations.ts';
import { conversationAttributes, conversationName, isOpen, memberIdentity, type Session } from '../session/session.ts';
import { startConversation } from '../session/transitions.ts';
import { nonceOf } from './nonce.ts';
import { type RelayPorts, WORK_LIFE } from './ports.ts';
import { watch } from './watch.ts';

/** Twilio docs, Conversations error codes. */
const NAME_TAKEN = 50353;
const PARTICIPANT_EXISTS: readonly (number | undefined)[] = [50433, 50437];

const EVENTS = [
  'onMessageAdded',
  'onMessageUpdated',
  'onMessageRemoved',
  'onParticipantAdded',
  'onParticipantRemoved',
  'onConversationStateUpdated',
] as const;

/** Milliseconds between looks while another run sets the Conversation up. */
const LOOK_EVERY = 250;

/**
 * The member's open Conversation, set up if need be. Of many callers at once one does the work; the others wait for it,
 * and one of them takes over when it dies half-way. Each step can be repeated, so a half-made Conversation is completed.
 *
 * @throws Fault `DEADLINE_EXCEEDED` when another run is still at it: the message stays where it is and comes next time
 */
export async function openConversation(ports: RelayPorts, memberId: string): Promise<Session> {
  for (;;) {
    const now = ports.clock.now();
    const key = nonceOf(memberId, now, ports.random.next());
    const session = await ports.sessions.change(memberId, (current) => begin(current, key, now));
    if (isOpen(session) && session.conversationSid !== null) return session;
    if (session.opening?.key === key) {
      const opened = await setUp(ports, session);
      if (opened !== null) return opened;
      continue;
    }
    if (now + LOOK_EVERY + WORK_LIFE / 4 > ports.deadline.at) throw stillOpening(memberId);
    await ports.clock.sleep(LOOK_EVERY);
    await ports.sessions.reload(memberId);
  }
}

function begin(session: Session, key: string, now: number): Session {
  if (isOpen(session) && session.conversationSid !== null) return session;
  if (session.opening !== null && session.opening.until > now) return session;
  const opening = { key, until: now + WORK_LIFE };
  return isOpen(session) ? { ...session, opening } : startConversation(session, opening, now);
}

/** Null when the Conversation of this counter turned out to be closed already: the next counter is tried. */
async function setUp(ports: RelayPorts, session: Session): Promise<Session | null> {
  const { conversation, isNew } = await createOrFind(ports, session);
  if (conversation.state === 'closed') {
    await ports.sessions.change(session.memberId, (current) =>
      current.opening?.key === session.opening?.key ? { ...current, state: 'ended', opening: null } : current,
    );
    return null;
  }
  await addMember(ports, conversation.sid, session);
  await addWebhooks(ports, conversation.sid, session, isNew);
  // After an end the watch is about to run out.
  if (session.previousConversationSid !== null) await watch(ports, session);
  return ports.sessions.change(session.memberId, (current) =>
    current.opening?.key === session.opening?.key
      ? { ...current, conversationSid: conversation.sid, opening: null }
      : current,
  );
}

async function createOrFind(
  ports: RelayPorts,
  session: Session,
): Promise<{ conversation: Conversation; isNew: boolean }> {
  const name = conversationName(session);
  try {
    const attributes = conversationAttributes(session);
    return { conversation: await ports.conversations.create(name, session.displayName, attributes), isNew: true };
  } catch (error) {
    if (!(error instanceof Fault) || error.upstreamCode !== NAME_TAKEN) throw error;
    return { conversation: await ports.conversations.fetch(name), isNew: false };
  }
}

async function addMember(ports: RelayPorts, conversationSid: string, session: Session): Promise<void> {
  const identity = memberIdentity(session.memberId);
  try {
    await ports.conversations.addParticipant(conversationSid, identity);
  } catch (error) {
    if (!(error instanceof Fault) || !PARTICIPANT_EXISTS.includes(error.upstreamCode)) throw error;
  }
  try {
    await ports.conversations.setUserName(identity, session.displayName);
  } catch {
    // Flex then shows the identity instead of the name; the task carries the name as well.
    ports.log.warn('Member not named in Conversations', { member: session.memberId });
  }
}

/** Outbound before studio, so that no answer of the flow can go unheard. */
async function addWebhooks(ports: RelayPorts, sid: string, session: Session, isNew: boolean): Promise<void> {
  const present = isNew ? [] : (await ports.conversations.webhooks(sid)).map((webhook) => webhook.target);
  if (!present.includes('webhook')) {
    const url = `${ports.settings.publicBaseUrl}/conversations/events?member=${session.memberId}`;
    await ports.conversations.addWebhook(sid, { target: 'webhook', url, filters: EVENTS });
  }
  if (!present.includes('studio')) await addStudioWebhook(ports, sid);
}

export async function addStudioWebhook(ports: RelayPorts, sid: string, replayAfter?: number): Promise<void> {
  await ports.conversations.addWebhook(sid, {
    target: 'studio',
    flowSid: ports.settings.studioFlowSid,
    ...(replayAfter === undefined ? {} : { replayAfter }),
  });
}

function stillOpening(memberId: string): Fault {
  return new Fault('DEADLINE_EXCEEDED', `Another run is still opening the Conversation of member ${memberId}`, {
    remedy: 'Nothing to do: the message stays in Discord and is read again by the next sweep.',
    status: 503,
  });
}
