import { type Context, Hono } from 'hono';
import type { ApiError, DeskTask } from '../../control/types.ts';
import { stopwatch } from '../../core/trace.ts';
import type { Cloud } from '../cloud.ts';
import type { Message, Reservation, Task, Worker } from '../entities.ts';
import { RestError } from '../errors.ts';
import { isRecord, parseJson } from '../json.ts';
import { offerTasks } from '../taskrouter/offers.ts';
import { activityFor, changeActivity, createWorker } from '../taskrouter/workers.ts';
import { ActError } from './act-error.ts';
import {
  actOnReservation,
  cancel,
  complete,
  deleteText,
  editText,
  leaveConversation,
  transfer,
  wrapUp,
  writeFile,
  writeText,
} from './acts.ts';
import { fileIn, flagIn, textIn } from './body.ts';
import { rawState } from './state.ts';
import { deskMessage, deskTask, workerSummary, workerView } from './views.ts';

/** `/control/flex`: what an agent can do, and what a test may look at. */
export function agentControl(cloud: Cloud): Hono {
  const routes = new Hono();

  routes.onError((error, c) => answerError(error, c));
  routes.use(async (c, next) => {
    const took = stopwatch(cloud.world.clock);
    await next();
    if (c.req.method !== 'GET') recordAct(cloud, c, took());
  });
  routes.get('/state', (c) => c.json(rawState(cloud)));
  routes.get('/workers', (c) =>
    c.json({ workers: [...cloud.store.workers.values()].map((one) => workerSummary(cloud, one)) }),
  );
  routes.post('/workers', async (c) => {
    const body = await bodyOf(c);
    const name = textIn(body, 'name');
    if ([...cloud.store.workers.values()].some((one) => one.name === name)) {
      throw new ActError(409, 'EXISTS', 'There is a worker of that name');
    }
    const worker = createWorker(cloud, { name, available: flagIn(body, 'available') ?? true });
    offerTasks(cloud);
    return c.json(workerView(cloud, worker), 201);
  });
  routes.get('/workers/:worker', (c) => c.json(workerView(cloud, workerOf(cloud, c))));
  routes.patch('/workers/:worker', async (c) => {
    const worker = workerOf(cloud, c);
    const available = flagIn(await bodyOf(c), 'available');
    if (available === undefined) throw new ActError(400, 'INVALID', 'available is missing');
    changeActivity(cloud, worker, activityFor(cloud, available));
    offerTasks(cloud);
    return c.json(workerView(cloud, worker));
  });
  routes.post('/workers/:worker/reservations/:reservation', async (c) => {
    const reservation = reservationOf(cloud, c);
    const action = textIn(await bodyOf(c), 'action');
    if (action !== 'accept' && action !== 'reject' && action !== 'timeout') {
      throw new ActError(400, 'INVALID', 'action must be accept, reject or timeout');
    }
    actOnReservation(cloud, reservation, action);
    const task = cloud.store.tasks.get(reservation.taskSid);
    if (task === undefined) throw new ActError(404, 'NOT_FOUND', 'The task is gone');
    return c.json(deskTask(cloud, task, reservation));
  });
  messageActs(cloud, routes);
  taskActs(cloud, routes);
  return routes;
}

function messageActs(cloud: Cloud, routes: Hono): void {
  const path = '/workers/:worker/tasks/:task/messages';

  function answer(c: Context, message: Message, status: 200 | 201): Response {
    return c.json(deskMessage(cloud, message, taskOf(cloud, c).task), status);
  }

  routes.post(path, async (c) => {
    const body = await bodyOf(c);
    const worker = workerOf(cloud, c);
    const { task } = taskOf(cloud, c);
    const media = fileIn(body, 'media');
    const message =
      media === undefined
        ? writeText(cloud, worker, task, textIn(body, 'body'))
        : writeFile(cloud, worker, task, media);
    return answer(c, message, 201);
  });
  routes.patch(`${path}/:message`, async (c) => {
    const text = textIn(await bodyOf(c), 'body');
    const sid = c.req.param('message') ?? '';
    return answer(c, editText(cloud, workerOf(cloud, c), taskOf(cloud, c).task, sid, text), 200);
  });
  routes.delete(`${path}/:message`, (c) => {
    deleteText(cloud, workerOf(cloud, c), taskOf(cloud, c).task, c.req.param('message') ?? '');
    return c.body(null, 204);
  });
}

function taskActs(cloud: Cloud, routes: Hono): void {
  function act(name: string, carryOut: (worker: Worker, task: Task, body: Record<string, unknown>) => void): void {
    routes.post(`/workers/:worker/tasks/:task/${name}`, async (c) => {
      const body = await bodyOf(c);
      carryOut(workerOf(cloud, c), taskOf(cloud, c).task, body);
      return c.json(answerTask(cloud, c));
    });
  }

  act('wrap-up', (_worker, task) => wrapUp(cloud, task));
  act('complete', (_worker, task) => complete(cloud, task));
  act('leave', (worker, task) => leaveConversation(cloud, worker, task));
  act('cancel', (_worker, task, body) => cancel(cloud, task, textIn(body, 'reason')));
  act('transfer', (worker, task, body) => transfer(cloud, worker, task, textIn(body, 'to')));
}

function answerTask(cloud: Cloud, c: Context): DeskTask {
  const { task, reservation } = taskOf(cloud, c);
  return deskTask(cloud, task, reservation);
}

async function bodyOf(c: Context): Promise<Record<string, unknown>> {
  const body = parseJson(await c.req.text());
  if (!isRecord(body)) throw new ActError(400, 'INVALID', 'The body must be a JSON object');
  return body;
}

function workerOf(cloud: Cloud, c: Context): Worker {
  const sid = c.req.param('worker') ?? '';
  const worker = cloud.store.workers.get(sid);
  if (worker === undefined) throw new ActError(404, 'NOT_FOUND', `There is no worker ${sid}`);
  return worker;
}

function reservationOf(cloud: Cloud, c: Context): Reservation {
  const sid = c.req.param('reservation') ?? '';
  const reservation = cloud.store.reservations.get(sid);
  if (reservation?.workerSid !== workerOf(cloud, c).sid) {
    throw new ActError(404, 'NOT_FOUND', `There is no reservation ${sid}`);
  }
  return reservation;
}

/** A task this worker was offered, and the latest reservation they had of it. */
function taskOf(cloud: Cloud, c: Context): { task: Task; reservation: Reservation } {
  const sid = c.req.param('task') ?? '';
  const worker = workerOf(cloud, c);
  const task = cloud.store.tasks.get(sid);
  const reservation = [...cloud.store.reservations.values()].findLast(
    (one) => one.taskSid === sid && one.workerSid === worker.sid,
  );
  if (task === undefined || reservation === undefined) {
    throw new ActError(404, 'NOT_FOUND', `There is no task ${sid} for this worker`);
  }
  return { task, reservation };
}

function answerError(error: unknown, c: Context): Response {
  if (error instanceof ActError) return c.json(apiError(error.code, error.message), error.status);
  if (error instanceof RestError) return c.json(apiError(`TWILIO_${error.code}`, error.message), 409);
  throw error;
}

function apiError(code: string, message: string): ApiError {
  return { error: { code, message } };
}

function recordAct(cloud: Cloud, c: Context, took: number): void {
  const [, act = c.req.path] = /\/control\/flex(\/.*)$/.exec(c.req.path) ?? [];
  cloud.world.trace.record({
    at: cloud.world.clock.now() - took,
    from: 'agent',
    to: 'twilio',
    what: `${c.req.method} ${act}`,
    outcome: c.res.status,
    took,
    details: { worker: c.req.param('worker') ?? null },
  });
}
