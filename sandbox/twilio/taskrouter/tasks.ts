import type { Cloud } from '../cloud.ts';
import type { Reservation, ReservationStatus, RoutingObject, Task, TaskStatus } from '../entities.ts';
import { refusals } from '../errors.ts';

interface NewTask {
  readonly workflowSid: string;
  readonly taskChannelSid: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly priority: number;
  /** Seconds it may wait for an agent. */
  readonly timeout: number;
  readonly routingTarget: string | null;
  readonly channelSid: string | null;
  readonly sid?: string;
}

export const defaultTaskTimeout = 86_400;

const OVER: readonly TaskStatus[] = ['completed', 'canceled'];
const HELD: readonly ReservationStatus[] = ['pending', 'accepted', 'wrapping'];

export function isOver(task: Task): boolean {
  return OVER.includes(task.status);
}

export function isHeld(reservation: Reservation): boolean {
  return HELD.includes(reservation.status);
}

/** Files the task; who asks for it also calls `offerTasks`. `expire` runs when no agent took it in time. */
export function createTask(cloud: Cloud, given: NewTask, expire: (task: Task) => void): Task {
  const now = cloud.world.clock.now();
  const task: Task = {
    sid: given.sid ?? cloud.nextSid('WT'),
    workflowSid: given.workflowSid,
    queueSid: cloud.seed.taskQueueSid,
    taskChannelSid: given.taskChannelSid,
    attributes: JSON.stringify(given.attributes),
    status: 'pending',
    priority: given.priority,
    reason: '',
    timeout: given.timeout,
    routingTarget: given.routingTarget,
    channelSid: given.channelSid,
    createdAt: now,
    updatedAt: now,
    endedAt: null,
    version: 0,
  };
  cloud.store.tasks.set(task.sid, task);
  cloud.after(task.timeout * 1_000, () => {
    if (task.status === 'pending' || task.status === 'reserved') expire(task);
  });
  cloud.changed();
  return task;
}

export function changeTask(cloud: Cloud, task: Task, status: TaskStatus, reason?: string): void {
  task.status = status;
  task.reason = reason ?? task.reason;
  task.updatedAt = cloud.world.clock.now();
  task.version += 1;
  if (isOver(task)) task.endedAt = task.updatedAt;
  cloud.changed();
}

export function changeReservation(cloud: Cloud, reservation: Reservation, status: ReservationStatus): void {
  reservation.status = status;
  reservation.updatedAt = cloud.world.clock.now();
  reservation.version += 1;
  cloud.changed();
}

/** The reservation that offers or gives this task to a worker. */
export function heldReservation(cloud: Cloud, task: Task): Reservation | undefined {
  return reservationsOf(cloud, task).findLast(isHeld);
}

export function reservationsOf(cloud: Cloud, task: Task): Reservation[] {
  return [...cloud.store.reservations.values()].filter((one) => one.taskSid === task.sid);
}

export function requireTask(cloud: Cloud, sid: string): Task {
  const task = cloud.store.tasks.get(sid);
  if (task === undefined) throw refusals.notFound(`/Tasks/${sid}`);
  return task;
}

export function routingObjects(cloud: Cloud, kind: RoutingObject['kind']): RoutingObject[] {
  return [...cloud.store.routing.values()].filter((one) => one.kind === kind);
}

/** By SID or, as for task channels, by unique name. */
export function findRouting(cloud: Cloud, kind: RoutingObject['kind'], reference: string): RoutingObject | undefined {
  return routingObjects(cloud, kind).find((one) => one.sid === reference || one.uniqueName === reference);
}
