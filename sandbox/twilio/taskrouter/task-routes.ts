import { type Context, Hono } from 'hono';
import type { Cloud } from '../cloud.ts';
import type { Reservation, Task } from '../entities.ts';
import { refusals } from '../errors.ts';
import { type Form, type FormTable, readForm } from '../form.ts';
import { acceptReservation, cancelTask, completeTask, requirePending } from '../interactions/lifecycle.ts';
import { parseJson } from '../json.ts';
import { pageAnswer } from '../wire.ts';
import { formatReservation, formatTask, workspacePath } from './formatters.ts';
import { checkVersion } from './if-match.ts';
import { offerTasks, passOver } from './offers.ts';
import {
  changeReservation,
  changeTask,
  createTask,
  defaultTaskTimeout,
  findRouting,
  heldReservation,
  isOver,
  reservationsOf,
} from './tasks.ts';

/** A finished task vanishes from the API some minutes later. */
const KEPT_AFTER_END = 5 * 60_000;

const statuses = ['pending', 'reserved', 'assigned', 'canceled', 'completed', 'wrapping'] as const;

const forms = {
  newTask: {
    Attributes: { object: true },
    Priority: { integer: true },
    Timeout: { integer: true },
    TaskChannel: {},
    WorkflowSid: { sid: 'WW' },
    TaskQueueSid: { sid: 'WQ' },
    RoutingTarget: {},
    IgnoreCapacity: {},
    VirtualStartTime: {},
  },
  task: {
    Attributes: { object: true },
    AssignmentStatus: { values: statuses },
    Reason: {},
    Priority: { integer: true },
    TaskChannel: {},
    VirtualStartTime: {},
  },
  reservation: {
    ReservationStatus: { values: ['accepted', 'rejected', 'timeout', 'completed', 'wrapping', 'canceled'] },
    WorkerActivitySid: { sid: 'WA' },
  },
} as const satisfies Record<string, FormTable>;

export function taskRoutes(cloud: Cloud): Hono {
  const routes = new Hono();

  routes.get('/Tasks', (c) => listTasks(cloud, c));
  routes.post('/Tasks', async (c) => {
    const task = create(cloud, await readForm(c, forms.newTask));
    return c.json(formatTask(cloud, task), 201);
  });
  routes.get('/Tasks/:task', (c) => answerTask(cloud, c, taskIn(cloud, c)));
  routes.post('/Tasks/:task', async (c) => {
    const task = taskIn(cloud, c);
    const form = await readForm(c, forms.task);
    checkVersion(c, task.version);
    updateTask(cloud, task, form);
    return answerTask(cloud, c, task);
  });
  routes.delete('/Tasks/:task', (c) => {
    const task = taskIn(cloud, c);
    checkVersion(c, task.version);
    if (!isOver(task)) cancelTask(cloud, task, 'Deleted');
    cloud.store.tasks.delete(task.sid);
    return c.body(null, 204);
  });
  routes.get('/Tasks/:task/Reservations', (c) => {
    const task = taskIn(cloud, c);
    const { ReservationStatus, WorkerSid } = c.req.query();
    return pageAnswer(c, {
      product: 'taskrouter',
      path: `${workspacePath(cloud)}/Tasks/${task.sid}/Reservations`,
      key: 'reservations',
      items: reservationsOf(cloud, task).filter(
        (one) =>
          (ReservationStatus === undefined || one.status === ReservationStatus) &&
          (WorkerSid === undefined || one.workerSid === WorkerSid),
      ),
      identify: (one) => one.sid,
      format: (one) => formatReservation(cloud, one),
      maximum: 1_000,
    });
  });
  routes.get('/Tasks/:task/Reservations/:reservation', (c) => answerReservation(cloud, c, reservationIn(cloud, c)));
  routes.post('/Tasks/:task/Reservations/:reservation', async (c) => {
    const reservation = reservationIn(cloud, c);
    const form = await readForm(c, forms.reservation);
    checkVersion(c, reservation.version);
    updateReservation(cloud, reservation, form.text('ReservationStatus'));
    return answerReservation(cloud, c, reservation);
  });
  return routes;
}

function answerTask(cloud: Cloud, c: Context, task: Task): Response {
  return c.json(formatTask(cloud, task), 200, { ETag: `"${task.version}"` });
}

function answerReservation(cloud: Cloud, c: Context, reservation: Reservation): Response {
  return c.json(formatReservation(cloud, reservation), 200, { ETag: `"${reservation.version}"` });
}

function isGone(cloud: Cloud, task: Task): boolean {
  return task.endedAt !== null && cloud.world.clock.now() - task.endedAt > KEPT_AFTER_END;
}

function taskIn(cloud: Cloud, c: Context): Task {
  const sid = c.req.param('task') ?? '';
  const task = cloud.store.tasks.get(sid);
  if (task === undefined || isGone(cloud, task)) throw refusals.notFound(`/Tasks/${sid}`);
  return task;
}

function reservationIn(cloud: Cloud, c: Context): Reservation {
  const sid = c.req.param('reservation') ?? '';
  const reservation = cloud.store.reservations.get(sid);
  if (reservation?.taskSid !== taskIn(cloud, c).sid) throw refusals.notFound(`/Reservations/${sid}`);
  return reservation;
}

function listTasks(cloud: Cloud, c: Context): Response {
  const { AssignmentStatus, WorkflowSid, TaskQueueSid, EvaluateTaskAttributes } = c.req.query();
  if (EvaluateTaskAttributes !== undefined) throw refusals.invalid('EvaluateTaskAttributes is not emulated');
  const wanted = AssignmentStatus?.split(',');
  const items = [...cloud.store.tasks.values()].filter(
    (task) =>
      !isGone(cloud, task) &&
      (wanted === undefined || wanted.includes(task.status)) &&
      (WorkflowSid === undefined || task.workflowSid === WorkflowSid) &&
      (TaskQueueSid === undefined || task.queueSid === TaskQueueSid),
  );
  return pageAnswer(c, {
    product: 'taskrouter',
    path: `${workspacePath(cloud)}/Tasks`,
    key: 'tasks',
    items,
    identify: (one) => one.sid,
    format: (one) => formatTask(cloud, one),
    maximum: 1_000,
  });
}

function create(cloud: Cloud, form: Form): Task {
  const workflow = findRouting(cloud, 'workflow', form.text('WorkflowSid') ?? cloud.seed.workflowSid);
  const channel = findRouting(cloud, 'channel', form.text('TaskChannel') ?? 'default');
  if (workflow === undefined) throw refusals.invalid('WorkflowSid is unknown');
  if (channel === undefined) throw refusals.invalid('TaskChannel is unknown');
  const task = createTask(
    cloud,
    {
      workflowSid: workflow.sid,
      taskChannelSid: channel.sid,
      attributes: form.object('Attributes') ?? {},
      priority: form.integer('Priority') ?? 0,
      timeout: form.integer('Timeout') ?? defaultTaskTimeout,
      routingTarget: form.text('RoutingTarget') ?? null,
      channelSid: null,
    },
    (expired) => cancelTask(cloud, expired, 'Task TTL Exceeded'),
  );
  cloud.after(0, () => offerTasks(cloud));
  return task;
}

function updateTask(cloud: Cloud, task: Task, form: Form): void {
  if (isOver(task) && form.has('AssignmentStatus')) throw refusals.invalid(`Task is ${task.status}`);
  const attributes = form.text('Attributes');
  if (attributes !== undefined) task.attributes = JSON.stringify(parseJson(attributes));
  task.priority = form.integer('Priority') ?? task.priority;
  const reason = form.text('Reason');
  switch (form.text('AssignmentStatus')) {
    case undefined:
      changeTask(cloud, task, task.status, reason);
      return;
    case 'canceled':
      if (task.status !== 'pending' && task.status !== 'reserved') {
        throw refusals.invalid('Only a pending or reserved task can be canceled');
      }
      cancelTask(cloud, task, reason ?? '');
      return;
    case 'completed':
      completeTask(cloud, task, reason);
      return;
    case 'wrapping':
      wrap(cloud, task, reason);
      return;
    default:
      throw refusals.invalid('AssignmentStatus can be set to canceled, wrapping or completed');
  }
}

function wrap(cloud: Cloud, task: Task, reason: string | undefined): void {
  if (task.status !== 'assigned') throw refusals.invalid(`Task is ${task.status}`);
  const reservation = heldReservation(cloud, task);
  if (reservation !== undefined) changeReservation(cloud, reservation, 'wrapping');
  changeTask(cloud, task, 'wrapping', reason);
}

function updateReservation(cloud: Cloud, reservation: Reservation, status: string | undefined): void {
  switch (status) {
    case 'accepted':
      acceptReservation(cloud, reservation);
      return;
    case 'rejected':
    case 'timeout':
      requirePending(reservation);
      passOver(cloud, reservation, status);
      return;
    case 'wrapping':
    case 'completed': {
      const task = cloud.store.tasks.get(reservation.taskSid);
      if (task === undefined) throw refusals.notFound('/Tasks');
      if (status === 'completed') completeTask(cloud, task);
      else wrap(cloud, task, undefined);
      return;
    }
    default:
      throw refusals.invalid('ReservationStatus cannot be set so');
  }
}
