import { Fault } from '../../src/errors.ts';
import { createSyncStore } from '../../src/store/sync.ts';
import { describeStoreContract } from '../contract/store-contract.ts';
import { gatewayTo, type ServedTwilio, serveTwilio } from '../flex/gateway.ts';

let served: ServedTwilio;

beforeAll(async () => {
  served = await serveTwilio();
});

afterAll(async () => {
  await served.close();
});

describeStoreContract('Twilio Sync', async () => ({
  store: createSyncStore(gatewayTo(served).sync),
  advance: served.world.clock.advance,
}));

describe('sync', () => {
  describe('createSyncStore()', () => {
    let made = 0;

    function newName(): string {
      made += 1;
      return `sync.${made}`;
    }

    beforeEach(() => served.world.clock.advance(10_000));

    afterEach(() => served.world.faults.clear());

    it('R01 takes its own write for its own when the answer to it was lost', async () => {
      const store = createSyncStore(gatewayTo(served).sync);
      const name = newName();
      const created = await store.create(name, { by: 'us', count: 1 });
      served.world.faults.add({ target: 'twilio', kind: 'drop-response', match: `POST /twilio/sync`, times: 1 });

      const updated = await store.update(name, { count: 2, by: 'us' }, created?.revision ?? '');

      expect(updated).toEqual(await store.read(name));
      expect(updated?.data).toEqual({ by: 'us', count: 2 });
    });

    it('R02 does not take the write of another for its own after a lost connection', async () => {
      const store = createSyncStore(gatewayTo(served).sync);
      const name = newName();
      const created = await store.create(name, { by: 'nobody' });
      const revision = created?.revision ?? '';
      await store.update(name, { by: 'another' }, revision);
      served.world.faults.add({ target: 'twilio', kind: 'reset', match: `POST /twilio/sync`, times: 1 });

      const updated = await store.update(name, { by: 'us' }, revision);

      expect(updated).toBeNull();
      expect((await store.read(name))?.data).toEqual({ by: 'another' });
    });

    it('R02 does not take an equal write of another for its own when its first try was refused', async () => {
      const store = createSyncStore(gatewayTo(served).sync);
      const name = newName();
      const created = await store.create(name, { by: 'nobody' });
      await store.update(name, { by: 'somebody' }, created?.revision ?? '');

      expect(await store.update(name, { by: 'somebody' }, created?.revision ?? '')).toBeNull();
    });

    it('R02 fails closed when it is not known whether the document was created', async () => {
      const store = createSyncStore(gatewayTo(served).sync);
      served.world.faults.add({ target: 'twilio', kind: 'drop-response', match: 'POST /twilio/sync', times: 1 });

      const creating = store.create(newName(), { by: 'us' });

      await expect(creating).rejects.toMatchObject({ code: 'TWILIO_UNREACHABLE', outcome: 'unknown' });
    });

    it.each<{ what: string; use: (store: ReturnType<typeof createSyncStore>) => Promise<unknown> }>([
      { what: 'read()', use: (store) => store.read('any') },
      { what: 'create()', use: (store) => store.create('any', {}) },
      { what: 'update()', use: (store) => store.update('any', {}, '0') },
      { what: 'remove()', use: (store) => store.remove('any') },
      { what: 'entries()', use: (store) => store.entries('any') },
      { what: 'setEntry()', use: (store) => store.setEntry('any', 'a', {}) },
      { what: 'removeEntry()', use: (store) => store.removeEntry('any', 'a') },
    ])('R02 never answers "nothing there" when Sync cannot be reached: $what', async ({ use }) => {
      const store = createSyncStore(gatewayTo(served).sync);
      served.world.faults.add({ target: 'twilio', kind: 'status', status: 503, match: '' });

      const fault: unknown = await use(store).catch((error: unknown) => error);

      expect(fault).toBeInstanceOf(Fault);
      expect(fault).toMatchObject({ code: 'TWILIO_UNREACHABLE', upstreamStatus: 503 });
    });

    it('waits when Sync says that it is asked too fast', async () => {
      const store = createSyncStore(gatewayTo(served).sync);
      const name = newName();
      await store.create(name, { count: 1 });
      served.world.faults.add({ target: 'twilio', kind: 'status', status: 429, match: 'GET', times: 2 });

      expect((await store.read(name))?.data).toEqual({ count: 1 });
    });
  });
});
