import { Fault } from '../../src/errors.ts';
import type { Store } from '../../src/store/store.ts';

/** A store that stands ready, and the time it lives in. */
export interface StoreUnderTest {
  readonly store: Store;
  /** Lets time pass for the store. */
  advance(milliseconds: number): void;
}

/** The size of the document `{"text":"…"}` without its text. */
const FRAME = JSON.stringify({ text: '' }).length;
const MAX_BYTES = 16 * 1024;

function sized(bytes: number): { text: string } {
  return { text: 'x'.repeat(bytes - FRAME) };
}

/**
 * What every adapter of the store keeps. Defines the tests; names are new in each, so that one store serves them all.
 *
 * @param start called once, before the first test
 */
export function describeStoreContract(adapter: string, start: () => Promise<StoreUnderTest>): void {
  describe(`store contract › ${adapter}`, () => {
    let under: StoreUnderTest;
    let store: Store;
    let made = 0;

    function newName(): string {
      made += 1;
      return `contract.${made}`;
    }

    beforeAll(async () => {
      under = await start();
      store = under.store;
    });

    // Twilio takes 20 new objects a second: each test begins with a full budget.
    beforeEach(() => under.advance(10_000));

    describe('read()', () => {
      it('gives null for what nobody wrote', async () => {
        expect(await store.read(newName())).toBeNull();
      });

      it('gives back every kind of JSON value', async () => {
        const name = newName();
        const data = { text: 'é 👩‍👧 \u2028 "\\', number: 1.5, none: null, yes: true, list: [1, ['a'], {}], empty: {} };
        await store.create(name, data);

        const stored = await store.read(name);

        expect(stored?.data).toEqual(data);
      });
    });

    describe('create()', () => {
      it('gives the document a revision with which it can be changed', async () => {
        const name = newName();

        const created = await store.create(name, { count: 1 });

        expect(created?.data).toEqual({ count: 1 });
        expect(created?.revision).toBe((await store.read(name))?.revision);
      });

      it('gives null when the document exists, and changes nothing', async () => {
        const name = newName();
        await store.create(name, { by: 'first' });

        const second = await store.create(name, { by: 'second' });

        expect(second).toBeNull();
        expect((await store.read(name))?.data).toEqual({ by: 'first' });
      });

      it('R02 lets exactly one of 50 creators at once have the document', async () => {
        const name = newName();

        const created = await Promise.all(Array.from({ length: 50 }, (_, by) => createPatiently(store, name, { by })));

        const winners = created.filter((one) => one !== null);
        expect(winners).toHaveLength(1);
        expect((await store.read(name))?.data).toEqual(winners[0]?.data);
      });

      it('lets the document go when its time is over, and the name with it', async () => {
        const name = newName();
        await store.create(name, { by: 'first' }, { secondsToLive: 60 });
        under.advance(59_000);
        const alive = await store.read(name);
        under.advance(2_000);

        const gone = await store.read(name);
        const second = await store.create(name, { by: 'second' });

        expect(alive?.data).toEqual({ by: 'first' });
        expect(gone).toBeNull();
        expect(second?.data).toEqual({ by: 'second' });
      });

      it('keeps a document without a time to live', async () => {
        const name = newName();
        await store.create(name, { by: 'first' });
        under.advance(400 * 24 * 3_600_000);

        expect((await store.read(name))?.data).toEqual({ by: 'first' });
      });
    });

    describe('update()', () => {
      it('replaces the whole document under a new revision', async () => {
        const name = newName();
        const created = await store.create<object>(name, { a: 1, b: 2 });

        const updated = await store.update<object>(name, { b: 3 }, created?.revision ?? '');

        expect(updated?.data).toEqual({ b: 3 });
        expect(updated?.revision).not.toBe(created?.revision);
        expect(await store.read(name)).toEqual(updated);
      });

      it('gives null for a revision that is no longer the current one, and changes nothing', async () => {
        const name = newName();
        const created = await store.create(name, { count: 1 });
        await store.update(name, { count: 2 }, created?.revision ?? '');

        const stale = await store.update(name, { count: 9 }, created?.revision ?? '');

        expect(stale).toBeNull();
        expect((await store.read(name))?.data).toEqual({ count: 2 });
      });

      it('gives null for a document that is gone', async () => {
        const name = newName();
        const created = await store.create(name, { count: 1 });
        await store.remove(name);

        expect(await store.update(name, { count: 2 }, created?.revision ?? '')).toBeNull();
        expect(await store.read(name)).toBeNull();
      });

      it('gives null for the revision of an earlier document of that name', async () => {
        const name = newName();
        const first = await store.create(name, { by: 'first' });
        const changed = await store.update(name, { by: 'first, changed' }, first?.revision ?? '');
        await store.remove(name);
        await store.create(name, { by: 'second' });

        const late = await store.update(name, { by: 'late' }, changed?.revision ?? '');

        expect(late).toBeNull();
        expect((await store.read(name))?.data).toEqual({ by: 'second' });
      });

      it('R02 lets exactly one of ten writers at once succeed', async () => {
        const name = newName();
        const created = await store.create(name, { by: -1 });
        const revision = created?.revision ?? '';

        const written = await Promise.all(Array.from({ length: 10 }, (_, by) => store.update(name, { by }, revision)));

        const winners = written.filter((one) => one !== null);
        expect(winners).toHaveLength(1);
        expect(await store.read(name)).toEqual(winners[0]);
      });

      it('gives the document a new time to live', async () => {
        const name = newName();
        const created = await store.create(name, { count: 1 }, { secondsToLive: 60 });
        await store.update(name, { count: 2 }, created?.revision ?? '', { secondsToLive: 600 });
        under.advance(120_000);
        const alive = await store.read(name);
        under.advance(600_000);

        expect(alive?.data).toEqual({ count: 2 });
        expect(await store.read(name)).toBeNull();
      });
    });

    describe('remove()', () => {
      it('takes the document away, and does nothing when there is none', async () => {
        const name = newName();
        await store.create(name, { count: 1 });

        await store.remove(name);
        await store.remove(name);

        expect(await store.read(name)).toBeNull();
      });
    });

    describe('entries()', () => {
      it('gives nothing for a collection nobody wrote to', async () => {
        expect(await store.entries(newName())).toEqual([]);
      });

      it('gives the entries in the order of their keys', async () => {
        const collection = newName();
        for (const key of ['b', 'a10', 'a', 'a2']) await store.setEntry(collection, key, { key });

        const entries = await store.entries(collection);

        expect(entries).toEqual(['a', 'a10', 'a2', 'b'].map((key) => ({ key, data: { key } })));
      });

      it('R13 gives all of 137 entries', async () => {
        const collection = newName();
        const keys = Array.from({ length: 137 }, (_, position) => `member.${1_000 + position}`);
        for (const key of keys) await store.setEntry(collection, key, { key });

        const entries = await store.entries(collection);

        expect(entries.map(({ key }) => key)).toEqual(keys);
      });
    });

    describe('setEntry()', () => {
      it('replaces the entry of before', async () => {
        const collection = newName();
        await store.setEntry(collection, 'a', { count: 1, old: true });

        await store.setEntry(collection, 'a', { count: 2 });

        expect(await store.entries(collection)).toEqual([{ key: 'a', data: { count: 2 } }]);
      });

      it('loses none of several first entries written at once', async () => {
        const collection = newName();
        const keys = ['a', 'b', 'c', 'd', 'e'];

        await Promise.all(keys.map((key) => store.setEntry(collection, key, { key })));

        expect((await store.entries(collection)).map(({ key }) => key)).toEqual(keys);
      });

      it('writes one entry when several write the same one at once', async () => {
        const collection = newName();

        await Promise.all([1, 2, 3, 4, 5].map((count) => store.setEntry(collection, 'a', { count })));

        expect(await store.entries(collection)).toEqual([{ key: 'a', data: { count: expect.any(Number) } }]);
      });
    });

    describe('removeEntry()', () => {
      it('takes the entry away, and does nothing when there is none', async () => {
        const collection = newName();
        await store.setEntry(collection, 'a', {});
        await store.setEntry(collection, 'b', {});

        await store.removeEntry(collection, 'a');
        await store.removeEntry(collection, 'a');
        await store.removeEntry(newName(), 'a');

        expect((await store.entries(collection)).map(({ key }) => key)).toEqual(['b']);
      });
    });

    describe('the size of a document', () => {
      it('R22 may be 16 KiB', async () => {
        const name = newName();

        const created = await store.create(name, sized(MAX_BYTES));
        under.advance(10_000);
        const updated = await store.update(name, sized(MAX_BYTES), created?.revision ?? '');

        expect(updated?.data).toEqual(sized(MAX_BYTES));
      });

      it.each<{ what: string; write: (name: string, data: { text: string }) => Promise<unknown> }>([
        { what: 'create()', write: (name, data) => store.create(name, data) },
        { what: 'update()', write: (name, data) => store.update(name, data, '0') },
        { what: 'setEntry()', write: (name, data) => store.setEntry(name, 'a', data) },
      ])('R22 is refused above that in $what, in bytes and not in characters', async ({ write }) => {
        const faults = await Promise.all(
          [sized(MAX_BYTES + 1), { text: 'é'.repeat(MAX_BYTES / 2) }].map((data) =>
            write(newName(), data).catch((error: unknown) => error),
          ),
        );

        expect(faults.map((fault) => (fault instanceof Fault ? fault.code : fault))).toEqual([
          'STORE_TOO_LARGE',
          'STORE_TOO_LARGE',
        ]);
      });
    });
  });
}

/** A creator who is told that he comes too fast tries again, as the next event would. */
async function createPatiently<T extends object>(store: Store, name: string, data: T) {
  for (let tries = 0; tries < 20; tries += 1) {
    try {
      return await store.create(name, data);
    } catch (error) {
      if (!(error instanceof Fault) || error.upstreamStatus !== 429) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error('Refused twenty times');
}
