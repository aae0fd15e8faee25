import type { Cloud } from '../cloud.ts';
import { refusals } from '../errors.ts';
import type { SyncCollection, SyncDocument, SyncService } from './entities.ts';
import { living, nextRevision } from './values.ts';

/** Documents, maps and lists are alike in this: found by SID or unique name, and gone once they expired. */
export function findObject<T extends SyncDocument | SyncCollection>(
  cloud: Cloud,
  all: Map<string, T>,
  reference: string,
): T | undefined {
  return living(cloud, all)
    .map(([, one]) => one)
    .find((one) => one.sid === reference || one.uniqueName === reference);
}

export function requireObject<T extends SyncDocument | SyncCollection>(
  cloud: Cloud,
  all: Map<string, T>,
  reference: string,
): T {
  const found = findObject(cloud, all, reference);
  if (found === undefined) throw refusals.notFound(reference);
  return found;
}

/** An item was written: the map or list has changed with it. */
export function touchCollection(cloud: Cloud, collection: SyncCollection, expiresAt: number | null | undefined): void {
  collection.revision = nextRevision(cloud, collection.revision);
  collection.updatedAt = cloud.world.clock.now();
  if (expiresAt !== undefined) collection.expiresAt = expiresAt;
  cloud.changed();
}

interface Range<Key> {
  readonly order: string | undefined;
  readonly from: Key | undefined;
  readonly bounds: string | undefined;
}

/** Items in order, from a key or index on, which itself is left out with `Bounds=exclusive`. */
export function inRange<T, Key>(items: readonly T[], range: Range<Key>, compare: (item: T, key: Key) => number): T[] {
  const ordered = range.order === 'desc' ? [...items].reverse() : [...items];
  const { from } = range;
  if (from === undefined) return ordered;
  const sign = range.order === 'desc' ? -1 : 1;
  const least = range.bounds === 'exclusive' ? 1 : 0;
  return ordered.filter((item) => compare(item, from) * sign >= least);
}

export function syncChanged(cloud: Cloud, service: SyncService): void {
  service.updatedAt = cloud.world.clock.now();
  cloud.changed();
}
