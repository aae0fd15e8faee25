import { toFault } from '../errors.ts';
import { isOpen } from '../session/session.ts';
import { cadence, FORGOTTEN_AFTER, stretched } from './cadence.ts';
import { relayInbound } from './inbound.ts';
import type { Settled } from './inbound-pending.ts';
import { fingerprintOf } from './inbound-plan.ts';
import { type Lease, releaseLease, renewLease, takeLease } from './lease.ts';
import { sendLines } from './lines.ts';
import { LOOK_SIZE, lookAtDm } from './look.ts';
import { digestOf } from './nonce.ts';
import { drainOutbound } from './outbound.ts';
import type { RelayPorts } from './ports.ts';
import { reconcileQuietly } from './reconcile.ts';
import { replayUnanswered } from './replay.ts';
import { WATCHED, type Watched } from './watch.ts';

/**
 * What one run of the sweep tells the next. Only hints: whatever is missing or wrong here costs a few more calls, never a
 * message.
 */
export interface SweepState {
  readonly lease: Lease;
  /** Runs of this chain so far. */
  readonly runs: number;
  readonly chats: Readonly<Record<string, ChatHint>>;
}

export interface ChatHint {
  /** Fingerprint of the member's part of the page last seen. */
  readonly seen: string;
  /** Newest message last seen, whoever wrote it. */
  readonly newest: string;
  /** Milliseconds since the epoch of the last sign of life. */
  readonly active: number;
  /** When to look at the DM next, and when at Twilio. */
  readonly look: number;
  readonly check: number;
  /** No agent was waited for or present at the last check. */
  readonly idle?: boolean;
  readonly settled?: Settled;
}

export interface SweepRequest {
  /** From the run before; null when an event starts the sweep. */
  readonly state: SweepState | null;
  /** The member whose event it was: looked at even when another sweep is at work. */
  readonly wake: string | null;
}

export type SweepResult =
  /** Another sweep is at work. */
  | { readonly kind: 'held' }
  /** No chat is left to watch. */
  | { readonly kind: 'done'; readonly rounds: number }
  /** Another run must follow. */
  | { readonly kind: 'continue'; readonly rounds: number; readonly state: SweepState };

/** Milliseconds a run works before it hands on; less than the 9 s in which a Function must have ended. */
const WORKING_TIME = 7_500;
const RELIST_EVERY = 4_000;
const TICK = 250;
const AT_ONCE = 8;
/** Milliseconds between looks at Twilio for a chat that waits for, or is with, an agent. */
const CHECK_EVERY = 20_000;
/** The same for a chat of which this chain knows nothing yet: within its first run, lest chains that break check never. */
const FIRST_CHECK = 4_000;
/** Milliseconds after a sign of life in which a chat with the virtual agent is checked as well. */
const LIVELY = 60_000;

interface Chat {
  readonly memberId: string;
  watched: Watched;
  hint: ChatHint;
}

/** One run of the relay sweep: reads every watched DM when it is due, until its time is over. */
export async function sweep(ports: RelayPorts, request: SweepRequest): Promise<SweepResult> {
  const lease = await takeLease(ports, request.state?.lease ?? null);
  if (lease === null) {
    if (request.wake !== null) await lookOnce(ports, request.wake);
    return { kind: 'held' };
  }
  const start = ports.clock.now();
  const end = Math.min(start + WORKING_TIME, ports.deadline.at - 1_000);
  let chats = await listChats(ports, new Map(), request);
  let listedAt = start;
  let rounds = 0;
  while (ports.clock.now() < end && chats.size > 0) {
    if (ports.clock.now() - listedAt > RELIST_EVERY) {
      chats = await listChats(ports, chats, request);
      listedAt = ports.clock.now();
    }
    const now = ports.clock.now();
    const due = [...chats.values()].filter((chat) => Math.min(chat.hint.look, chat.hint.check) <= now);
    await inGroups(due, AT_ONCE, async (chat) => {
      if (ports.clock.now() < end) await lookAt(ports, chat, chats.size);
    });
    if (due.length > 0) rounds += 1;
    await ports.clock.sleep(TICK);
  }
  return conclude(ports, request, { lease, chats, rounds, runs: request.state?.runs ?? 0 });
}

interface Run {
  readonly lease: Lease;
  readonly chats: Map<string, Chat>;
  readonly rounds: number;
  readonly runs: number;
}

async function conclude(ports: RelayPorts, request: SweepRequest, run: Run): Promise<SweepResult> {
  const { lease, rounds } = run;
  const runs = run.runs + 1;
  const chats = await withoutOver(ports, request, run.chats);
  if (chats.size === 0) {
    await releaseLease(ports, lease);
    const again = await takenBack(ports);
    return again === null
      ? { kind: 'done', rounds }
      : { kind: 'continue', rounds, state: { lease: again, runs, chats: {} } };
  }
  const renewed = await renewLease(ports, lease);
  if (renewed === null) return { kind: 'held' };
  const hints = Object.fromEntries([...chats.values()].map((chat) => [chat.memberId, chat.hint]));
  return { kind: 'continue', rounds, state: { lease: renewed, runs, chats: hints } };
}

/** What is over leaves the watch, unless an event has put it there anew since it was listed. */
async function withoutOver(
  ports: RelayPorts,
  request: SweepRequest,
  chats: Map<string, Chat>,
): Promise<Map<string, Chat>> {
  const now = ports.clock.now();
  if (![...chats.values()].some((chat) => isOver(chat, now))) return chats;
  const fresh = await listChats(ports, chats, request);
  for (const [memberId, chat] of fresh) {
    if (!isOver(chat, now)) continue;
    fresh.delete(memberId);
    await ports.store.removeEntry(WATCHED, memberId);
  }
  return fresh;
}

/** An event that came just before the release was told that a sweep is at work, and relies on it. */
async function takenBack(ports: RelayPorts): Promise<Lease | null> {
  const entries = await ports.store.entries(WATCHED);
  return entries.length === 0 ? null : takeLease(ports, null);
}

function isOver(chat: Chat, now: number): boolean {
  const { until } = chat.watched;
  return until === null ? now - chat.hint.active > FORGOTTEN_AFTER : now > until;
}

/** The chats under watch, with what is known of each. An event since the last look makes a chat due at once. */
async function listChats(
  ports: RelayPorts,
  known: Map<string, Chat>,
  request: SweepRequest,
): Promise<Map<string, Chat>> {
  const entries = await ports.store.entries<Watched>(WATCHED);
  return new Map(
    entries.map(({ key, data }) => {
      const before = known.get(key)?.hint ?? request.state?.chats[key];
      const hint = before ?? {
        seen: '',
        newest: '',
        active: data.since,
        look: 0,
        check: ports.clock.now() + FIRST_CHECK,
      };
      const woken = data.since > hint.active || (request.wake === key && !known.has(key));
      const active = Math.max(hint.active, data.since);
      return [
        key,
        {
          memberId: key,
          watched: data,
          hint: woken ? { ...hint, active, look: 0 } : hint,
        },
      ];
    }),
  );
}

/** One look at one chat. Its failures are its own: no other chat waits for it. */
async function lookAt(ports: RelayPorts, chat: Chat, chats: number): Promise<void> {
  const now = ports.clock.now();
  try {
    const alive = chat.hint.look <= now && (await readDm(ports, chat));
    if (chat.hint.check <= now) await checkTwilio(ports, chat);
    const active = alive ? ports.clock.now() : chat.hint.active;
    chat.hint = {
      ...chat.hint,
      active,
      look: ports.clock.now() + stretched(cadence(now - active), chats),
      check: chat.hint.check <= now ? now + CHECK_EVERY : chat.hint.check,
    };
  } catch (error) {
    const fault = toFault(error);
    ports.log.warn('Look at chat failed', {
      member: chat.memberId,
      code: fault.code,
      upstreamCode: fault.upstreamCode,
    });
    const pause = Math.max(fault.retryAfter ?? 0, 5_000);
    chat.hint = { ...chat.hint, look: now + pause, check: Math.max(chat.hint.check, now + pause) };
  }
}

/** Whether there was a sign of life: anybody's new message, or an edit or deletion of the member's. */
async function readDm(ports: RelayPorts, chat: Chat): Promise<boolean> {
  const page = await ports.discord.glance(chat.watched.channelId, LOOK_SIZE);
  const seen = digestOf(fingerprintOf(page, chat.memberId));
  const newest = page[0]?.id ?? '';
  const moved = newest !== chat.hint.newest && chat.hint.newest !== '';
  chat.hint = { ...chat.hint, newest };
  if (seen === chat.hint.seen) return moved;
  const { settled: before, ...hint } = chat.hint;
  // Other Functions write the session between two looks; reading it anew costs less than a refused claim.
  await ports.sessions.reload(chat.memberId);
  const result = await relayInbound(ports, chat.memberId, {
    look: { page, pageSize: LOOK_SIZE },
    settle: 'later',
    ...(before === undefined ? {} : { settled: before }),
  });
  const settled = result.settled ?? before;
  chat.hint = {
    ...hint,
    seen: result.unfinished ? '' : seen,
    ...(settled === undefined ? {} : { settled }),
  };
  return moved || result.relayed > 0 || result.unfinished;
}

/** Finds what lost webhooks would have told. A chat with the virtual agent is looked into only while it is lively. */
async function checkTwilio(ports: RelayPorts, chat: Chat): Promise<void> {
  const { memberId } = chat;
  const now = ports.clock.now();
  if (now - chat.hint.active > LIVELY && chat.hint.idle === true) return;
  const session = await ports.sessions.reload(memberId);
  chat.hint = { ...chat.hint, idle: session === null || !isOpen(session) || session.state === 'bot' };
  if (session === null) return;
  if (session.lines.length > 0) await sendLines(ports, memberId);
  if (!isOpen(session)) return;
  if (session.state === 'bot') {
    await replayUnanswered(ports, session);
    return;
  }
  await reconcileQuietly(ports, memberId);
  await drainOutbound(ports, memberId);
}

async function lookOnce(ports: RelayPorts, memberId: string): Promise<void> {
  const session = await ports.sessions.load(memberId);
  const look = session === null ? null : await lookAtDm(ports, session);
  if (look !== null) await relayInbound(ports, memberId, { look, settle: 'now' });
}

async function inGroups<T>(all: readonly T[], size: number, run: (one: T) => Promise<void>): Promise<void> {
  const queue = [...all];
  const workers = Array.from({ length: Math.min(size, queue.length) }, async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await run(next);
  });
  await Promise.all(workers);
}
