import type { DeliveredMessage, Line, RelayedMessage, Session } from '../../src/session/session.ts';
import { newSession } from '../../src/session/session.ts';

export const NOW = Date.UTC(2026, 10, 23, 9);
export const MEMBER_ID = '1440000000000000042';
export const MEMBER = {
  memberId: MEMBER_ID,
  displayName: 'Ann',
  locale: 'de',
  guildId: '1440000000000000200',
} as const;
export const KIM = { identity: 'kim_40example_2Ecom', name: 'Kim' } as const;

export function sid(prefix: string, number: number): string {
  return `${prefix}${String(number).padStart(32, '0')}`;
}

export function snowflake(number: number): string {
  return String(1_440_000_000_000_000_000n + BigInt(number));
}

/** A member who has opened the chat and not written yet, with some keys of the test's own. */
export function sessionWith(own: Partial<Session> = {}): Session {
  return { ...newSession(MEMBER, NOW), channelId: snowflake(600), ...own };
}

export function line(key: string, text = key): Line {
  return { key, at: NOW, message: { content: text }, transcript: text };
}

/** A member's message that became `parts` messages of the Conversation. */
export function relayed(number: number, parts = 1): RelayedMessage {
  const sids = Array.from({ length: parts }, (_, part) => sid('IM', number * 10 + part));
  return { id: snowflake(number), sids, editedAt: '2026-11-23T09:00:00.000000+00:00' };
}

/** An agent's message that became `parts` messages of the DM. */
export function delivered(number: number, parts = 1): DeliveredMessage {
  const ids = Array.from({ length: parts }, (_, part) => snowflake(number * 100 + part));
  return { sid: sid('IM', number), ids, digest: 'abcdefghij' };
}

export function range(length: number): readonly number[] {
  return Array.from({ length }, (_, number) => number);
}
