import { Fault } from '../../src/errors.ts';
import type { Clock } from '../../src/ports.ts';
import type { DocumentData, Entry, Store, Stored } from '../../src/store/store.ts';

export interface MemoryStore extends Store {
  /** Names of the documents that are alive, in order. */
  names(): readonly string[];
}

interface Kept {
  readonly text: string;
  readonly revision: string;
  readonly expiresAt: number;
}

const MAX_BYTES = 16 * 1024;

/**
 * A store for tests that really stores: it passes the same contract as the deployed adapter. Every call gives others a
 * turn first, so that runs interleave as they do over a network.
 */
export function createMemoryStore(clock: Pick<Clock, 'now'>): MemoryStore {
  const documents = new Map<string, Kept>();
  const collections = new Map<string, Map<string, string>>();
  let writes = 0;

  function alive(name: string): Kept | undefined {
    const kept = documents.get(name);
    if (kept !== undefined && kept.expiresAt <= clock.now()) documents.delete(name);
    return documents.get(name);
  }

  function keep(name: string, data: DocumentData, expiresAt: number): Kept {
    writes += 1;
    const kept = { text: checked(name, data), revision: `revision-${writes}`, expiresAt };
    documents.set(name, kept);
    return kept;
  }

  return {
    names: () => [...documents.keys()].filter((name) => alive(name) !== undefined).sort(),
    async read<T extends DocumentData>(name: string) {
      await othersFirst();
      const kept = alive(name);
      return kept === undefined ? null : storedOf<T>(kept);
    },
    async create<T extends DocumentData>(name: string, data: T, options?: { secondsToLive?: number }) {
      checked(name, data);
      await othersFirst();
      return alive(name) === undefined ? storedOf<T>(keep(name, data, expiryOf(clock, options) ?? Infinity)) : null;
    },
    async update<T extends DocumentData>(
      name: string,
      data: T,
      revision: string,
      options?: { secondsToLive?: number },
    ) {
      checked(name, data);
      await othersFirst();
      const before = alive(name);
      if (before?.revision !== revision) return null;
      return storedOf<T>(keep(name, data, expiryOf(clock, options) ?? before.expiresAt));
    },
    async remove(name) {
      await othersFirst();
      documents.delete(name);
    },
    async entries<T extends DocumentData>(collection: string): Promise<readonly Entry<T>[]> {
      await othersFirst();
      const all = [...(collections.get(collection) ?? [])];
      return all.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, text]) => ({ key, data: JSON.parse(text) }));
    },
    async setEntry(collection, key, data) {
      const text = checked(key, data);
      await othersFirst();
      const entries = collections.get(collection) ?? new Map<string, string>();
      collections.set(collection, entries.set(key, text));
    },
    async removeEntry(collection, key) {
      await othersFirst();
      collections.get(collection)?.delete(key);
    },
  };
}

function othersFirst(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function storedOf<T>(kept: Kept): Stored<T> {
  return { data: JSON.parse(kept.text), revision: kept.revision };
}

function expiryOf(clock: Pick<Clock, 'now'>, options?: { secondsToLive?: number }): number | undefined {
  return options?.secondsToLive === undefined ? undefined : clock.now() + options.secondsToLive * 1_000;
}

function checked(name: string, data: DocumentData): string {
  const text = JSON.stringify(data);
  if (Buffer.byteLength(text) <= MAX_BYTES) return text;
  throw new Fault('STORE_TOO_LARGE', `"${name}" is larger than ${MAX_BYTES} bytes`, { remedy: 'Keep records small.' });
}
