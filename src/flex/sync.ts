import { isDeepStrictEqual } from 'node:util';
import type { Run } from './client.ts';

/** Twilio docs, Sync: the status of an update whose `If-Match` names no current revision; the codes differ by object. */
const PRECONDITION_FAILED = 412;

interface StoredObject {
  readonly data: object;
  readonly revision: string;
}

/** Twilio Sync, as far as the store adapter needs it. Refusals are thrown with Twilio's status. */
export interface SyncGateway {
  readDocument(name: string): Promise<StoredObject>;
  createDocument(name: string, data: object, secondsToLive?: number): Promise<StoredObject>;
  updateDocument(name: string, data: object, revision: string, secondsToLive?: number): Promise<StoredObject>;
  removeDocument(name: string): Promise<void>;
  createMap(name: string): Promise<void>;
  listItems(map: string): Promise<readonly { key: string; data: object }[]>;
  /** Creates or replaces. */
  writeItem(map: string, key: string, data: object): Promise<void>;
  removeItem(map: string, key: string): Promise<void>;
}

export function createSync(run: Run, serviceSid: string): SyncGateway {
  return {
    readDocument: (name) =>
      run('read document', { repeatable: true }, async (client) =>
        stored(await client.sync.v1.services(serviceSid).documents(name).fetch()),
      ),
    // Not repeatable: after an unknown outcome "it exists" would look like somebody else's creation.
    createDocument: (name, data, secondsToLive) =>
      run('create document', { repeatable: false }, async (client) =>
        stored(
          await client.sync.v1
            .services(serviceSid)
            .documents.create({ uniqueName: name, data, ...timeToLive(secondsToLive) }),
        ),
      ),
    // Repeatable: if an earlier try was carried out, the next one finds another revision, and what was written is ours.
    updateDocument(name, data, revision, secondsToLive) {
      let tries = 0;
      return run('update document', { repeatable: true }, async (client) => {
        tries += 1;
        const document = client.sync.v1.services(serviceSid).documents(name);
        try {
          return stored(await document.update({ data, ifMatch: revision, ...timeToLive(secondsToLive) }));
        } catch (error) {
          if (tries === 1 || statusOf(error) !== PRECONDITION_FAILED) throw error;
          const found = stored(await document.fetch());
          if (isDeepStrictEqual(found.data, JSON.parse(JSON.stringify(data)))) return found;
          throw error;
        }
      });
    },
    removeDocument: (name) =>
      run('remove document', { repeatable: true }, async (client) => {
        await client.sync.v1.services(serviceSid).documents(name).remove();
      }),
    createMap: (name) =>
      run('create map', { repeatable: true }, async (client) => {
        await client.sync.v1.services(serviceSid).syncMaps.create({ uniqueName: name });
      }),
    listItems: (map) =>
      run('list map items', { repeatable: true }, async (client) => {
        const items = await client.sync.v1.services(serviceSid).syncMaps(map).syncMapItems.list({ pageSize: 100 });
        return items.map((item) => ({ key: item.key, data: asObject(item.data) }));
      }),
    writeItem: (map, key, data) =>
      run('write map item', { repeatable: true }, (client) => write(client, map, key, data)),
    removeItem: (map, key) =>
      run('remove map item', { repeatable: true }, async (client) => {
        await client.sync.v1.services(serviceSid).syncMaps(map).syncMapItems(key).remove();
      }),
  };

  async function write(
    client: Parameters<Parameters<Run>[2]>[0],
    map: string,
    key: string,
    data: object,
  ): Promise<void> {
    const items = client.sync.v1.services(serviceSid).syncMaps(map).syncMapItems;
    try {
      await items(key).update({ data });
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
      await createItem(items, key, data);
    }
  }
}

interface ItemCreator {
  create(parameters: { key: string; data: object }): Promise<unknown>;
}

/** Another writer may have created the item between update and create; then its value is as good as ours. */
async function createItem(items: ItemCreator, key: string, data: object): Promise<void> {
  try {
    await items.create({ key, data });
  } catch (error) {
    if (statusOf(error) !== 409) throw error;
  }
}

function statusOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null ? (error as { status?: unknown }).status : undefined;
}

function timeToLive(seconds: number | undefined): { ttl?: number } {
  return seconds === undefined ? {} : { ttl: seconds };
}

function stored(document: { data: unknown; revision: string }): StoredObject {
  return { data: asObject(document.data), revision: document.revision };
}

function asObject(data: unknown): object {
  return typeof data === 'object' && data !== null ? data : {};
}
