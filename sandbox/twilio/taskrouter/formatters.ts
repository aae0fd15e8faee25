import type { Cloud } from '../cloud.ts';
import type { Reservation, RoutingObject, Task, Worker } from '../entities.ts';
import { addressOf } from '../hosts.ts';
import { date } from '../wire.ts';
import { isAvailable } from './workers.ts';

export function workspacePath(cloud: Cloud): string {
  return `/v1/Workspaces/${cloud.seed.workspaceSid}`;
}

function address(cloud: Cloud, path: string): string {
  return addressOf('taskrouter', `${workspacePath(cloud)}${path}`);
}

function common(cloud: Cloud, one: { sid: string; createdAt: number; updatedAt: number }): Record<string, unknown> {
  return {
    sid: one.sid,
    account_sid: cloud.account.sid,
    workspace_sid: cloud.seed.workspaceSid,
    date_created: date(one.createdAt),
    date_updated: date(one.updatedAt),
  };
}

export function formatTask(cloud: Cloud, one: Task): Record<string, unknown> {
  const { routing } = cloud.store;
  const url = address(cloud, `/Tasks/${one.sid}`);
  return {
    ...common(cloud, one),
    age: Math.floor(((one.endedAt ?? cloud.world.clock.now()) - one.createdAt) / 1_000),
    assignment_status: one.status,
    attributes: one.attributes,
    addons: '{}',
    task_queue_entered_date: date(one.createdAt),
    virtual_start_time: date(one.createdAt),
    priority: one.priority,
    reason: one.reason === '' ? null : one.reason,
    task_queue_sid: one.queueSid,
    task_queue_friendly_name: routing.get(one.queueSid)?.friendlyName ?? null,
    task_channel_sid: one.taskChannelSid,
    task_channel_unique_name: routing.get(one.taskChannelSid)?.uniqueName ?? null,
    timeout: one.timeout,
    workflow_sid: one.workflowSid,
    workflow_friendly_name: routing.get(one.workflowSid)?.friendlyName ?? null,
    ignore_capacity: false,
    routing_target: one.routingTarget,
    url,
    links: {
      task_queue: address(cloud, `/TaskQueues/${one.queueSid}`),
      workflow: address(cloud, `/Workflows/${one.workflowSid}`),
      workspace: address(cloud, ''),
      reservations: `${url}/Reservations`,
    },
  };
}

export function formatReservation(cloud: Cloud, one: Reservation): Record<string, unknown> {
  return {
    ...common(cloud, one),
    reservation_status: one.status,
    task_sid: one.taskSid,
    worker_sid: one.workerSid,
    worker_name: cloud.store.workers.get(one.workerSid)?.friendlyName ?? null,
    url: address(cloud, `/Tasks/${one.taskSid}/Reservations/${one.sid}`),
    links: {
      task: address(cloud, `/Tasks/${one.taskSid}`),
      worker: address(cloud, `/Workers/${one.workerSid}`),
      workspace: address(cloud, ''),
    },
  };
}

export function formatWorker(cloud: Cloud, one: Worker): Record<string, unknown> {
  const url = address(cloud, `/Workers/${one.sid}`);
  return {
    ...common(cloud, one),
    friendly_name: one.friendlyName,
    attributes: one.attributes,
    activity_sid: one.activitySid,
    activity_name: cloud.store.routing.get(one.activitySid)?.friendlyName ?? null,
    available: isAvailable(cloud, one),
    date_status_changed: date(one.statusChangedAt),
    url,
    links: {
      activity: address(cloud, `/Activities/${one.activitySid}`),
      reservations: `${url}/Reservations`,
      workspace: address(cloud, ''),
    },
  };
}

export function formatRoutingObject(cloud: Cloud, one: RoutingObject): Record<string, unknown> {
  const base = { ...common(cloud, one), friendly_name: one.friendlyName };
  const links = { workspace: address(cloud, '') };
  switch (one.kind) {
    case 'activity':
      return { ...base, available: one.available, url: address(cloud, `/Activities/${one.sid}`), links };
    case 'channel':
      return {
        ...base,
        unique_name: one.uniqueName,
        channel_optimized_routing: false,
        url: address(cloud, `/TaskChannels/${one.sid}`),
        links,
      };
    case 'queue':
      return {
        ...base,
        target_workers: one.definition,
        max_reserved_workers: 1,
        task_order: 'FIFO',
        assignment_activity_sid: null,
        assignment_activity_name: null,
        reservation_activity_sid: null,
        reservation_activity_name: null,
        url: address(cloud, `/TaskQueues/${one.sid}`),
        links,
      };
    case 'workflow':
      return {
        ...base,
        configuration: one.definition,
        document_content_type: 'application/json',
        assignment_callback_url: null,
        fallback_assignment_callback_url: null,
        task_reservation_timeout: one.reservationTimeout,
        url: address(cloud, `/Workflows/${one.sid}`),
        links,
      };
  }
}

export function formatWorkspace(cloud: Cloud): Record<string, unknown> {
  const url = address(cloud, '');
  return {
    account_sid: cloud.account.sid,
    sid: cloud.seed.workspaceSid,
    friendly_name: 'Flex Task Assignment',
    date_created: date(0),
    date_updated: date(0),
    default_activity_name: 'Offline',
    default_activity_sid: cloud.seed.offlineActivitySid,
    timeout_activity_name: 'Offline',
    timeout_activity_sid: cloud.seed.offlineActivitySid,
    event_callback_url: null,
    events_filter: null,
    multi_task_enabled: true,
    prioritize_queue_order: 'FIFO',
    url,
    links: { tasks: `${url}/Tasks`, workers: `${url}/Workers`, task_queues: `${url}/TaskQueues` },
  };
}
