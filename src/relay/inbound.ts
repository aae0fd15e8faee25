import { isOpen, type RelayedMessage, type Session } from '../session/session.ts';
import { endConversation, settleInbound, withLines } from '../session/transitions.ts';
import { relayChanges } from './inbound-changes.ts';
import { type InboundItem, inOrder, itemOf, type PushedText, pendingItem, pushedItem } from './inbound-item.ts';
import { planPage } from './inbound-page.ts';
import { checkPending, type Settled, withSettled } from './inbound-pending.ts';
import { type InboundPlan, isCourtesy } from './inbound-plan.ts';
import { post } from './inbound-post.ts';
import { plainLine, sendLines } from './lines.ts';
import type { Look } from './look.ts';
import { nonceOf } from './nonce.ts';
import { openConversation } from './opening.ts';
import { type RelayPorts, WORK_LIFE } from './ports.ts';
import { reconcile } from './reconcile.ts';

export interface InboundRequest {
  /** What the DM shows; without it only what was pushed, and what was left behind, is brought in. */
  readonly look?: Look | null;
  readonly pushed?: PushedText;
  /** `later`: the caller carries `settled` into its next call, which saves a write on the message path (ADR 0006). */
  readonly settle: 'now' | 'later';
  readonly settled?: Settled;
}

export interface InboundResult {
  /** Messages that are in the Conversation now and were not before. */
  readonly relayed: number;
  /** Something could not be done now and must be tried again soon. */
  readonly unfinished: boolean;
  readonly settled?: Settled;
}

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
  let { pushed } = request;
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
    const plan = await planPage(ports, session, request.look ?? null);
    const known = [...missing, ...session.inbound.recent].some((one) => one.id === pushed?.id);
    const items = inOrder([...missing, ...plan.fresh.map(itemOf), ...pushedItem(known ? undefined : pushed)]);
    if (isOpen(session) && (await relayChanges(ports, stored, checked, plan))) continue;
    if (items.length === 0) return finishIdle(ports, stored, session, plan);

    if (!isOpen(session) && items.every((item) => isCourtesyAfter(session, item, ports.clock.now()))) {
      await ports.sessions.claim(stored, { ...session, inbound: { ...session.inbound, cursor: plan.cursor } });
      return NOTHING;
    }
    if (!isOpen(session) || session.conversationSid === null) {
      await openConversation(ports, memberId);
      continue;
    }

    const { conversationSid } = session;
    const claimed = await claim(ports, { stored, session, conversationSid, items, plan });
    if (claimed === null) {
      await ports.clock.sleep(100 * ports.random.next());
      continue;
    }
    const outcome = await post(ports, claimed.session, conversationSid, items);
    if (outcome.closed) {
      await closedBehindOurBack(ports, claimed.session, outcome.relayed);
      if (outcome.relayed.some((one) => one.id === pushed?.id)) pushed = undefined;
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

function isCourtesyAfter(session: Session, item: InboundItem, now: number): boolean {
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
    const rest = pending === null || items.length === 0 ? null : { ...pending, at: 0, items };
    return { ...current, inbound: { ...current.inbound, pending: rest } };
  });
  // An agent has ended the chat and nobody has heard of it: the member is told before the next one begins.
  if (session.state !== 'bot') await reconcile(ports, session.memberId);
  await ports.sessions.change(session.memberId, (current) =>
    isOpen(current) && current.conversationSid === session.conversationSid
      ? endConversation(current, [], ports.clock.now())
      : current,
  );
}

interface Claim {
  readonly stored: Session;
  readonly session: Session;
  readonly conversationSid: string;
  readonly items: readonly InboundItem[];
  readonly plan: InboundPlan;
}

async function claim(
  ports: RelayPorts,
  { stored, session, conversationSid, items, plan }: Claim,
): Promise<{ session: Session; key: string } | null> {
  const key = nonceOf(session.memberId, ports.clock.now(), ports.random.next());
  const pending = { key, at: ports.clock.now(), conversationSid, items: items.map(pendingItem) };
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
