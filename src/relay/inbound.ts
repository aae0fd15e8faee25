import type { APIMessage } from 'discord-api-types/v10';
import { compareSnowflakes } from '../discord/snowflake.ts';
import { type Fault, toFault } from '../errors.ts';
import type { ConversationMessage } from '../flex/conversations.ts';
import {
  isOpen,
  memberIdentity,
  type PendingInbound,
  type PendingItem,
  type PushedIntent,
  type RelayedMessage,
  type Session,
} from '../session/session.ts';
import { endConversation, settleInbound, withLines } from '../session/transitions.ts';
import { agentTexts } from '../texts/agent.ts';
import { describeMessage } from './describe.ts';
import { relayChanges } from './inbound-changes.ts';
import { type InboundPlan, isCourtesy, PUSHED, planInbound } from './inbound-plan.ts';
import { isClosedConversation, plainLine, sendLines } from './lines.ts';
import { nonceOf } from './nonce.ts';
import { openConversation } from './opening.ts';
import { type RelayPorts, WORK_LIFE } from './ports.ts';
import { splitText } from './split.ts';

/** Text that reached us by a form, a command or a button instead of standing in the DM. */
export interface PushedText {
  /** The interaction's id: in order with Discord's message ids, and unique. */
  readonly id: string;
  readonly body: string;
  readonly intent?: PushedIntent;
}

export interface InboundRequest {
  /** A page of the DM just read, newest first; undefined: only what was pushed, and what was left behind. */
  readonly page?: readonly APIMessage[];
  /** How many messages were asked for. */
  readonly pageSize?: number;
  readonly pushed?: PushedText;
  /** `later`: the caller carries `settled` into its next call, which saves a write on the message path (ADR 0006). */
  readonly settle: 'now' | 'later';
  readonly settled?: Settled;
}

/** What became of the messages that a run took in hand. */
export interface Settled {
  readonly key: string;
  readonly relayed: readonly RelayedMessage[];
}

export interface InboundResult {
  /** Messages that are in the Conversation now and were not before. */
  readonly relayed: number;
  /** Something could not be done now and must be tried again soon. */
  readonly unfinished: boolean;
  readonly settled?: Settled;
}

/** One message on its way. */
interface Item {
  readonly id: string;
  readonly body: string;
  readonly editedAt: string | null;
  readonly pushed: string | null;
  readonly intent?: PushedIntent;
  /** Parts of it that an interrupted run has posted already, by number. */
  readonly posted?: ReadonlyMap<number, string>;
}

/** Body lengths Twilio documents: 1,600 in one place, 32 KB in another; the smaller always holds. */
const BODY_LIMIT = 1_600;
/** Milliseconds after an end in which a mere "thanks" opens no new Conversation. */
const COURTESY_WINDOW = 15 * 60_000;
/** Milliseconds that taking messages in hand and posting them may need. */
const POSTING_TIME = WORK_LIFE / 3;
/** Bounds a run whose clock stands still; time is what ends the others. */
const ROUNDS = 100;
const NOTHING: InboundResult = { relayed: 0, unfinished: false };

/**
 * Brings the member's new messages into the open Conversation, in order and once each; opens one if there is none.
 * Safe to call from several runs at once and to repeat after any failure.
 */
export async function relayInbound(
  ports: RelayPorts,
  memberId: string,
  request: InboundRequest,
): Promise<InboundResult> {
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round > 0 && ports.clock.now() + POSTING_TIME > ports.deadline.at) break;
    const stored = await ports.sessions.load(memberId);
    if (stored === null) return NOTHING;
    const checked = await checkPending(ports, withSettled(stored, request.settled));
    if (checked === 'at-work') {
      await ports.clock.sleep(200 + 200 * ports.random.next());
      await ports.sessions.reload(memberId);
      continue;
    }

    const { session, missing } = checked;
    const plan = await planPage(ports, session, request);
    const items = inOrder([...missing, ...plan.fresh.map(itemOf), ...pushedItem(request.pushed)]);
    if (isOpen(session) && (await relayChanges(ports, session, plan))) continue;
    if (items.length === 0) return finishIdle(ports, stored, session, plan);

    if (!isOpen(session) && items.every((item) => isCourtesyAfter(session, item, ports.clock.now()))) {
      await ports.sessions.claim(stored, { ...session, inbound: { ...session.inbound, cursor: plan.cursor } });
      return NOTHING;
    }
    if (!isOpen(session) || session.conversationSid === null) {
      await openConversation(ports, memberId);
      continue;
    }

    const claimed = await claim(ports, stored, session, items, plan);
    if (claimed === null) {
      await ports.clock.sleep(100 * ports.random.next());
      continue;
    }
    const outcome = await post(ports, claimed.session, session.conversationSid, items);
    if (outcome.closed) {
      await closedBehindOurBack(ports, claimed.session, outcome.relayed);
      continue;
    }
    if (outcome.failure !== null) {
      ports.log.warn('Inbound relay interrupted', { member: memberId, code: outcome.failure.code });
      return { relayed: outcome.relayed.length, unfinished: true };
    }
    if (claimed.session.lines.length > 0) await sendLines(ports, memberId, [waitKey(claimed.session)]);
    const settled = { key: claimed.key, relayed: outcome.relayed };
    if (request.settle === 'now') {
      await ports.sessions.change(memberId, (current) => settleInbound(current, settled.key, settled.relayed));
      return { relayed: items.length, unfinished: plan.gap };
    }
    return { relayed: items.length, unfinished: plan.gap, settled };
  }
  return { relayed: 0, unfinished: true };
}

function withSettled(session: Session, settled: Settled | undefined): Session {
  return settled === undefined || session.inbound.pending?.key !== settled.key
    ? session
    : settleInbound(session, settled.key, settled.relayed);
}

/** Looks into the Conversation for messages whose fate is not on record. */
async function checkPending(
  ports: RelayPorts,
  session: Session,
): Promise<'at-work' | { session: Session; missing: readonly Item[] }> {
  const { pending } = session.inbound;
  if (pending === null) return { session, missing: [] };
  if (session.conversationSid === null) return { session, missing: await recover(ports, session, pending, [], []) };
  const latest = await ports.conversations.latestMessages(session.conversationSid, 100);
  const arrived = pending.items.flatMap((item) => relayedFrom(latest, item.id));
  if (arrived.length < pending.items.length && ports.clock.now() - pending.at < WORK_LIFE) return 'at-work';
  const missing = await recover(ports, session, pending, arrived, latest);
  return { session: settleInbound(session, pending.key, arrived), missing };
}

function relayedFrom(latest: readonly ConversationMessage[], id: string): RelayedMessage[] {
  const parts = latest.filter((message) => message.attributes['discordId'] === id);
  const last = parts.find((message) => message.attributes['part'] === message.attributes['parts']);
  if (last === undefined) return [];
  const editedAt = last.attributes['editedAt'];
  return [
    { id, sids: parts.map((one) => one.sid).reverse(), editedAt: typeof editedAt === 'string' ? editedAt : null },
  ];
}

async function recover(
  ports: RelayPorts,
  session: Session,
  pending: PendingInbound,
  arrived: readonly RelayedMessage[],
  latest: readonly ConversationMessage[],
): Promise<readonly Item[]> {
  const known = new Set(arrived.map((one) => one.id));
  const missing: Item[] = [];
  for (const item of pending.items) {
    if (known.has(item.id)) continue;
    const posted = partsPosted(latest, item.id);
    if (item.pushed !== null) {
      missing.push({ ...item, body: item.pushed, editedAt: PUSHED, posted });
    } else if (session.channelId !== null) {
      const message = await ports.discord.message(session.channelId, item.id).catch(nullIfGone);
      if (message !== null) missing.push({ ...itemOf(message), posted });
    }
  }
  return missing;
}

function partsPosted(latest: readonly ConversationMessage[], id: string): ReadonlyMap<number, string> {
  const parts = latest.filter((message) => message.attributes['discordId'] === id);
  return new Map(parts.map((message) => [Number(message.attributes['part']), message.sid]));
}

function nullIfGone(error: unknown): null {
  if (toFault(error).upstreamStatus === 404) return null;
  throw error;
}

const NO_PLAN: InboundPlan = { fresh: [], edited: [], deleted: [], doubtful: [], cursor: null, gap: false };

/** The plan for the page; where the page does not reach back to the cursor, the older part is read first. */
async function planPage(ports: RelayPorts, session: Session, request: InboundRequest): Promise<InboundPlan> {
  if (request.page === undefined) return { ...NO_PLAN, cursor: session.inbound.cursor };
  const plan = planInbound(session.inbound, session.memberId, request.page, request.pageSize ?? 50);
  if (session.channelId === null) return plan;
  if (!plan.gap || session.inbound.cursor === null) return withGone(ports, session.channelId, plan);
  const older = await ports.discord.messages(session.channelId, { after: session.inbound.cursor, limit: 100 });
  const newestFirst = [...older].sort((a, b) => compareSnowflakes(b.id, a.id));
  const catchUp = planInbound(session.inbound, session.memberId, newestFirst, 101);
  // The cursor also passes messages of ours, or a page of nothing else would be read for ever.
  return { ...catchUp, deleted: [], cursor: newestFirst[0]?.id ?? catchUp.cursor, gap: older.length === 100 };
}

/** The member's newest message may be gone: a page read a moment too early looks the same, so each one is asked for. */
async function withGone(ports: RelayPorts, channelId: string, plan: InboundPlan): Promise<InboundPlan> {
  const gone: RelayedMessage[] = [];
  for (const relayed of plan.doubtful) {
    if ((await ports.discord.message(channelId, relayed.id).catch(nullIfGone)) === null) gone.push(relayed);
  }
  return gone.length === 0 ? plan : { ...plan, deleted: [...plan.deleted, ...gone] };
}

function itemOf(message: APIMessage): Item {
  return { id: message.id, body: describeMessage(message), editedAt: message.edited_timestamp, pushed: null };
}

function pushedItem(pushed: PushedText | undefined): Item[] {
  if (pushed === undefined) return [];
  return [{ ...pushed, editedAt: PUSHED, pushed: pushed.body }];
}

function inOrder(items: readonly Item[]): readonly Item[] {
  const byId = new Map(items.map((item) => [item.id, item]));
  return [...byId.values()].sort((a, b) => compareSnowflakes(a.id, b.id));
}

function isCourtesyAfter(session: Session, item: Item, now: number): boolean {
  return session.state === 'ended' && now - session.stateSince < COURTESY_WINDOW && isCourtesy(item.body);
}

async function finishIdle(
  ports: RelayPorts,
  stored: Session,
  session: Session,
  plan: InboundPlan,
): Promise<InboundResult> {
  const moved = plan.cursor !== null && plan.cursor !== session.inbound.cursor;
  if (moved || stored.inbound.pending !== session.inbound.pending) {
    const cursor = plan.cursor ?? session.inbound.cursor;
    await ports.sessions.claim(stored, { ...session, inbound: { ...session.inbound, cursor } });
  }
  return { relayed: 0, unfinished: plan.gap };
}

/** What is not posted yet stays on record as left behind, and goes into the next Conversation. */
async function closedBehindOurBack(
  ports: RelayPorts,
  session: Session,
  relayed: readonly RelayedMessage[],
): Promise<void> {
  const done = new Set(relayed.map((one) => one.id));
  await ports.sessions.change(session.memberId, (current) => {
    const { pending } = current.inbound;
    const items = pending?.items.filter((item) => !done.has(item.id)) ?? [];
    const rest = pending === null || items.length === 0 ? null : { key: pending.key, at: 0, items };
    return endConversation({ ...current, inbound: { ...current.inbound, pending: rest } }, [], ports.clock.now());
  });
}

async function claim(
  ports: RelayPorts,
  stored: Session,
  session: Session,
  items: readonly Item[],
  plan: InboundPlan,
): Promise<{ session: Session; key: string } | null> {
  const key = nonceOf(session.memberId, ports.clock.now(), ports.random.next());
  const pending = { key, at: ports.clock.now(), items: items.map(pendingItem) };
  const inbound = { ...session.inbound, cursor: plan.cursor, pending };
  const next = toldToWait(ports, { ...session, unreachableSince: null, inbound });
  const claimed = await ports.sessions.claim(stored, next);
  if (claimed !== null) return { session: claimed, key };
  // Either another writer came first, or our own write was carried out and its answer lost.
  const current = await ports.sessions.reload(session.memberId);
  return current?.inbound.pending?.key === key ? { session: current, key } : null;
}

/** Who writes while waiting for an agent hears once that the message is on the case. */
function toldToWait(ports: RelayPorts, session: Session): Session {
  if (session.state !== 'queued' || session.waitTold) return session;
  const text = ports.texts(session.locale).queuedWait;
  const line = plainLine(waitKey(session), ports.clock.now(), text);
  return withLines({ ...session, waitTold: true }, [line]);
}

function waitKey(session: Session): string {
  return `wait:${session.counter}:${session.stateSince}`;
}

function pendingItem({ id, pushed, intent }: Item): PendingItem {
  return { id, pushed, ...(intent === undefined ? {} : { intent }) };
}

interface PostOutcome {
  readonly relayed: readonly RelayedMessage[];
  readonly closed: boolean;
  readonly failure: Fault | null;
}

async function post(ports: RelayPorts, session: Session, sid: string, items: readonly Item[]): Promise<PostOutcome> {
  const relayed: RelayedMessage[] = [];
  for (const item of items) {
    try {
      relayed.push({ id: item.id, sids: await postItem(ports, session, sid, item), editedAt: item.editedAt });
    } catch (error) {
      if (isClosedConversation(error)) return { relayed, closed: true, failure: null };
      return { relayed, closed: false, failure: toFault(error) };
    }
  }
  return { relayed, closed: false, failure: null };
}

/** A message Twilio will never take must not hold up those behind it: the agent gets a note in its place. */
async function postItem(ports: RelayPorts, session: Session, sid: string, item: Item): Promise<readonly string[]> {
  try {
    return await postParts(ports, session, sid, item);
  } catch (error) {
    const fault = toFault(error);
    if (fault.upstreamStatus !== 400 || isClosedConversation(error)) throw error;
    ports.log.error('Message refused by Conversations', {
      member: session.memberId,
      message: item.id,
      upstreamCode: fault.upstreamCode,
    });
    return postParts(ports, session, sid, { ...item, body: agentTexts.notPassedOn({ code: fault.upstreamCode ?? 0 }) });
  }
}

async function postParts(ports: RelayPorts, session: Session, sid: string, item: Item): Promise<readonly string[]> {
  const bodies = splitText(item.body, BODY_LIMIT);
  const sids: string[] = [];
  for (const [position, body] of bodies.entries()) {
    const known = item.posted?.get(position + 1);
    if (known !== undefined) {
      sids.push(known);
      continue;
    }
    const message = await ports.conversations.addMessage(sid, {
      author: memberIdentity(session.memberId),
      body,
      attributes: {
        origin: 'member',
        discordId: item.id,
        part: position + 1,
        parts: bodies.length,
        editedAt: item.editedAt,
        ...(item.intent === undefined ? {} : { intent: item.intent }),
      },
      notify: session.state === 'bot' && item.intent !== 'handled' && position === bodies.length - 1,
    });
    sids.push(message.sid);
  }
  return sids;
}
