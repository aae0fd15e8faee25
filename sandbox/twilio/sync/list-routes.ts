import { type Context, Hono } from 'hono';
import type { Cloud } from '../cloud.ts';
import { refusals } from '../errors.ts';
import { type FormTable, readForm } from '../form.ts';
import { sizeOf } from '../json.ts';
import { pageAnswer } from '../wire.ts';
import { findObject, inRange, newCollection, requireObject, syncChanged, touchCollection } from './collections.ts';
import type { SyncList, SyncService, SyncValue } from './entities.ts';
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

export function listRoutes(cloud: Cloud): Hono {
  const routes = new Hono();

  routes.get('/Lists', (c) => {
    const service = serviceOf(cloud, c);
    return pageAnswer(c, {
      product: 'sync',
      path: `${servicePath(service)}/Lists`,
      key: 'lists',
      items: living(cloud, service.lists).map(([, one]) => one),
      identify: (one) => one.sid,
      format: (one) => formatCollection(cloud, service, 'Lists', one),
      maximum: 100,
    });
  });
  routes.post('/Lists', async (c) => {
    const service = serviceOf(cloud, c);
    const form = await readForm(c, forms.create);
    const name = form.text('UniqueName');
    checkName(name, 'UniqueName');
    spendCreation(cloud, service.sid);
    if (name !== undefined && findObject(cloud, service.lists, name) !== undefined) throw nameTaken();
    const expiresAt = expiryOf(cloud, form, 'CollectionTtl', 'Ttl') ?? null;
    const own = { sid: cloud.nextSid('ES'), items: new Map<number, SyncValue>(), nextIndex: 0 };
    const list: SyncList = { ...own, ...newCollection(cloud, name, expiresAt) };
    service.lists.set(list.sid, list);
    syncChanged(cloud, service);
    return c.json(formatCollection(cloud, service, 'Lists', list), 201, { ETag: list.revision });
  });
  routes.get('/Lists/:list', (c) => {
    const service = serviceOf(cloud, c);
    const list = listIn(cloud, c, service);
    spendRead(cloud, list.sid);
    return c.json(formatCollection(cloud, service, 'Lists', list), 200, { ETag: list.revision });
  });
  routes.post('/Lists/:list', async (c) => {
    const service = serviceOf(cloud, c);
    const form = await readForm(c, forms.update);
    const list = listIn(cloud, c, service);
    spendWrite(cloud, list.sid, 0);
    touchCollection(cloud, list, expiryOf(cloud, form, 'CollectionTtl', 'Ttl'));
    return c.json(formatCollection(cloud, service, 'Lists', list), 200, { ETag: list.revision });
  });
  routes.delete('/Lists/:list', (c) => {
    const service = serviceOf(cloud, c);
    service.lists.delete(listIn(cloud, c, service).sid);
    syncChanged(cloud, service);
    return c.body(null, 204);
  });
  routes.route('/', listItemRoutes(cloud));
  return routes;
}

function listItemRoutes(cloud: Cloud): Hono {
  const routes = new Hono();

  routes.get('/Lists/:list/Items', (c) => listItems(cloud, c));
  routes.post('/Lists/:list/Items', async (c) => {
    const service = serviceOf(cloud, c);
    const form = await readForm(c, forms.newItem);
    const list = listIn(cloud, c, service);
    spendWrite(cloud, list.sid, sizeOf(form.text('Data') ?? ''));
    const value = newValue(cloud, form.object('Data') ?? {}, expiryOf(cloud, form, 'ItemTtl', 'Ttl') ?? null);
    const index = list.nextIndex;
    list.nextIndex += 1;
    list.items.set(index, value);
    touchCollection(cloud, list, expiryOf(cloud, form, 'CollectionTtl'));
    return answer(cloud, c, service, list, index, value, 201);
  });
  routes.get('/Lists/:list/Items/:index', (c) => {
    const service = serviceOf(cloud, c);
    const list = listIn(cloud, c, service);
    spendRead(cloud, list.sid);
    return answer(cloud, c, service, list, indexOf(c), itemIn(cloud, c, list), 200);
  });
  routes.post('/Lists/:list/Items/:index', async (c) => {
    const service = serviceOf(cloud, c);
    const form = await readForm(c, forms.item);
    const list = listIn(cloud, c, service);
    const value = itemIn(cloud, c, list);
    checkRevision(c, value, staleCodes.listItem);
    if (Object.keys(forms.item).every((name) => !form.has(name))) throw noParameters();
    spendWrite(cloud, list.sid, sizeOf(form.text('Data') ?? ''));
    changeValue(cloud, value, form.object('Data'), expiryOf(cloud, form, 'ItemTtl', 'Ttl'));
    touchCollection(cloud, list, expiryOf(cloud, form, 'CollectionTtl'));
    return answer(cloud, c, service, list, indexOf(c), value, 200);
  });
  routes.delete('/Lists/:list/Items/:index', (c) => {
    const list = listIn(cloud, c, serviceOf(cloud, c));
    checkRevision(c, itemIn(cloud, c, list), staleCodes.listItem);
    spendWrite(cloud, list.sid, 0);
    list.items.delete(indexOf(c));
    touchCollection(cloud, list, undefined);
    return c.body(null, 204);
  });
  return routes;
}

function indexOf(c: Context): number {
  return Number(c.req.param('index'));
}

function listIn(cloud: Cloud, c: Context, service: SyncService): SyncList {
  return requireObject(cloud, service.lists, c.req.param('list') ?? '');
}

function itemIn(cloud: Cloud, c: Context, list: SyncList): SyncValue {
  const found = living(cloud, list.items).find(([index]) => index === indexOf(c));
  if (found === undefined) throw refusals.notFound(`/Lists/${list.sid}/Items`);
  return found[1];
}

function answer(
  cloud: Cloud,
  c: Context,
  service: SyncService,
  list: SyncList,
  index: number,
  value: SyncValue,
  status: 200 | 201,
): Response {
  const body = formatItem(cloud, service, { kind: 'Lists', sid: list.sid, key: index }, value);
  return c.json(body, status, { ETag: value.revision });
}

function listItems(cloud: Cloud, c: Context): Response {
  const service = serviceOf(cloud, c);
  const list = listIn(cloud, c, service);
  spendRead(cloud, list.sid);
  const { Order, From, Bounds } = c.req.query();
  const range = { order: Order, from: From, bounds: Bounds };
  return pageAnswer(c, {
    product: 'sync',
    path: `${servicePath(service)}/Lists/${list.sid}/Items`,
    key: 'items',
    items: inRange(living(cloud, list.items), range, ([index], from) => index - Number(from)),
    identify: ([index]) => String(index),
    format: ([index, value]) => formatItem(cloud, service, { kind: 'Lists', sid: list.sid, key: index }, value),
    maximum: 100,
  });
}
