import type { Cloud } from '../cloud.ts';
import type { Reservation, Task, Worker } from '../entities.ts';
import { changeReservation, changeTask, heldReservation, isHeld } from './tasks.ts';
import { isAvailable } from './workers.ts';

/** Tasks one worker may hold at a time on the chat channel. */
const CAPACITY = 10;

/** A worker who let a task pass is not asked for it again this soon. */
const REST = 15_000;

/** Offers every waiting task to one worker who is free for it: urgent ones first, then the oldest. */
export function offerTasks(cloud: Cloud): void {
  const waiting = [...cloud.store.tasks.values()].filter((task) => task.status === 'pending');
  waiting.sort((a, b) => b.priority - a.priority || a.createdAt - b.createdAt);
  for (const task of waiting) {
    const worker = nextWorker(cloud, task);
    if (worker !== undefined) offer(cloud, task, worker);
  }
}

/** The worker who has waited longest among those free for the task. */
function nextWorker(cloud: Cloud, task: Task): Worker | undefined {
  const free = [...cloud.store.workers.values()].filter((worker) => isFreeFor(cloud, worker, task));
  return free.sort((a, b) => lastOfferTo(cloud, a) - lastOfferTo(cloud, b))[0];
}

function isFreeFor(cloud: Cloud, worker: Worker, task: Task): boolean {
  if (task.routingTarget !== null && task.routingTarget !== worker.sid) return false;
  if (!isAvailable(cloud, worker)) return false;
  const own = [...cloud.store.reservations.values()].filter((one) => one.workerSid === worker.sid);
  if (own.filter(isHeld).length >= CAPACITY) return false;
  const now = cloud.world.clock.now();
  return !own.some((one) => one.taskSid === task.sid && letPass(one) && now - one.updatedAt < REST);
}

function letPass(reservation: Reservation): boolean {
  return reservation.status === 'rejected' || reservation.status === 'timeout';
}

function lastOfferTo(cloud: Cloud, worker: Worker): number {
  return [...cloud.store.reservations.values()].findLast((one) => one.workerSid === worker.sid)?.createdAt ?? 0;
}

function offer(cloud: Cloud, task: Task, worker: Worker): void {
  const now = cloud.world.clock.now();
  const reservation: Reservation = {
    sid: cloud.nextSid('WR'),
    taskSid: task.sid,
    workerSid: worker.sid,
    status: 'pending',
    createdAt: now,
    updatedAt: now,
    version: 0,
  };
  cloud.store.reservations.set(reservation.sid, reservation);
  changeTask(cloud, task, 'reserved');
  const seconds = cloud.store.routing.get(task.workflowSid)?.reservationTimeout ?? 120;
  cloud.after(seconds * 1_000, () => {
    if (reservation.status === 'pending') passOver(cloud, reservation, 'timeout');
  });
}

/** The worker rejected the offer or let it run out: the task waits again, and is offered on. */
export function passOver(cloud: Cloud, reservation: Reservation, how: 'rejected' | 'timeout'): void {
  changeReservation(cloud, reservation, how);
  const task = cloud.store.tasks.get(reservation.taskSid);
  if (task === undefined || task.status !== 'reserved') return;
  if (task.routingTarget !== null) {
    // An invite to one worker who declines ends there.
    changeTask(
      cloud,
      task,
      'canceled',
      how === 'rejected' ? 'Rejected by the invited worker' : 'Invited worker timed out',
    );
    return;
  }
  changeTask(cloud, task, 'pending');
  offerTasks(cloud);
  cloud.after(REST, () => offerTasks(cloud));
}

/** Takes an offer or a held task back because the task itself ended. */
export function withdraw(cloud: Cloud, task: Task, how: 'rescinded' | 'canceled' | 'completed'): void {
  const reservation = heldReservation(cloud, task);
  if (reservation !== undefined) changeReservation(cloud, reservation, how);
}
