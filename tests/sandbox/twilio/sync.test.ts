import { createTwilioHarness, rowsAt, type TwilioHarness, textAt } from '../../support/twilio-world.ts';

const SERVICE = '/sync.twilio.com/v1/Services/default';
const DOCUMENTS = `${SERVICE}/Documents`;

function data(size: number): string {
  return JSON.stringify({ x: 'x'.repeat(size - 8) });
}

async function mapWith(harness: TwilioHarness, keys: readonly string[]): Promise<string> {
  await harness.rest('POST', `${SERVICE}/Maps`, { UniqueName: 'index' });
  for (const key of keys) await harness.rest('POST', `${SERVICE}/Maps/index/Items`, { Key: key, Data: '{}' });
  return `${SERVICE}/Maps/index/Items`;
}

describe('twilio emulator › sync', () => {
  describe('revisions', () => {
    it('begin with "0", change with each write, and equal the ETag', async () => {
      const { rest } = createTwilioHarness();

      const made = await rest('POST', DOCUMENTS, { UniqueName: 'one', Data: '{"n":0}' });
      const revisions = [textAt(made.body, 'revision')];
      for (const n of [1, 2, 3]) {
        const changed = await rest('POST', `${DOCUMENTS}/one`, { Data: JSON.stringify({ n }) });
        revisions.push(textAt(changed.body, 'revision'));
        expect(changed.headers.get('ETag')).toBe(changed.body.revision);
      }

      expect(revisions[0]).toBe('0');
      expect(new Set(revisions).size).toBe(4);
    });

    it('let one of twenty writers with the same revision through (R02)', async () => {
      const { rest } = createTwilioHarness();
      await rest('POST', DOCUMENTS, { UniqueName: 'one', Data: '{"n":0}' });

      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          rest('POST', `${DOCUMENTS}/one`, { Data: JSON.stringify({ n }) }, { 'If-Match': '0' }),
        ),
      );

      expect(answers.filter((one) => one.status === 200)).toHaveLength(1);
      expect(answers.filter((one) => one.status === 412)).toHaveLength(19);
    });

    it.each([
      ['document', DOCUMENTS, { UniqueName: 'one', Data: '{}' }, `${DOCUMENTS}/one`, 54103],
      ['list item', `${SERVICE}/Lists/log/Items`, { Data: '{}' }, `${SERVICE}/Lists/log/Items/0`, 54155],
      ['map item', `${SERVICE}/Maps/index/Items`, { Key: 'a', Data: '{}' }, `${SERVICE}/Maps/index/Items/a`, 54205],
    ])('refuse a stale write of a %s with 412', async (_name, where, form, path, code) => {
      const { rest } = createTwilioHarness();
      await rest('POST', `${SERVICE}/Lists`, { UniqueName: 'log' });
      await rest('POST', `${SERVICE}/Maps`, { UniqueName: 'index' });
      await rest('POST', where, form);
      await rest('POST', path, { Data: '{"fresh":true}' });

      const stale = await rest('POST', path, { Data: '{"stale":true}' }, { 'If-Match': '0' });
      const invalid = await rest('POST', path, { Data: '{}' }, { 'If-Match': '""' });

      expect(stale).toMatchObject({ status: 412, body: { code } });
      expect(invalid).toMatchObject({ status: 400, body: { code: 54003 } });
      expect((await rest('GET', path)).body.data).toEqual({ fresh: true });
    });

    it('leave the last writer the winner without If-Match, who replaces data whole', async () => {
      const { rest } = createTwilioHarness();
      await rest('POST', DOCUMENTS, { UniqueName: 'one', Data: '{"a":1,"b":2}' });

      const changed = await rest('POST', `${DOCUMENTS}/one`, { Data: '{"c":3}' });

      expect(changed.body.data).toEqual({ c: 3 });
    });
  });

  describe('creation', () => {
    it.each([
      ['a document', DOCUMENTS, { UniqueName: 'one', Data: '{}' }, 54301],
      ['a map', `${SERVICE}/Maps`, { UniqueName: 'one' }, 54301],
      ['a list', `${SERVICE}/Lists`, { UniqueName: 'one' }, 54301],
      ['a map item', `${SERVICE}/Maps/index/Items`, { Key: 'one', Data: '{}' }, 54208],
    ])('of %s is atomic, so that it serves as a lock (R02)', async (_name, path, form, code) => {
      const { rest } = createTwilioHarness();
      await rest('POST', `${SERVICE}/Maps`, { UniqueName: 'index' });

      const answers = await Promise.all(Array.from({ length: 10 }, () => rest('POST', path, form)));

      expect(answers.filter((one) => one.status === 201)).toHaveLength(1);
      expect(answers.filter((one) => one.status === 409 && one.body.code === code)).toHaveLength(9);
    });

    it.each([
      ['16 KiB of data', { Data: data(16 * 1024) }, 201, undefined],
      ['more', { Data: data(16 * 1024 + 1) }, 413, 54006],
      ['a name of 320 characters', { UniqueName: 'x'.repeat(320) }, 201, undefined],
      ['a longer one', { UniqueName: 'x'.repeat(321) }, 400, 20001],
      ['a life below zero', { Ttl: '-1' }, 400, 20001],
    ])('%s', async (_name, form, status, code) => {
      const { rest } = createTwilioHarness();

      const answer = await rest('POST', DOCUMENTS, form);

      expect(answer.status).toBe(status);
      expect(answer.body.code).toBe(code);
    });
  });

  describe('expiry', () => {
    it('frees the name of a document, so that a lost lock does not last', async () => {
      const { rest, world } = createTwilioHarness();
      const lock = () => rest('POST', DOCUMENTS, { UniqueName: 'lock', Ttl: 10 });

      const first = await lock();
      world.clock.advance(9_999);
      const early = await lock();
      world.clock.advance(1);
      const late = await lock();

      expect([first.status, early.status, late.status]).toEqual([201, 409, 201]);
      expect(first.body.date_expires).toBe('2026-11-23T09:00:10Z');
    });

    it('can be prolonged and taken away', async () => {
      const { rest, world } = createTwilioHarness();
      await rest('POST', DOCUMENTS, { UniqueName: 'one', Ttl: 10 });

      await rest('POST', `${DOCUMENTS}/one`, { Ttl: 60 });
      world.clock.advance(59_000);
      const prolonged = await rest('GET', `${DOCUMENTS}/one`);
      await rest('POST', `${DOCUMENTS}/one`, { Ttl: 0 });
      world.clock.advance(86_400_000);
      const kept = await rest('GET', `${DOCUMENTS}/one`);

      expect(prolonged.status).toBe(200);
      expect(kept).toMatchObject({ status: 200, body: { date_expires: null } });
    });

    it('takes items and whole collections', async () => {
      const { rest, world } = createTwilioHarness();
      await rest('POST', `${SERVICE}/Maps`, { UniqueName: 'index', Ttl: 60 });
      await rest('POST', `${SERVICE}/Maps/index/Items`, { Key: 'a', Data: '{}', ItemTtl: 5 });
      await rest('POST', `${SERVICE}/Maps/index/Items`, { Key: 'b', Data: '{}' });

      world.clock.advance(5_000);
      const items = await rest('GET', `${SERVICE}/Maps/index/Items`);
      world.clock.advance(55_000);
      const map = await rest('GET', `${SERVICE}/Maps/index`);

      expect(rowsAt(items.body, 'items').map((one) => one.key)).toEqual(['b']);
      expect(map.status).toBe(404);
    });
  });

  describe('lists of items', () => {
    it.each([
      ['', ['a', 'b', 'c', 'd']],
      ['?Order=desc', ['d', 'c', 'b', 'a']],
      ['?From=b', ['b', 'c', 'd']],
      ['?From=b&Bounds=exclusive', ['c', 'd']],
      ['?From=c&Order=desc', ['c', 'b', 'a']],
      ['?From=bb', ['c', 'd']],
    ])('of a map are in the order of their keys: %j', async (query, keys) => {
      const harness = createTwilioHarness();
      const path = await mapWith(harness, ['c', 'a', 'd', 'b']);

      const { body } = await harness.rest('GET', `${path}${query}`);

      expect(rowsAt(body, 'items').map((one) => one.key)).toEqual(keys);
    });

    it('page on where they left off', async () => {
      const harness = createTwilioHarness();
      const path = await mapWith(harness, ['c', 'a', 'd', 'b']);

      const first = await harness.rest('GET', `${path}?PageSize=3`);
      await harness.rest('POST', path, { Key: 'aa', Data: '{}' });
      const next = new URL(String((first.body.meta as { next_page_url: string }).next_page_url));
      const second = await harness.rest('GET', `${path}${next.search}`);

      expect(rowsAt(second.body, 'items').map((one) => one.key)).toEqual(['d']);
    });

    it('of a list never use an index again', async () => {
      const { rest } = createTwilioHarness();
      await rest('POST', `${SERVICE}/Lists`, { UniqueName: 'log' });
      const add = () => rest('POST', `${SERVICE}/Lists/log/Items`, { Data: '{}' });

      await add();
      await add();
      await rest('DELETE', `${SERVICE}/Lists/log/Items/1`);
      const third = await add();

      expect(third.body.index).toBe(2);
    });
  });

  describe('rates', () => {
    async function writesUntilRefused(harness: TwilioHarness, size: number): Promise<number> {
      await harness.rest('POST', DOCUMENTS, { UniqueName: 'one' });
      for (let count = 0; count < 1_000; count += 1) {
        const { status, body } = await harness.rest('POST', `${DOCUMENTS}/one`, { Data: data(size) });
        if (status === 429) return body.code === 54009 ? count : -1;
      }
      return Number.POSITIVE_INFINITY;
    }

    it.each([
      ['20 writes a second, saved up for 10 s', 100, 200],
      ['2 a second for 10 KiB and more', 10 * 1024, 20],
    ])('%s', async (_name, size, writes) => {
      const harness = createTwilioHarness();

      const before = await writesUntilRefused(harness, size);
      harness.world.clock.advance(1_000);
      const after = await harness.rest('POST', `${DOCUMENTS}/one`, { Data: data(size) });

      expect(before).toBe(writes);
      expect(after.status).toBe(200);
    });

    it('count for each object apart', async () => {
      const harness = createTwilioHarness();
      await writesUntilRefused(harness, 100);

      const other = await harness.rest('POST', DOCUMENTS, { UniqueName: 'two' });
      const answer = await harness.rest('POST', `${DOCUMENTS}/two`, { Data: '{}' });

      expect([other.status, answer.status]).toEqual([201, 200]);
    });

    it('count the items of a map together', async () => {
      const harness = createTwilioHarness();
      const path = await mapWith(harness, ['a', 'b']);

      const statuses: number[] = [];
      for (let count = 0; count < 199; count += 1) {
        const { status } = await harness.rest('POST', `${path}/${count % 2 === 0 ? 'a' : 'b'}`, { Data: '{}' });
        statuses.push(status);
      }

      expect(statuses.filter((status) => status === 429)).toHaveLength(1);
    });
  });

  it('refuses an update of nothing with 54010, and an unknown service with 54050', async () => {
    const { rest } = createTwilioHarness();
    await rest('POST', DOCUMENTS, { UniqueName: 'one' });

    const nothing = await rest('POST', `${DOCUMENTS}/one`, {});
    const nowhere = await rest('GET', `/sync.twilio.com/v1/Services/IS${'0'.repeat(32)}/Documents`);

    expect(nothing).toMatchObject({ status: 400, body: { code: 54010 } });
    expect(nowhere).toMatchObject({ status: 404, body: { code: 54050 } });
  });
});
