import { type Context, Hono } from 'hono';
import type { Cloud } from '../cloud.ts';
import { RestError, refusals } from '../errors.ts';
import { type FormTable, readForm } from '../form.ts';
import { sizeOf } from '../json.ts';
import { pageAnswer } from '../wire.ts';
import { findObject, inRange, newCollection, requireObject, syncChanged, touchCollection } from './collections.ts';
import type { SyncMap, SyncService, SyncValue } from './entities.ts';
import { formatCollection, formatItem, servicePath } from './formatters.ts';
import { serviceOf } from './request.ts';
import {
  changeValue,
  checkName,
  checkRevision,
  expiryOf,
  living,
  nameTaken,
  newValue,
  noParameters,
  spendCreation,
  spendRead,
  spendWrite,
  staleCodes,
} from './values.ts';

const forms = {
  create: { UniqueName: {}, Ttl: { integer: true }, CollectionTtl: { integer: true } },
  update: { Ttl: { integer: true }, CollectionTtl: { integer: true } },
  newItem: {
    Key: { required: true },
    Data: { required: true, object: true },
    Ttl: { integer: true },
    ItemTtl: { integer: true },
    CollectionTtl: { integer: true },
  },
  item: {
    Data: { object: true },
    Ttl: { integer: true },
    ItemTtl: { integer: true },
    CollectionTtl: { integer: true },
  },
} as const satisfies Record<string, FormTable>;

export function mapRoutes(cloud: Cloud): Hono {
  const routes = new Hono();

  routes.get('/Maps', (c) => {
    const service = serviceOf(cloud, c);
    return pageAnswer(c, {
      product: 'sync',
      path: `${servicePath(service)}/Maps`,
      key: 'maps',
      items: living(cloud, service.maps).map(([, one]) => one),
      identify: (one) => one.sid,
      format: (one) => formatCollection(cloud, service, 'Maps', one),
      maximum: 100,
    });
  });
  routes.post('/Maps', async (c) => {
    const service = serviceOf(cloud, c);
    const form = await readForm(c, forms.create);
    const name = form.text('UniqueName');
    checkName(name, 'UniqueName');
    spendCreation(cloud, service.sid);
    if (name !== undefined && findObject(cloud, service.maps, name) !== undefined) throw nameTaken();
    const expiresAt = expiryOf(cloud, form, 'CollectionTtl', 'Ttl') ?? null;
    const map: SyncMap = { sid: cloud.nextSid('MP'), ...newCollection(cloud, name, expiresAt), items: new Map() };
    service.maps.set(map.sid, map);
    syncChanged(cloud, service);
    return c.json(formatCollection(cloud, service, 'Maps', map), 201, { ETag: map.revision });
  });
  routes.get('/Maps/:map', (c) => {
    const service = serviceOf(cloud, c);
    const map = mapIn(cloud, c, service);
    spendRead(cloud, map.sid);
    return c.json(formatCollection(cloud, service, 'Maps', map), 200, { ETag: map.revision });
  });
  routes.post('/Maps/:map', async (c) => {
    const service = serviceOf(cloud, c);
    const form = await readForm(c, forms.update);
    const map = mapIn(cloud, c, service);
    spendWrite(cloud, map.sid, 0);
    touchCollection(cloud, map, expiryOf(cloud, form, 'CollectionTtl', 'Ttl'));
    return c.json(formatCollection(cloud, service, 'Maps', map), 200, { ETag: map.revision });
  });
  routes.delete('/Maps/:map', (c) => {
    const service = serviceOf(cloud, c);
    service.maps.delete(mapIn(cloud, c, service).sid);
    syncChanged(cloud, service);
    return c.body(null, 204);
  });
  routes.route('/', mapItemRoutes(cloud));
  return routes;
}

function mapItemRoutes(cloud: Cloud): Hono {
  const routes = new Hono();

  routes.get('/Maps/:map/Items', (c) => listItems(cloud, c));
  routes.post('/Maps/:map/Items', async (c) => {
    const service = serviceOf(cloud, c);
    const form = await readForm(c, forms.newItem);
    const map = mapIn(cloud, c, service);
    const key = form.text('Key') ?? '';
    checkName(key, 'Key');
    spendWrite(cloud, map.sid, sizeOf(form.text('Data') ?? ''));
    if (living(cloud, map.items).some(([known]) => known === key)) {
      throw new RestError(409, 54208, 'An Item with given key already exists in the Map');
    }
    const value = newValue(cloud, form.object('Data') ?? {}, expiryOf(cloud, form, 'ItemTtl', 'Ttl') ?? null);
    map.items.set(key, value);
    touchCollection(cloud, map, expiryOf(cloud, form, 'CollectionTtl'));
    return answer(cloud, c, service, map, key, value, 201);
  });
  routes.get('/Maps/:map/Items/:key', (c) => {
    const service = serviceOf(cloud, c);
    const map = mapIn(cloud, c, service);
    spendRead(cloud, map.sid);
    return answer(cloud, c, service, map, keyOf(c), itemIn(cloud, c, map), 200);
  });
  routes.post('/Maps/:map/Items/:key', async (c) => {
    const service = serviceOf(cloud, c);
    const form = await readForm(c, forms.item);
    const map = mapIn(cloud, c, service);
    const value = itemIn(cloud, c, map);
    checkRevision(c, value, staleCodes.mapItem);
    if (Object.keys(forms.item).every((name) => !form.has(name))) throw noParameters();
    spendWrite(cloud, map.sid, sizeOf(form.text('Data') ?? ''));
    changeValue(cloud, value, form.object('Data'), expiryOf(cloud, form, 'ItemTtl', 'Ttl'));
    touchCollection(cloud, map, expiryOf(cloud, form, 'CollectionTtl'));
    return answer(cloud, c, service, map, keyOf(c), value, 200);
  });
  routes.delete('/Maps/:map/Items/:key', (c) => {
    const map = mapIn(cloud, c, serviceOf(cloud, c));
    checkRevision(c, itemIn(cloud, c, map), staleCodes.mapItem);
    spendWrite(cloud, map.sid, 0);
    map.items.delete(keyOf(c));
    touchCollection(cloud, map, undefined);
    return c.body(null, 204);
  });
  return routes;
}

function keyOf(c: Context): string {
  return c.req.param('key') ?? '';
}

function mapIn(cloud: Cloud, c: Context, service: SyncService): SyncMap {
  return requireObject(cloud, service.maps, c.req.param('map') ?? '');
}

function itemIn(cloud: Cloud, c: Context, map: SyncMap): SyncValue {
  const found = living(cloud, map.items).find(([key]) => key === keyOf(c));
  if (found === undefined) throw refusals.notFound(`/Maps/${map.sid}/Items`);
  return found[1];
}

function answer(
  cloud: Cloud,
  c: Context,
  service: SyncService,
  map: SyncMap,
  key: string,
  value: SyncValue,
  status: 200 | 201,
): Response {
  const body = formatItem(cloud, service, { kind: 'Maps', sid: map.sid, key }, value);
  return c.json(body, status, { ETag: value.revision });
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function listItems(cloud: Cloud, c: Context): Response {
  const service = serviceOf(cloud, c);
  const map = mapIn(cloud, c, service);
  spendRead(cloud, map.sid);
  const sorted = living(cloud, map.items).sort(([a], [b]) => byText(a, b));
  const { Order, From, Bounds } = c.req.query();
  return pageAnswer(c, {
    product: 'sync',
    path: `${servicePath(service)}/Maps/${map.sid}/Items`,
    key: 'items',
    items: inRange(sorted, { order: Order, from: From, bounds: Bounds }, ([key], from) => byText(key, from)),
    identify: ([key]) => key,
    format: ([key, value]) => formatItem(cloud, service, { kind: 'Maps', sid: map.sid, key }, value),
    maximum: 100,
  });
}
