import { type Context, Hono } from 'hono';
import type { Cloud } from '../cloud.ts';
import { refusals } from '../errors.ts';
import { type FormTable, readForm } from '../form.ts';
import { sizeOf } from '../json.ts';
import { pageAnswer } from '../wire.ts';
import { inRange, requireObject, touchCollection } from './collections.ts';
import type { SyncItems, SyncService, SyncValue } from './entities.ts';
import { formatItem, servicePath } from './formatters.ts';
import type { Kind } from './kinds.ts';
import { serviceOf } from './request.ts';
import {
  changeValue,
  checkRevision,
  expiryOf,
  living,
  newValue,
  noParameters,
  spendRead,
  spendWrite,
} from './values.ts';

const changeForm = {
  Data: { object: true },
  Ttl: { integer: true },
  ItemTtl: { integer: true },
  CollectionTtl: { integer: true },
} as const satisfies FormTable;

interface Place<Key extends string | number> {
  readonly service: SyncService;
  readonly collection: SyncItems<Key>;
}

/** The items of one map or list. */
export function itemRoutes<Key extends string | number>(cloud: Cloud, kind: Kind<Key>): Hono {
  const routes = new Hono();

  function placeOf(c: Context): Place<Key> {
    const service = serviceOf(cloud, c);
    const collection = requireObject(cloud, kind.all(service), c.req.param('collection') ?? '');
    return { service, collection };
  }

  function itemIn(c: Context, { collection }: Place<Key>): [Key, SyncValue] {
    const key = kind.parse(c.req.param('key') ?? '');
    const found = living(cloud, collection.items).find(([one]) => one === key);
    if (found === undefined) throw refusals.notFound(`/${kind.path}/${collection.sid}/Items`);
    return found;
  }

  function answer(c: Context, place: Place<Key>, [key, value]: [Key, SyncValue], status: 200 | 201): Response {
    return c.json(format(place, [key, value]), status, { ETag: value.revision });
  }

  function format({ service, collection }: Place<Key>, [key, value]: [Key, SyncValue]): Record<string, unknown> {
    return formatItem(cloud, service, { kind: kind.path, sid: collection.sid, key }, value);
  }

  routes.get('/', (c) => {
    const place = placeOf(c);
    spendRead(cloud, place.collection.sid);
    const sorted = living(cloud, place.collection.items).sort(([a], [b]) => kind.compare(a, b));
    const { Order, From, Bounds } = c.req.query();
    const from = From === undefined ? undefined : kind.parse(From);
    return pageAnswer(c, {
      product: 'sync',
      path: `${servicePath(place.service)}/${kind.path}/${place.collection.sid}/Items`,
      key: 'items',
      items: inRange(sorted, { order: Order, bounds: Bounds, from }, ([a], b) => kind.compare(a, b)),
      identify: ([key]) => String(key),
      format: (item) => format(place, item),
      maximum: 100,
    });
  });
  routes.post('/', async (c) => {
    const form = await readForm(c, kind.itemForm);
    const place = placeOf(c);
    const { collection } = place;
    spendWrite(cloud, collection.sid, sizeOf(form.text('Data') ?? ''));
    const value = newValue(cloud, form.object('Data') ?? {}, expiryOf(cloud, form, 'ItemTtl', 'Ttl') ?? null);
    // What has expired holds its key no longer.
    living(cloud, collection.items);
    const key = kind.take(collection, form);
    collection.items.set(key, value);
    touchCollection(cloud, collection, expiryOf(cloud, form, 'CollectionTtl'));
    return answer(c, place, [key, value], 201);
  });
  routes.get('/:key', (c) => {
    const place = placeOf(c);
    spendRead(cloud, place.collection.sid);
    return answer(c, place, itemIn(c, place), 200);
  });
  routes.post('/:key', async (c) => {
    const form = await readForm(c, changeForm);
    const place = placeOf(c);
    const [key, value] = itemIn(c, place);
    checkRevision(c, value, kind.staleCode);
    if (Object.keys(changeForm).every((name) => !form.has(name))) throw noParameters();
    spendWrite(cloud, place.collection.sid, sizeOf(form.text('Data') ?? ''));
    changeValue(cloud, value, form.object('Data'), expiryOf(cloud, form, 'ItemTtl', 'Ttl'));
    touchCollection(cloud, place.collection, expiryOf(cloud, form, 'CollectionTtl'));
    return answer(c, place, [key, value], 200);
  });
  routes.delete('/:key', (c) => {
    const place = placeOf(c);
    const [key, value] = itemIn(c, place);
    checkRevision(c, value, kind.staleCode);
    spendWrite(cloud, place.collection.sid, 0);
    place.collection.items.delete(key);
    touchCollection(cloud, place.collection, undefined);
    return c.body(null, 204);
  });
  return routes;
}
