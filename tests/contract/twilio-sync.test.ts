import { type ServedTwilio, serveTwilio } from '../support/twilio-client.ts';
import { contractWithTwilio } from '../support/twilio-contract.ts';

let served: ServedTwilio;

beforeAll(async () => {
  served = await serveTwilio();
});

afterAll(async () => {
  await served.close();
});

describe('twilio emulator › Sync by the official SDK', () => {
  it('keeps documents by revision', async () => {
    const { documents } = served.client.sync.v1.services('default');

    const made = await documents.create({ uniqueName: 'session.1', data: { state: 'bot' }, ttl: 3600 });
    const changed = await documents('session.1').update({ data: { state: 'queued' }, ifMatch: made.revision });
    const stale = documents('session.1').update({ data: { state: 'agent' }, ifMatch: made.revision });

    expect(made.revision).toBe('0');
    expect(changed.revision).not.toBe(made.revision);
    await expect(stale).rejects.toMatchObject({ status: 412 });
    expect((await documents('session.1').fetch()).data).toEqual({ state: 'queued' });
    expect((await documents.list()).map((each) => each.uniqueName)).toContain('session.1');
    await expect(documents('session.1').remove()).resolves.toBe(true);
  });

  it('keeps maps and lists with their items', async () => {
    const service = served.client.sync.v1.services(served.twilio.seed.syncServiceSid);
    await service.syncMaps.create({ uniqueName: 'cases' });
    const { syncMapItems } = service.syncMaps('cases');
    await service.syncLists.create({ uniqueName: 'log' });
    const { syncListItems } = service.syncLists('log');

    for (const key of ['c', 'a', 'b:1']) await syncMapItems.create({ key, data: { key }, itemTtl: 60 });
    const item = await syncMapItems('b:1').update({ data: { changed: true } });
    await syncMapItems('c').remove({ ifMatch: '0' });
    for (const line of ['one', 'two']) await syncListItems.create({ data: { line } });
    await syncListItems(1).update({ data: { line: 'deux' } });
    const lines = await syncListItems.list({ from: '1', bounds: 'inclusive' });
    const items = await syncMapItems.list({ order: 'desc' });

    expect(item.data).toEqual({ changed: true });
    expect(items.map((each) => each.key)).toEqual(['b:1', 'a']);
    expect(lines.map((each) => each.data)).toEqual([{ line: 'deux' }]);
  });

  it('reads, prolongs and removes maps, lists and services of Sync', async () => {
    const { sync } = served.client;
    const made = await sync.v1.services.create({ friendlyName: 'Discord' });
    const service = sync.v1.services(made.sid);
    const map = await service.syncMaps.create({ uniqueName: 'map' });
    const list = await service.syncLists.create({ uniqueName: 'list' });
    await service.syncMaps('map').syncMapItems.create({ key: 'a', data: { n: 1 } });
    await service.syncLists('list').syncListItems.create({ data: { n: 1 } });

    await service.syncMaps('map').update({ collectionTtl: 60 });
    await service.syncLists('list').update({ collectionTtl: 60 });

    expect((await sync.v1.services.list()).map((each) => each.friendlyName)).toContain('Discord');
    expect((await service.fetch()).sid).toBe(made.sid);
    expect((await service.syncMaps.list()).map((each) => each.sid)).toEqual([map.sid]);
    expect((await service.syncLists.list()).map((each) => each.sid)).toEqual([list.sid]);
    expect((await service.syncMaps('map').fetch()).dateExpires).toBeInstanceOf(Date);
    expect((await service.syncLists('list').fetch()).dateExpires).toBeInstanceOf(Date);
    expect((await service.syncMaps('map').syncMapItems('a').fetch()).data).toEqual({ n: 1 });
    expect((await service.syncLists('list').syncListItems(0).fetch()).data).toEqual({ n: 1 });
    await expect(service.syncLists('list').syncListItems(0).remove()).resolves.toBe(true);
    await expect(service.syncMaps('map').remove()).resolves.toBe(true);
    await expect(service.syncLists('list').remove()).resolves.toBe(true);
  });
});

contractWithTwilio(() => served, ['sync.twilio.com']);
