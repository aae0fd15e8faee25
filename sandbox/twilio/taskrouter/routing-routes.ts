import { type Context, Hono } from 'hono';
import type { Cloud } from '../cloud.ts';
import type { RoutingObject } from '../entities.ts';
import { refusals } from '../errors.ts';
import { type Form, type FormTable, readForm } from '../form.ts';
import { pageAnswer } from '../wire.ts';
import { formatRoutingObject, workspacePath } from './formatters.ts';
import { routingObjects } from './tasks.ts';

interface Kind {
  readonly kind: RoutingObject['kind'];
  readonly path: string;
  readonly key: string;
  readonly sidPrefix: string;
  readonly create: FormTable;
  readonly update: FormTable;
}

const queue: FormTable = { FriendlyName: {}, TargetWorkers: {}, MaxReservedWorkers: { integer: true }, TaskOrder: {} };
const workflow: FormTable = {
  FriendlyName: {},
  Configuration: { object: true },
  TaskReservationTimeout: { integer: true },
};

/** Queues, workflows and task channels can be made and changed; how tasks are matched does not depend on them. */
const kinds: readonly Kind[] = [
  {
    kind: 'queue',
    path: '/TaskQueues',
    key: 'task_queues',
    sidPrefix: 'WQ',
    create: { ...queue, FriendlyName: { required: true } },
    update: queue,
  },
  {
    kind: 'workflow',
    path: '/Workflows',
    key: 'workflows',
    sidPrefix: 'WW',
    create: { ...workflow, FriendlyName: { required: true }, Configuration: { required: true, object: true } },
    update: workflow,
  },
  {
    kind: 'channel',
    path: '/TaskChannels',
    key: 'channels',
    sidPrefix: 'TC',
    create: { FriendlyName: { required: true }, UniqueName: { required: true }, ChannelOptimizedRouting: {} },
    update: { FriendlyName: {}, ChannelOptimizedRouting: {} },
  },
  {
    kind: 'activity',
    path: '/Activities',
    key: 'activities',
    sidPrefix: 'WA',
    create: { FriendlyName: { required: true }, Available: { values: ['true', 'false'] } },
    update: { FriendlyName: {} },
  },
];

export function routingObjectRoutes(cloud: Cloud): Hono {
  const routes = new Hono();
  for (const kind of kinds) {
    routes.get(kind.path, (c) => list(cloud, c, kind));
    routes.post(kind.path, async (c) => {
      const made = create(cloud, kind, await readForm(c, kind.create));
      return c.json(formatRoutingObject(cloud, made), 201);
    });
    routes.get(`${kind.path}/:object`, (c) => c.json(formatRoutingObject(cloud, objectIn(cloud, c, kind))));
    routes.post(`${kind.path}/:object`, async (c) => {
      const object = objectIn(cloud, c, kind);
      change(cloud, object, await readForm(c, kind.update));
      return c.json(formatRoutingObject(cloud, object));
    });
  }
  return routes;
}

function objectIn(cloud: Cloud, c: Context, kind: Kind): RoutingObject {
  const reference = c.req.param('object') ?? '';
  const found = routingObjects(cloud, kind.kind).find((one) => one.sid === reference || one.uniqueName === reference);
  if (found === undefined) throw refusals.notFound(`${kind.path}/${reference}`);
  return found;
}

function list(cloud: Cloud, c: Context, kind: Kind): Response {
  const name = c.req.query('FriendlyName');
  return pageAnswer(c, {
    product: 'taskrouter',
    path: `${workspacePath(cloud)}${kind.path}`,
    key: kind.key,
    items: routingObjects(cloud, kind.kind).filter((one) => name === undefined || one.friendlyName === name),
    identify: (one) => one.sid,
    format: (one) => formatRoutingObject(cloud, one),
    maximum: 1_000,
  });
}

function create(cloud: Cloud, kind: Kind, form: Form): RoutingObject {
  const now = cloud.world.clock.now();
  const object: RoutingObject = {
    sid: cloud.nextSid(kind.sidPrefix),
    kind: kind.kind,
    friendlyName: '',
    uniqueName: form.text('UniqueName') ?? '',
    available: form.text('Available') === 'true',
    definition: '',
    reservationTimeout: 120,
    createdAt: now,
    updatedAt: now,
  };
  change(cloud, object, form);
  cloud.store.routing.set(object.sid, object);
  return object;
}

function change(cloud: Cloud, object: RoutingObject, form: Form): void {
  object.friendlyName = form.text('FriendlyName') ?? object.friendlyName;
  object.definition = form.text('Configuration') ?? form.text('TargetWorkers') ?? object.definition;
  object.reservationTimeout = form.integer('TaskReservationTimeout') ?? object.reservationTimeout;
  object.updatedAt = cloud.world.clock.now();
}
