import { Fault } from '../errors.ts';
import type { SyncGateway } from '../flex/client.ts';
import type { DocumentData, Entry, Store, Stored } from './store.ts';

/** Twilio docs, Sync limits: 16 KiB a document. */
const MAX_BYTES = 16 * 1024;

/** HTTP statuses this adapter gives a meaning to; the vendor's finer codes differ between object kinds. */
const STATUS = { notFound: 404, conflict: 409, preconditionFailed: 412 } as const;

/** The store on Twilio Sync: nothing else to set up (ADR 0004). */
export function createSyncStore(sync: SyncGateway): Store {
  return {
    read: (name) => absentAs(null, STATUS.notFound, () => sync.readDocument(name) as Promise<Stored<never>>),
    create: (name, data, options) =>
      absentAs(null, STATUS.conflict, async () => {
        checkSize(name, data);
        return (await sync.createDocument(name, data, options?.secondsToLive)) as Stored<typeof data>;
      }),
    async update(name, data, revision, options) {
      checkSize(name, data);
      return absentAs(null, STATUS.preconditionFailed, () =>
        absentAs(
          null,
          STATUS.notFound,
          async () => (await sync.updateDocument(name, data, revision, options?.secondsToLive)) as Stored<typeof data>,
        ),
      );
    },
    remove: (name) => absentAs(undefined, STATUS.notFound, () => sync.removeDocument(name)),
    entries: <T extends DocumentData>(collection: string) =>
      absentAs<readonly Entry<T>[]>(
        [],
        STATUS.notFound,
        () => sync.listItems(collection) as Promise<readonly Entry<T>[]>,
      ),
    async setEntry(collection, key, data) {
      checkSize(key, data);
      const written = await absentAs(false, STATUS.notFound, async () => {
        await sync.writeItem(collection, key, data);
        return true;
      });
      if (written) return;
      await absentAs(undefined, STATUS.conflict, () => sync.createMap(collection));
      await sync.writeItem(collection, key, data);
    },
    removeEntry: (collection, key) => absentAs(undefined, STATUS.notFound, () => sync.removeItem(collection, key)),
  };
}

async function absentAs<T>(value: T, status: number, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Fault && error.upstreamStatus === status) return value;
    throw error;
  }
}

function checkSize(name: string, data: DocumentData): void {
  const bytes = Buffer.byteLength(JSON.stringify(data));
  if (bytes <= MAX_BYTES) return;
  throw new Fault('STORE_TOO_LARGE', `"${name}" has ${bytes} bytes; Sync takes ${MAX_BYTES}`, {
    remedy: 'This is a bug: records are bounded well below that size.',
  });
}
