import type { Session } from './session.ts';

/** Bytes. Twilio docs, Sync limits: an object of 10 KiB bears a tenth of the writes of a smaller one. */
const COMFORTABLE = 10 * 1024 - 1;
/** Bytes. A document may have 16 KiB; what is refused for its size would stop the chat. */
const LARGEST = 16 * 1024;
/** Records of delivered and relayed messages that stay for the sake of comfort. */
const LEAST_RECORDS = 6;

/**
 * The session in a size the store takes. Counts alone do not bound it: one message can be many parts, one line a long
 * article in a script of three bytes a letter. First the oldest records give way, which serve edits and deletions of old
 * messages; where the write would be refused otherwise, also the agent's copies of unsent lines, then the oldest lines.
 * A member's own words never do, nor the newest line.
 */
export function withinBounds(session: Session): Session {
  let fitting = giveUp(session, COMFORTABLE, withoutOldestRecords(LEAST_RECORDS));
  for (const less of [withoutOldestRecords(0), withoutOldestTranscript, withoutOldestLine]) {
    fitting = giveUp(fitting, LARGEST, less);
  }
  return fitting;
}

/** Answers null when there is nothing left to give up. */
type Less = (session: Session) => Session | null;

function giveUp(session: Session, limit: number, less: Less): Session {
  let fitting = session;
  while (Buffer.byteLength(JSON.stringify(fitting)) > limit) {
    const next = less(fitting);
    if (next === null) break;
    fitting = next;
  }
  return fitting;
}

function withoutOldestRecords(least: number): Less {
  return ({ inbound, outbound, ...session }) => {
    if (inbound.recent.length <= least && outbound.recent.length <= least) return null;
    return {
      ...session,
      inbound: { ...inbound, recent: withoutOldest(inbound.recent, least) },
      outbound: { ...outbound, recent: withoutOldest(outbound.recent, least) },
    };
  };
}

function withoutOldest<T>(records: readonly T[], least: number): readonly T[] {
  return records.length > least ? records.slice(1) : records;
}

function withoutOldestTranscript(session: Session): Session | null {
  const oldest = session.lines.findIndex((line) => line.transcript !== null);
  if (oldest < 0) return null;
  const lines = session.lines.map((line, position) => (position === oldest ? { ...line, transcript: null } : line));
  return { ...session, lines };
}

function withoutOldestLine(session: Session): Session | null {
  return session.lines.length > 1 ? { ...session, lines: session.lines.slice(1) } : null;
}
