import type { Cloud } from '../cloud.ts';
import type { Conversation } from '../entities.ts';

/** The conversation itself, without what hangs on it. */
function bare(conversation: Conversation): Record<string, unknown> {
  const { participants: _p, messages: _m, webhooks: _w, cancelTimer: _t, ...own } = conversation;
  return own;
}

/** The raw entities, for assertions: `attributes` as the text that is stored, times in milliseconds. */
export function rawState(cloud: Cloud): Record<string, readonly unknown[]> {
  const { store } = cloud;
  const conversations = [...store.conversations.values()];
  return {
    conversations: conversations.map(bare),
    participants: conversations.flatMap((one) => [...one.participants.values()]),
    messages: conversations.flatMap((one) => [...one.messages.values()]),
    webhooks: conversations.flatMap((one) => [...one.webhooks.values()]),
    users: [...store.users.values()],
    workers: [...store.workers.values()],
    tasks: [...store.tasks.values()],
    reservations: [...store.reservations.values()],
    interactions: [...store.interactions.values()],
    channels: [...store.channels.values()],
    invites: [...store.invites.values()],
    executions: cloud.studio?.executions() ?? [],
    deliveries: store.deliveries,
    requests: store.requests,
    sync: syncObjects(cloud),
  };
}

function syncObjects(cloud: Cloud): Record<string, unknown>[] {
  return [...cloud.store.sync.values()].flatMap((service) => [
    ...[...service.documents.values()].map((one) => ({ kind: 'document', serviceSid: service.sid, ...one })),
    ...[...service.maps.values()].map((one) => ({
      kind: 'map',
      serviceSid: service.sid,
      ...one,
      items: [...one.items].map(([key, value]) => ({ key, ...value })),
    })),
    ...[...service.lists.values()].map((one) => ({
      kind: 'list',
      serviceSid: service.sid,
      ...one,
      items: [...one.items].map(([index, value]) => ({ index, ...value })),
    })),
  ]);
}
