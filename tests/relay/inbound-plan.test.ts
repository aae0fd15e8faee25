import type { APIMessage } from 'discord-api-types/v10';
import { fingerprintOf, isCourtesy, PUSHED, planInbound } from '../../src/relay/inbound-plan.ts';
import type { InboundRecord, RelayedMessage } from '../../src/session/session.ts';

const MEMBER = '1440000000000000042';
const BOT = '1440000000000000100';
const PAGE = 5;
const EDITED = '2026-11-23T09:00:00.000000+00:00';

/** A message by its number; a negative one is ours. */
function at(number: number, given: object = {}): APIMessage {
  const id = String(1_500_000_000_000_000_000n + BigInt(Math.abs(number)));
  const author = { id: number < 0 ? BOT : MEMBER };
  return { id, type: 0, content: `m${number}`, author, edited_timestamp: null, ...given } as unknown as APIMessage;
}

function relayed(number: number, editedAt: string | null = null): RelayedMessage {
  return { id: at(number).id, sids: ['IM1'], editedAt };
}

/** A page as Discord gives it: newest first. */
function page(...messages: readonly APIMessage[]): readonly APIMessage[] {
  return [...messages].reverse();
}

function record(cursor: number | null, recent: readonly RelayedMessage[] = []): InboundRecord {
  return { cursor: cursor === null ? null : at(cursor).id, pending: null, recent };
}

function ids(messages: readonly { readonly id: string }[]): readonly string[] {
  return messages.map((message) => message.id);
}

describe('relay/inbound-plan', () => {
  describe('planInbound()', () => {
    it.each([
      {
        what: 'no cursor: the newest becomes it, nothing is replayed (R12)',
        cursor: null,
        seen: [at(1), at(2)],
        fresh: [],
        next: at(2).id,
        gap: false,
      },
      { what: 'no cursor and an empty DM (R12)', cursor: null, seen: [], fresh: [], next: '0', gap: false },
      { what: 'an empty page (R12)', cursor: 3, seen: [], fresh: [], next: at(3).id, gap: false },
      { what: 'nothing new', cursor: 2, seen: [at(1), at(2)], fresh: [], next: at(2).id, gap: false },
      {
        what: 'new ones, oldest first (R25)',
        cursor: 1,
        seen: [at(1), at(2), at(3)],
        fresh: [2, 3],
        next: at(3).id,
        gap: false,
      },
      {
        what: 'ours between them left out (R04)',
        cursor: 1,
        seen: [at(1), at(-2), at(3), at(-4)],
        fresh: [3],
        next: at(3).id,
        gap: false,
      },
      {
        what: 'only ours: the cursor stays',
        cursor: 1,
        seen: [at(1), at(-2), at(-3)],
        fresh: [],
        next: at(1).id,
        gap: false,
      },
      {
        what: 'a full page that reaches the cursor',
        cursor: 1,
        seen: [at(1), at(2), at(3), at(4), at(5)],
        fresh: [2, 3, 4, 5],
        next: at(5).id,
        gap: false,
      },
      {
        what: 'a full page that does not (R13)',
        cursor: 1,
        seen: [at(3), at(4), at(5), at(6), at(7)],
        fresh: [3, 4, 5, 6, 7],
        next: at(7).id,
        gap: true,
      },
    ])('$what', ({ cursor, seen, fresh, next, gap }) => {
      const plan = planInbound(record(cursor), MEMBER, page(...seen), PAGE);

      expect(ids(plan.fresh)).toEqual(fresh.map((number) => at(number).id));
      expect({ cursor: plan.cursor, gap: plan.gap }).toEqual({ cursor: next, gap });
    });

    it('leaves out notices Discord writes in the member’s name, and takes kinds of the future (R21)', () => {
      const seen = [at(1), at(2, { type: 6 }), at(3, { type: 19 }), at(4, { type: 97 })];

      const plan = planInbound(record(1), MEMBER, page(...seen), PAGE);

      expect(ids(plan.fresh)).toEqual([at(3).id, at(4).id]);
    });

    it.each([
      { what: 'an edit', change: { edited_timestamp: EDITED, content: 'new' }, known: null, edited: true },
      {
        what: 'an embed that Discord added (R04)',
        change: { embeds: [{ title: 'preview' }] },
        known: null,
        edited: false,
      },
      {
        what: 'an edit that was carried over already',
        change: { edited_timestamp: EDITED },
        known: EDITED,
        edited: false,
      },
      { what: 'a pin', change: { pinned: true }, known: null, edited: false },
    ])('takes $what for an edit: $edited', ({ change, known, edited }) => {
      const plan = planInbound(record(2, [relayed(2, known)]), MEMBER, page(at(1), at(2, change)), PAGE);

      expect(plan.edited.map(({ record: { id } }) => id)).toEqual(edited ? [at(2).id] : []);
      expect(plan.fresh).toEqual([]);
    });

    it.each([
      { what: 'gone from the middle', recent: 2, seen: [at(1), at(3)], deleted: true, doubtful: false },
      {
        what: 'older than a full page',
        recent: 1,
        seen: [at(3), at(4), at(5), at(6), at(7)],
        deleted: false,
        doubtful: false,
      },
      {
        what: 'older than a short page, which is the whole history',
        recent: 1,
        seen: [at(3)],
        deleted: true,
        doubtful: false,
      },
      {
        what: 'newer than the page: deleted, or the page is old',
        recent: 4,
        seen: [at(1), at(3)],
        deleted: false,
        doubtful: true,
      },
      { what: 'there', recent: 3, seen: [at(1), at(3)], deleted: false, doubtful: false },
    ])('judges a relayed message that is $what', ({ recent, seen, deleted, doubtful }) => {
      const plan = planInbound(record(3, [relayed(recent)]), MEMBER, page(...seen), PAGE);

      expect(ids(plan.deleted)).toEqual(deleted ? [at(recent).id] : []);
      expect(ids(plan.doubtful)).toEqual(doubtful ? [at(recent).id] : []);
    });

    it('misses no text that came by a form and so stands in no DM', () => {
      const plan = planInbound(record(3, [relayed(2, PUSHED)]), MEMBER, page(at(1), at(3)), PAGE);

      expect([...plan.deleted, ...plan.doubtful, ...plan.edited]).toEqual([]);
    });
  });

  describe('fingerprintOf()', () => {
    const before = page(at(1), at(2), at(-3));

    it.each([
      { what: 'a new message', after: page(at(1), at(2), at(-3), at(4)), changed: true },
      { what: 'a deletion', after: page(at(1), at(-3)), changed: true },
      { what: 'an edit', after: page(at(1), at(2, { edited_timestamp: EDITED }), at(-3)), changed: true },
      { what: 'a message of ours', after: page(at(1), at(2), at(-3), at(-4)), changed: false },
      { what: 'an embed', after: page(at(1), at(2, { embeds: [{}] }), at(-3)), changed: false },
    ])('changes with $what: $changed', ({ after, changed }) => {
      expect(fingerprintOf(after, MEMBER) !== fingerprintOf(before, MEMBER)).toBe(changed);
    });
  });

  describe('isCourtesy()', () => {
    it.each([
      'thanks',
      'Thanks!',
      'thank you so much',
      'ty',
      'OK',
      'okay.',
      'cool',
      'Danke schön!',
      'gracias',
      '👍',
      ' bye ',
    ])('takes %j for one (R37)', (text) => {
      expect(isCourtesy(text)).toBe(true);
    });

    it.each([
      '',
      'thanks, but it still fails',
      'ok so what now',
      'not ok',
      'thank you for nothing',
      '👎',
      'is that cool?',
    ])('takes %j for a message (R37)', (text) => {
      expect(isCourtesy(text)).toBe(false);
    });
  });
});
