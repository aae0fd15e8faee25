import { type Context, Hono } from 'hono';
import type { Cloud } from '../cloud.ts';
import { type Form, type FormTable, readForm } from '../form.ts';
import { pageAnswer } from '../wire.ts';
import { findObject, requireObject, syncChanged, touchCollection } from './collections.ts';
import type { SyncItems, SyncService } from './entities.ts';
import { formatCollection, servicePath } from './formatters.ts';
import { itemRoutes } from './item-routes.ts';
import type { Kind } from './kinds.ts';
import { serviceOf } from './request.ts';
import { checkName, expiryOf, living, nameTaken, spendCreation, spendRead, spendWrite } from './values.ts';

const lives = { Ttl: { integer: true }, CollectionTtl: { integer: true } } as const satisfies FormTable;

const forms = { create: { ...lives, UniqueName: {} }, update: lives } as const satisfies Record<string, FormTable>;

/** `/Maps` or `/Lists` with all below it. */
export function collectionRoutes<Key extends string | number>(cloud: Cloud, kind: Kind<Key>): Hono {
  const routes = new Hono();

  function answer(c: Context, service: SyncService, one: SyncItems<Key>, status: 200 | 201): Response {
    return c.json(formatCollection(cloud, service, kind.path, one), status, { ETag: one.revision });
  }

  function collectionIn(c: Context, service: SyncService): SyncItems<Key> {
    return requireObject(cloud, kind.all(service), c.req.param('collection') ?? '');
  }

  routes.get('/', (c) => {
    const service = serviceOf(cloud, c);
    return pageAnswer(c, {
      product: 'sync',
      path: `${servicePath(service)}/${kind.path}`,
      key: kind.listKey,
      items: living(cloud, kind.all(service)).map(([, one]) => one),
      identify: (one) => one.sid,
      format: (one) => formatCollection(cloud, service, kind.path, one),
      maximum: 100,
    });
  });
  routes.post('/', async (c) => {
    const form = await readForm(c, forms.create);
    const service = serviceOf(cloud, c);
    return answer(c, service, create(cloud, kind, service, form), 201);
  });
  routes.get('/:collection', (c) => {
    const service = serviceOf(cloud, c);
    const collection = collectionIn(c, service);
    spendRead(cloud, collection.sid);
    return answer(c, service, collection, 200);
  });
  routes.post('/:collection', async (c) => {
    const form = await readForm(c, forms.update);
    const service = serviceOf(cloud, c);
    const collection = collectionIn(c, service);
    spendWrite(cloud, collection.sid, 0);
    touchCollection(cloud, collection, expiryOf(cloud, form, 'CollectionTtl', 'Ttl'));
    return answer(c, service, collection, 200);
  });
  routes.delete('/:collection', (c) => {
    const service = serviceOf(cloud, c);
    kind.all(service).delete(collectionIn(c, service).sid);
    syncChanged(cloud, service);
    return c.body(null, 204);
  });
  routes.route('/:collection/Items', itemRoutes(cloud, kind));
  return routes;
}

function create<Key extends string | number>(
  cloud: Cloud,
  kind: Kind<Key>,
  service: SyncService,
  form: Form,
): SyncItems<Key> {
  const uniqueName = form.text('UniqueName');
  checkName(uniqueName, 'UniqueName');
  spendCreation(cloud, service.sid);
  const all = kind.all(service);
  if (uniqueName !== undefined && findObject(cloud, all, uniqueName) !== undefined) throw nameTaken();
  const now = cloud.world.clock.now();
  const collection: SyncItems<Key> = {
    sid: cloud.nextSid(kind.sidPrefix),
    uniqueName: uniqueName ?? null,
    revision: '0',
    expiresAt: expiryOf(cloud, form, 'CollectionTtl', 'Ttl') ?? null,
    createdAt: now,
    updatedAt: now,
    items: new Map(),
    nextIndex: 0,
  };
  all.set(collection.sid, collection);
  syncChanged(cloud, service);
  return collection;
}
