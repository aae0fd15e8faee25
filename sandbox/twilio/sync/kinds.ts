import { RestError } from '../errors.ts';
import type { Form, FormTable } from '../form.ts';
import type { SyncItems, SyncService } from './entities.ts';
import { checkName } from './values.ts';

/** In what maps and lists differ; all else they have in common. */
export interface Kind<Key extends string | number> {
  readonly path: 'Maps' | 'Lists';
  /** Key of the array in a list answer. */
  readonly listKey: string;
  readonly sidPrefix: string;
  /** Code of a stale `If-Match`. */
  readonly staleCode: number;
  readonly itemForm: FormTable;
  all(service: SyncService): Map<string, SyncItems<Key>>;
  /** The key as it stands in an address. */
  parse(text: string): Key;
  /** The key of a new item; refused when it is taken. */
  take(collection: SyncItems<Key>, form: Form): Key;
  compare(a: Key, b: Key): number;
}

const itemForm = {
  Data: { required: true, object: true },
  Ttl: { integer: true },
  ItemTtl: { integer: true },
  CollectionTtl: { integer: true },
} as const satisfies FormTable;

export const maps: Kind<string> = {
  path: 'Maps',
  listKey: 'maps',
  sidPrefix: 'MP',
  staleCode: 54205,
  itemForm: { ...itemForm, Key: { required: true } },
  all: (service) => service.maps,
  parse: (text) => text,
  take(collection, form) {
    const key = form.text('Key') ?? '';
    checkName(key, 'Key');
    if (collection.items.has(key)) throw new RestError(409, 54208, 'An Item with given key already exists in the Map');
    return key;
  },
  compare: (a, b) => (a < b ? -1 : Number(a > b)),
};

export const lists: Kind<number> = {
  path: 'Lists',
  listKey: 'lists',
  sidPrefix: 'ES',
  staleCode: 54155,
  itemForm,
  all: (service) => service.lists,
  parse: Number,
  take(collection) {
    const index = collection.nextIndex;
    collection.nextIndex += 1;
    return index;
  },
  compare: (a, b) => a - b,
};
