import type { Cloud } from './cloud.ts';
import type { RoutingObject } from './entities.ts';
import { createSyncService } from './sync/services.ts';
import { createWorker } from './taskrouter/workers.ts';

/** What stands in a fresh Flex account, and one agent who is available. */
export function seedCloud(cloud: Cloud): void {
  const { seed, store } = cloud;
  const now = cloud.world.clock.now();
  const configuration = {
    task_routing: { filters: [], default_filter: { queue: seed.taskQueueSid } },
  };

  function add(given: Pick<RoutingObject, 'sid' | 'kind' | 'friendlyName'> & Partial<RoutingObject>): void {
    store.routing.set(given.sid, {
      uniqueName: '',
      available: false,
      definition: '',
      reservationTimeout: 120,
      createdAt: now,
      updatedAt: now,
      ...given,
    });
  }

  add({ sid: seed.availableActivitySid, kind: 'activity', friendlyName: 'Available', available: true });
  add({ sid: seed.offlineActivitySid, kind: 'activity', friendlyName: 'Offline' });
  add({ sid: seed.taskQueueSid, kind: 'queue', friendlyName: 'Everyone', definition: '1==1' });
  add({
    sid: seed.workflowSid,
    kind: 'workflow',
    friendlyName: 'Assign to Anyone',
    definition: JSON.stringify(configuration),
  });
  add({ sid: seed.chatTaskChannelSid, kind: 'channel', friendlyName: 'Programmable Chat', uniqueName: 'chat' });
  add({ sid: cloud.nextSid('TC'), kind: 'channel', friendlyName: 'Default', uniqueName: 'default' });
  createSyncService(cloud, { friendlyName: 'Default Service', uniqueName: 'default', sid: seed.syncServiceSid });
  createWorker(cloud, { name: 'kim', available: true, sid: seed.workerSid });
}
