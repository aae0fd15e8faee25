import { toFault } from '../errors.ts';
import { FORGOTTEN_AFTER } from './cadence.ts';
import { type Lease, releaseLease, renewLease, takeLease } from './lease.ts';
import type { RelayPorts } from './ports.ts';
import { type Chat, type ChatHint, firstHint, isDue, lookAt, lookOnce } from './sweep-chat.ts';
import { WATCHED, type Watched } from './watch.ts';

/**
 * What one run of the sweep tells the next. Only hints: whatever is missing or wrong here costs a few more calls, never a
 * message.
 */
export interface SweepState {
  readonly lease: Lease;
  /** Runs of this chain so far. */
  readonly runs: number;
  /** The run before broke off: the lease may have moved on while it was this chain's. */
  readonly interrupted?: boolean;
  readonly chats: Readonly<Record<string, ChatHint>>;
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
  | { readonly kind: 'done'; readonly looks: number }
  /** Another run must follow. */
  | { readonly kind: 'continue'; readonly looks: number; readonly state: SweepState };

/** Milliseconds a run works before it hands on; less than the 9 s in which a Function must have ended. */
const WORKING_TIME = 7_500;
const RELIST_EVERY = 4_000;
const TICK = 250;
/** Looks under way at the same moment: with one started a tick each, at most 32 requests a second. */
const AT_ONCE = 8;

/** Milliseconds to wait when Twilio fails the sweep's own book-keeping, so that an outage meets no storm of runs. */
const INTERRUPTED_PAUSE = 3_000;

/**
 * One run of the relay sweep: reads every watched DM when it is due, until its time is over. When its book-keeping fails
 * the chain goes on all the same: nothing but an event would start another one, and a member who only types makes none.
 */
export async function sweep(ports: RelayPorts, request: SweepRequest): Promise<SweepResult> {
  let lease = request.state?.lease ?? null;
  try {
    const taken = await takeLease(ports, lease, request.state?.interrupted);
    if (taken === null) {
      if (request.wake !== null) await lookOnce(ports, request.wake);
      return { kind: 'held' };
    }
    lease = taken;
    return await work(ports, request, taken);
  } catch (error) {
    if (lease === null) throw error;
    ports.log.warn('Sweep interrupted', { code: toFault(error).code });
    await ports.clock.sleep(Math.max(0, Math.min(INTERRUPTED_PAUSE, ports.deadline.at - ports.clock.now() - 1_000)));
    const { runs = 0, chats = {} } = request.state ?? {};
    return { kind: 'continue', looks: 0, state: { lease, runs: runs + 1, chats, interrupted: true } };
  }
}

async function work(ports: RelayPorts, request: SweepRequest, lease: Lease): Promise<SweepResult> {
  const start = ports.clock.now();
  const end = Math.min(start + WORKING_TIME, ports.deadline.at - 1_000);
  let chats = await listChats(ports, new Map(), request);
  let listedAt = start;
  let looks = 0;
  const underWay = new Map<string, Promise<void>>();
  while (ports.clock.now() < end && chats.size > 0) {
    const now = ports.clock.now();
    if (now - listedAt > RELIST_EVERY) {
      chats = await listChats(ports, chats, request);
      listedAt = now;
    }
    // A look that takes long holds up no other chat, only itself.
    for (const chat of chats.values()) {
      if (!isDue(chat, now) || underWay.has(chat.memberId) || underWay.size >= AT_ONCE) continue;
      const look = lookAt(ports, chat, chats.size).finally(() => underWay.delete(chat.memberId));
      underWay.set(chat.memberId, look);
      looks += 1;
    }
    await ports.clock.sleep(TICK);
  }
  await Promise.all(underWay.values());
  return conclude(ports, request, { lease, chats, looks, runs: request.state?.runs ?? 0 });
}

interface Run {
  readonly lease: Lease;
  readonly chats: Map<string, Chat>;
  readonly looks: number;
  readonly runs: number;
}

async function conclude(ports: RelayPorts, request: SweepRequest, run: Run): Promise<SweepResult> {
  const { lease, looks } = run;
  const runs = run.runs + 1;
  const chats = await withoutOver(ports, request, run.chats);
  if (chats.size === 0) {
    await releaseLease(ports, lease);
    const again = await takenBack(ports);
    return again === null
      ? { kind: 'done', looks }
      : { kind: 'continue', looks, state: { lease: again, runs, chats: {} } };
  }
  const renewed = await renewLease(ports, lease);
  if (renewed === null) return { kind: 'held' };
  const hints = Object.fromEntries([...chats.values()].map((chat) => [chat.memberId, chat.hint]));
  return { kind: 'continue', looks, state: { lease: renewed, runs, chats: hints } };
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
  known: ReadonlyMap<string, Chat>,
  request: SweepRequest,
): Promise<Map<string, Chat>> {
  const entries = await ports.store.entries<Watched>(WATCHED);
  return new Map(entries.map(({ key, data }) => [key, chatOf(ports, key, data, known.get(key), request)]));
}

/** A look may be under way: the chat that is known stays the same object. */
function chatOf(
  ports: RelayPorts,
  memberId: string,
  watched: Watched,
  known: Chat | undefined,
  request: SweepRequest,
): Chat {
  const hint = known?.hint ?? request.state?.chats[memberId] ?? firstHint(watched.since, ports.clock.now());
  const woken = watched.since > hint.active || (request.wake === memberId && known === undefined);
  const chat = known ?? { memberId, watched, hint };
  chat.watched = watched;
  chat.hint = woken ? { ...hint, active: Math.max(hint.active, watched.since), look: 0 } : hint;
  return chat;
}
