import { articleLine } from '../../src/bot/answer.ts';
import { withinBounds } from '../../src/session/bounds.ts';
import { KEPT, type Line, type Session } from '../../src/session/session.ts';
import { settleInbound, settleOutbound, withLines } from '../../src/session/transitions.ts';
import { textsFor } from '../../src/texts/index.ts';
import { delivered, KIM, line, NOW, range, relayed, sessionWith, sid, snowflake } from './sample.ts';

const COMFORTABLE = 10 * 1024;
const LARGEST = 16 * 1024;

function bytesOf(session: Session): number {
  return Buffer.byteLength(JSON.stringify(session));
}

/** Every field as long as it can be, and a long chat behind it. */
function oldChat(relayedParts: number, deliveredParts: number): Session {
  const session = sessionWith({
    displayName: '한'.repeat(64),
    locale: 'zh-TW',
    state: 'agent',
    counter: 9_999,
    conversationSid: sid('CH', 1),
    previousConversationSid: sid('CH', 2),
    opening: { key: 'x'.repeat(25), until: NOW },
    caseId: '7321836437',
    task: { sid: sid('WT', 1), workspaceSid: sid('WS', 1), interactionSid: sid('KD', 1), channelSid: sid('UO', 1) },
    agent: { identity: `${KIM.identity}${'x'.repeat(100)}`, name: '한'.repeat(64) },
    unreachableSince: NOW,
    kickedAt: NOW,
  });
  const told = settleInbound(
    session,
    'none',
    range(60).map((number) => relayed(number, relayedParts)),
  );
  return settleOutbound(
    told,
    60,
    range(60).map((number) => delivered(number, deliveredParts)),
  );
}

function article(number: number, letter: string): Line {
  const text = letter.repeat(4_000);
  const entry = {
    id: `entry-${number}`,
    category: 'Account & Sign-In',
    title: text.slice(0, 120),
    queries: [],
    labels: [],
    button: 'Button',
    url: 'https://support.example.com/a',
    text,
  };
  return articleLine(`topic:${number}`, NOW, entry, snowflake(9_000), textsFor('en-US'));
}

describe('bounds', () => {
  describe('withinBounds()', () => {
    it('answers the same session when it is small enough', () => {
      const session = withLines(oldChat(1, 1), [line('one'), line('two')]);

      expect(withinBounds(session)).toBe(session);
    });

    it.each<{ what: string; relayedParts: number; deliveredParts: number }>([
      { what: 'short messages', relayedParts: 1, deliveredParts: 1 },
      { what: 'the longest Discord messages', relayedParts: 4, deliveredParts: 1 },
      { what: 'agent messages of 32 KB', relayedParts: 1, deliveredParts: 17 },
      { what: 'both', relayedParts: 4, deliveredParts: 17 },
    ])('R22 keeps a session below 10 KiB after a long chat of $what', ({ relayedParts, deliveredParts }) => {
      const session = withLines(oldChat(relayedParts, deliveredParts), [line('one'), line('two')]);

      const bounded = withinBounds(session);

      expect(bytesOf(bounded)).toBeLessThan(COMFORTABLE);
      expect(bounded.lines).toEqual(session.lines);
    });

    it('R22 gives up the oldest records first', () => {
      const session = oldChat(4, 17);

      const { inbound, outbound } = withinBounds(session);

      expect(inbound.recent.length).toBeLessThan(KEPT.relayed);
      expect(inbound.recent).toEqual(session.inbound.recent.slice(-inbound.recent.length));
      expect(outbound.recent).toEqual(session.outbound.recent.slice(-outbound.recent.length));
      expect(Math.min(inbound.recent.length, outbound.recent.length)).toBeGreaterThanOrEqual(6);
      expect({ cursor: inbound.cursor, index: outbound.index }).toEqual({ cursor: null, index: 60 });
    });

    it.each<{ script: string; letter: string }>([
      { script: 'one byte a letter', letter: 'a' },
      { script: 'two bytes a letter', letter: 'é' },
      { script: 'three bytes a letter', letter: '한' },
    ])('R22 takes eight unsent articles of $script, which the store would refuse', ({ letter }) => {
      const session = withLines(
        oldChat(4, 17),
        range(KEPT.lines).map((number) => article(number, letter)),
      );

      const bounded = withinBounds(session);

      expect(bytesOf(session)).toBeGreaterThan(LARGEST);
      expect(bytesOf(bounded)).toBeLessThanOrEqual(LARGEST);
      expect(bounded.lines.at(-1)?.message).toEqual(session.lines.at(-1)?.message);
      expect(bounded.lines.map(({ key }) => key)).toEqual(
        session.lines.slice(-bounded.lines.length).map(({ key }) => key),
      );
    });

    it('R22 gives up the copies for the agent before a line for the member', () => {
      const session = withLines(
        sessionWith(),
        range(6).map((number) => line(`line:${number}`, 'x'.repeat(1_500))),
      );

      const bounded = withinBounds(session);

      expect(bounded.lines.map(({ message }) => message)).toEqual(session.lines.map(({ message }) => message));
      expect(bounded.lines.map(({ transcript }) => transcript === null)).toEqual([
        true,
        true,
        false,
        false,
        false,
        false,
      ]);
    });

    it('R22 never gives up the words a member has sent', () => {
      const items = [{ id: snowflake(1), pushed: '한'.repeat(4_000) }];
      const session = withLines(
        {
          ...oldChat(4, 17),
          inbound: { ...oldChat(4, 17).inbound, pending: { key: 'k', at: NOW, conversationSid: 'CH1', items } },
        },
        [line('old', 'x'.repeat(2_000)), line('new', 'x'.repeat(1_000))],
      );

      const bounded = withinBounds(session);

      expect(bytesOf(bounded)).toBeLessThanOrEqual(LARGEST);
      expect(bounded.inbound.pending).toEqual(session.inbound.pending);
      expect(bounded.lines.at(-1)?.key).toBe('new');
    });
  });
});
