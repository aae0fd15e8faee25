import { toFault } from '../errors.ts';
import { isOpen } from '../session/session.ts';
import { cadence, stretched } from './cadence.ts';
import { relayInbound } from './inbound.ts';
import type { Settled } from './inbound-pending.ts';
import { fingerprintOf } from './inbound-plan.ts';
import { sendLines } from './lines.ts';
import { LOOK_SIZE, lookAtDm } from './look.ts';
import { digestOf } from './nonce.ts';
import { drainOutbound } from './outbound.ts';
import type { RelayPorts } from './ports.ts';
import { reconcileQuietly } from './reconcile.ts';
import { replayUnanswered } from './replay.ts';
import type { Watched } from './watch.ts';

/** What is known of a chat between two looks. */
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

/** A chat under watch. The hint is replaced by each look. */
export interface Chat {
  readonly memberId: string;
  watched: Watched;
  hint: ChatHint;
}

/** Milliseconds between looks at Twilio for a chat that waits for, or is with, an agent. */
const CHECK_EVERY = 20_000;
/** Milliseconds after a sign of life in which a chat with the virtual agent is checked as well. */
const LIVELY = 60_000;

/** The same for a chat of which this chain knows nothing yet: within its first run, lest chains that break check never. */
const FIRST_CHECK = 4_000;
export function firstHint(since: number, now: number): ChatHint {
  return { seen: '', newest: '', active: since, look: 0, check: now + FIRST_CHECK };
}

export function isDue(chat: Chat, now: number): boolean {
  return Math.min(chat.hint.look, chat.hint.check) <= now;
}

/** One look at one chat. Its failures are its own: no other chat waits for it. */
export async function lookAt(ports: RelayPorts, chat: Chat, chats: number): Promise<void> {
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

/** A look for an event, while another run has the lease. */
export async function lookOnce(ports: RelayPorts, memberId: string): Promise<void> {
  const session = await ports.sessions.load(memberId);
  const look = session === null ? null : await lookAtDm(ports, session);
  if (look !== null) await relayInbound(ports, memberId, { look, settle: 'now' });
}
