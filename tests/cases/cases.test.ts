import { type Cases, createCases, type NewCase } from '../../src/cases/cases.ts';
import { Fault } from '../../src/errors.ts';
import type { Store } from '../../src/store/store.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { createMemoryStore, type MemoryStore } from '../support/memory-store.ts';

const NOW = Date.UTC(2026, 10, 23, 9);
const NUMBER = '7321836437';
const MEMBER_ID = '1440000000000000042';
const FACTS: NewCase = {
  kind: 'conversation',
  title: 'Conversation with Ann',
  memberId: MEMBER_ID,
  memberName: 'Ann',
  guildId: '1440000000000000200',
  locale: 'de',
  conversationSid: `CH${'1'.repeat(32)}`,
};

let clock: FakeClock;
let store: MemoryStore;
let cases: Cases;

beforeEach(() => {
  clock = createFakeClock(NOW);
  store = createMemoryStore(clock);
  cases = createCases(store, { clock, random: { next: () => 0.5 } });
});

/** Random numbers in this order, the last one for ever. */
function drawing(...numbers: readonly number[]): Cases {
  const left = [...numbers];
  const next = () => (left.length > 1 ? left.shift() : left[0]) ?? 0;
  return createCases(store, { clock, random: { next } });
}

describe('cases', () => {
  describe('newNumber()', () => {
    it.each([0, 0.1, 0.5, 0.999_999_999_999])('has ten digits for the draw %d', async (draw) => {
      expect(await drawing(draw).newNumber()).toMatch(/^[1-9]\d{9}$/);
    });

    it('R09 is one that no case has', async () => {
      await cases.open(await drawing(0.25).newNumber(), FACTS);
      const taken = await drawing(0.25, 0.75).newNumber();

      expect(taken).toBe(await drawing(0.75).newNumber());
      expect(await cases.find(taken)).toBeNull();
    });

    it('gives up when every draw is taken', async () => {
      await cases.open(await drawing(0.25).newNumber(), FACTS);

      await expect(drawing(0.25).newNumber()).rejects.toMatchObject({ code: 'STORE_CONFLICT', status: 503 });
    });
  });

  describe('open()', () => {
    it('puts the case on record', async () => {
      const opened = await cases.open(NUMBER, FACTS);

      expect(opened).toEqual({
        version: 1,
        number: NUMBER,
        status: 'open',
        kind: 'conversation',
        title: 'Conversation with Ann',
        memberId: MEMBER_ID,
        memberName: 'Ann',
        guildId: '1440000000000000200',
        locale: 'de',
        conversationSids: [`CH${'1'.repeat(32)}`],
        agent: null,
        rating: null,
        openedAt: NOW,
        closedAt: null,
      });
      expect(await cases.find(NUMBER)).toEqual(opened);
    });

    it('has no Conversation for a bug', async () => {
      const opened = await cases.open(NUMBER, { ...FACTS, kind: 'bug', conversationSid: null });

      expect(opened).toMatchObject({ kind: 'bug', conversationSids: [] });
    });

    it('R09 gives the case there is when it is opened again', async () => {
      const opened = await cases.open(NUMBER, FACTS);
      clock.advance(5_000);

      const again = await cases.open(NUMBER, { ...FACTS, title: 'Another title' });

      expect(again).toEqual(opened);
    });

    it('R09 makes one case of twenty openings at once', async () => {
      const opened = await Promise.all(Array.from({ length: 20 }, () => cases.open(NUMBER, FACTS)));

      expect(store.names()).toEqual([`case.${NUMBER}`]);
      for (const one of opened) expect(one).toEqual(await cases.find(NUMBER));
    });

    it('X08 never gives the case of another member', async () => {
      await cases.open(NUMBER, FACTS);

      const opening = cases.open(NUMBER, { ...FACTS, memberId: '1440000000000000043' });

      await expect(opening).rejects.toMatchObject({ code: 'STORE_CONFLICT' });
      expect((await cases.find(NUMBER))?.memberId).toBe(MEMBER_ID);
    });
  });

  describe('find()', () => {
    it.each(['', '123', '73218364370', 'session.1440000000000000042', '7321836437\n', '１２３４５６７８９０'])(
      'X08 reads nothing for %p, which is no number of a case',
      async (number) => {
        const reads: string[] = [];
        const watched: Store = {
          ...store,
          read: (name) => {
            reads.push(name);
            return store.read(name);
          },
        };

        const found = await createCases(watched, { clock, random: { next: () => 0 } }).find(number);

        expect(found).toBeNull();
        expect(reads).toEqual([]);
      },
    );
  });

  describe('close()', () => {
    it('closes the case with the name of its agent', async () => {
      await cases.open(NUMBER, FACTS);
      clock.advance(60_000);

      const closed = await cases.close(NUMBER, 'Kim');

      expect(closed).toMatchObject({ status: 'closed', agent: 'Kim', openedAt: NOW, closedAt: NOW + 60_000 });
      expect(await cases.find(NUMBER)).toEqual(closed);
    });

    it('changes nothing the second time', async () => {
      await cases.open(NUMBER, FACTS);
      const closed = await cases.close(NUMBER, 'Kim');
      clock.advance(60_000);

      expect(await cases.close(NUMBER, 'Sam')).toEqual(closed);
    });

    it('answers null for a case that is not there', async () => {
      expect(await cases.close(NUMBER, 'Kim')).toBeNull();
      expect(store.names()).toEqual([]);
    });

    it('loses no rating that is given at the same moment', async () => {
      await cases.open(NUMBER, FACTS);

      await Promise.all([cases.close(NUMBER, 'Kim'), cases.rate(NUMBER, MEMBER_ID, 4)]);

      expect(await cases.find(NUMBER)).toMatchObject({ status: 'closed', agent: 'Kim', rating: 4 });
    });
  });

  describe('rate()', () => {
    beforeEach(() => cases.open(NUMBER, FACTS));

    it.each([1, 2, 3, 4, 5])('records %d', async (rating) => {
      const result = await cases.rate(NUMBER, MEMBER_ID, rating);

      expect(result).toBe('recorded');
      expect((await cases.find(NUMBER))?.rating).toBe(rating);
    });

    it('counts the first one', async () => {
      await cases.rate(NUMBER, MEMBER_ID, 5);

      const second = await cases.rate(NUMBER, MEMBER_ID, 1);

      expect(second).toBe('already-rated');
      expect((await cases.find(NUMBER))?.rating).toBe(5);
    });

    it('R02 R09 records one of twenty at once', async () => {
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, number) => cases.rate(NUMBER, MEMBER_ID, (number % 5) + 1)),
      );

      expect(results.filter((result) => result === 'recorded')).toHaveLength(1);
      expect(results.filter((result) => result === 'already-rated')).toHaveLength(19);
      expect((await cases.find(NUMBER))?.rating).toBe((results.indexOf('recorded') % 5) + 1);
    });

    it('X08 does not let on to another member that the case exists', async () => {
      const result = await cases.rate(NUMBER, '1440000000000000043', 1);

      expect(result).toBe('not-found');
      expect((await cases.find(NUMBER))?.rating).toBeNull();
    });

    it.each<{ number: string; rating: number }>([
      { number: '7321836438', rating: 5 },
      { number: 'x', rating: 5 },
      { number: NUMBER, rating: 0 },
      { number: NUMBER, rating: 6 },
      { number: NUMBER, rating: -1 },
      { number: NUMBER, rating: 4.5 },
      { number: NUMBER, rating: Number.NaN },
      { number: NUMBER, rating: Number.POSITIVE_INFINITY },
    ])('X08 finds nothing for the rating $rating of case $number', async ({ number, rating }) => {
      const result = await cases.rate(number, MEMBER_ID, rating);

      expect(result).toBe('not-found');
      expect((await cases.find(NUMBER))?.rating).toBeNull();
    });

    it('gives up on a case that never stands still', async () => {
      const contested: Store = { ...store, update: () => Promise.resolve(null) };

      const rating: unknown = await createCases(contested, { clock, random: { next: () => 0 } })
        .rate(NUMBER, MEMBER_ID, 5)
        .catch((error: unknown) => error);

      expect(rating).toBeInstanceOf(Fault);
      expect(rating).toMatchObject({ code: 'STORE_CONFLICT' });
    });
  });
});
