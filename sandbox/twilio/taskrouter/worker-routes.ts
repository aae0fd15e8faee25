import { type Context, Hono } from 'hono';
import type { Cloud } from '../cloud.ts';
import type { Worker } from '../entities.ts';
import { refusals } from '../errors.ts';
import { type FormTable, readForm } from '../form.ts';
import { pageAnswer } from '../wire.ts';
import { formatReservation, formatWorker, workspacePath } from './formatters.ts';
import { checkVersion } from './if-match.ts';
import { offerTasks } from './offers.ts';
import { changeActivity, isAvailable, requireWorker, touchWorker } from './workers.ts';

const forms = {
  worker: {
    FriendlyName: {},
    Attributes: { object: true },
    ActivitySid: { sid: 'WA' },
    RejectPendingReservations: { values: ['true', 'false'] },
  },
} as const satisfies Record<string, FormTable>;

export function workerRoutes(cloud: Cloud): Hono {
  const routes = new Hono();

  routes.get('/Workers', (c) => listWorkers(cloud, c));
  routes.get('/Workers/:worker', (c) => answer(cloud, c, workerIn(cloud, c)));
  routes.post('/Workers/:worker', async (c) => {
    const worker = workerIn(cloud, c);
    const form = await readForm(c, forms.worker);
    checkVersion(c, worker.version);
    const activitySid = form.text('ActivitySid');
    if (activitySid !== undefined && cloud.store.routing.get(activitySid)?.kind !== 'activity') {
      throw refusals.invalid('ActivitySid is unknown');
    }
    worker.friendlyName = form.text('FriendlyName') ?? worker.friendlyName;
    worker.attributes = form.text('Attributes') ?? worker.attributes;
    if (activitySid !== undefined) changeActivity(cloud, worker, activitySid);
    else touchWorker(cloud, worker);
    offerTasks(cloud);
    return answer(cloud, c, worker);
  });
  routes.get('/Workers/:worker/Reservations', (c) => {
    const worker = workerIn(cloud, c);
    const status = c.req.query('ReservationStatus');
    return pageAnswer(c, {
      product: 'taskrouter',
      path: `${workspacePath(cloud)}/Workers/${worker.sid}/Reservations`,
      key: 'reservations',
      items: [...cloud.store.reservations.values()].filter(
        (one) => one.workerSid === worker.sid && (status === undefined || one.status === status),
      ),
      identify: (one) => one.sid,
      format: (one) => formatReservation(cloud, one),
      maximum: 1_000,
    });
  });
  return routes;
}

function workerIn(cloud: Cloud, c: Context): Worker {
  return requireWorker(cloud, c.req.param('worker') ?? '');
}

function answer(cloud: Cloud, c: Context, worker: Worker): Response {
  return c.json(formatWorker(cloud, worker), 200, { ETag: `"${worker.version}"` });
}

function listWorkers(cloud: Cloud, c: Context): Response {
  const { FriendlyName, Available, ActivitySid } = c.req.query();
  const items = [...cloud.store.workers.values()].filter(
    (worker) =>
      (FriendlyName === undefined || worker.friendlyName === FriendlyName) &&
      (Available === undefined || isAvailable(cloud, worker) === ['1', 'true'].includes(Available)) &&
      (ActivitySid === undefined || worker.activitySid === ActivitySid),
  );
  return pageAnswer(c, {
    product: 'taskrouter',
    path: `${workspacePath(cloud)}/Workers`,
    key: 'workers',
    items,
    identify: (one) => one.sid,
    format: (one) => formatWorker(cloud, one),
    maximum: 1_000,
  });
}
