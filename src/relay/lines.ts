import type { APIMessage } from 'discord-api-types/v10';
import { refusalOf } from '../discord/limits.ts';
import { Fault, toFault } from '../errors.ts';
import type { Line, Session } from '../session/session.ts';
import { withoutLines } from '../session/transitions.ts';
import { nonceOf } from './nonce.ts';
import { AUTHOR, NONCE_WINDOW, type RelayPorts, WORK_LIFE } from './ports.ts';

/** Twilio docs, error 50377: nothing can be written to a closed Conversation. */
const CONVERSATION_CLOSED = 50377;

/**
 * Sends what the session still has to say to the member, in order, and takes it off the record.
 *
 * `fresh` names the lines this run has just put on record: only for them is it certain that nobody has sent them yet.
 * Lines of a run that may still be at work are sent as well, to keep the order (the nonce makes that harmless), but their
 * transcript and record are left to that run. Lines left behind by a dead run are looked for before they are sent.
 */
export async function sendLines(ports: RelayPorts, memberId: string, fresh: readonly string[] = []): Promise<void> {
  const session = await ports.sessions.load(memberId);
  if (session === null || session.channelId === null || session.lines.length === 0) return;
  const done = new Set<string>();
  for (const line of session.lines) {
    const standing = standingOf(line, fresh, ports.clock.now());
    const outcome = await sendLine(ports, session, session.channelId, line, standing);
    if (outcome === 'later') break;
    if (standing === 'at-work') continue;
    if (outcome === 'sent') await writeTranscript(ports, session, line, standing);
    done.add(line.key);
  }
  if (done.size > 0) await ports.sessions.change(memberId, (current) => withoutLines(current, done));
}

type Standing = 'fresh' | 'at-work' | 'left-behind';

function standingOf(line: Line, fresh: readonly string[], now: number): Standing {
  if (fresh.includes(line.key)) return 'fresh';
  return now - line.at < WORK_LIFE ? 'at-work' : 'left-behind';
}

async function sendLine(
  ports: RelayPorts,
  session: Session,
  channelId: string,
  line: Line,
  standing: Standing,
): Promise<'sent' | 'dropped' | 'later'> {
  try {
    if (standing === 'left-behind' && ports.clock.now() - line.at > NONCE_WINDOW) {
      const page = await ports.discord.messages(channelId, { limit: 50 });
      if (wasSent(page, session.memberId, line)) return 'sent';
    }
    await ports.discord.send(channelId, {
      ...line.message,
      nonce: nonceOf(session.memberId, session.counter, line.key),
    });
    return 'sent';
  } catch (error) {
    const fault = toFault(error);
    ports.log.warn('Line not delivered', {
      member: session.memberId,
      code: fault.code,
      upstreamCode: fault.upstreamCode,
    });
    if (fault.code !== 'DISCORD_REFUSED') return 'later';
    if (refusalOf(fault.upstreamCode) === 'unreachable') await markUnreachable(ports, session.memberId);
    return 'dropped';
  }
}

function wasSent(page: readonly APIMessage[], memberId: string, line: Line): boolean {
  return page.some(
    (message) =>
      message.author.id !== memberId &&
      message.content === (line.message.content ?? '') &&
      Date.parse(message.timestamp) >= line.at - 5_000,
  );
}

async function writeTranscript(ports: RelayPorts, session: Session, line: Line, standing: Standing): Promise<void> {
  const { conversationSid } = session;
  if (line.transcript === null || conversationSid === null) return;
  try {
    if (standing === 'left-behind') {
      const latest = await ports.conversations.latestMessages(conversationSid, 50);
      if (latest.some((message) => message.attributes['line'] === line.key)) return;
    }
    await ports.conversations.addMessage(conversationSid, {
      author: AUTHOR.bot,
      body: line.transcript,
      attributes: { origin: 'bot', line: line.key },
      notify: false,
    });
  } catch (error) {
    const fault = toFault(error);
    if (fault.upstreamCode === CONVERSATION_CLOSED) return;
    ports.log.warn('Transcript copy not written', { member: session.memberId, code: fault.code });
  }
}

export async function markUnreachable(ports: RelayPorts, memberId: string): Promise<void> {
  await ports.sessions.change(memberId, (current) =>
    current.unreachableSince === null ? { ...current, unreachableSince: ports.clock.now() } : current,
  );
}

/** A line that shows the same words to the member and in the transcript. */
export function plainLine(key: string, now: number, content: string): Line {
  return { key, at: now, message: { content }, transcript: content };
}

export function isClosedConversation(error: unknown): boolean {
  return error instanceof Fault && (error.upstreamCode === CONVERSATION_CLOSED || error.upstreamStatus === 404);
}
