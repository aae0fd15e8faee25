import { Hono } from 'hono';
import type { Cloud } from '../cloud.ts';
import { type FormTable, readForm } from '../form.ts';
import { pageAnswer } from '../wire.ts';
import { collectionRoutes } from './collection-routes.ts';
import { documentRoutes } from './document-routes.ts';
import { lists, maps } from './kinds.ts';
import { serviceOf } from './request.ts';
import { createSyncService, formatSyncService } from './services.ts';

const forms = { create: { FriendlyName: {} } } as const satisfies Record<string, FormTable>;

/** `/v1/Services` of sync.twilio.com. */
export function syncRoutes(cloud: Cloud): Hono {
  const routes = new Hono();

  routes.get('/', (c) =>
    pageAnswer(c, {
      product: 'sync',
      path: '/v1/Services',
      key: 'services',
      items: [...cloud.store.sync.values()],
      identify: (one) => one.sid,
      format: (one) => formatSyncService(cloud, one),
      maximum: 100,
    }),
  );
  routes.post('/', async (c) => {
    const form = await readForm(c, forms.create);
    const service = createSyncService(cloud, { friendlyName: form.text('FriendlyName') ?? null });
    return c.json(formatSyncService(cloud, service), 201);
  });
  routes.get('/:service', (c) => c.json(formatSyncService(cloud, serviceOf(cloud, c))));
  routes.route('/:service', documentRoutes(cloud));
  routes.route('/:service/Maps', collectionRoutes(cloud, maps));
  routes.route('/:service/Lists', collectionRoutes(cloud, lists));
  return routes;
}
