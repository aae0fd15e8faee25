import type { Cloud } from '../cloud.ts';
import { RestError } from '../errors.ts';
import { addressOf } from '../hosts.ts';
import { date } from '../wire.ts';
import type { SyncService } from './entities.ts';

interface NewService {
  readonly friendlyName: string | null;
  readonly uniqueName?: string;
  readonly sid?: string;
}

export function createSyncService(cloud: Cloud, given: NewService): SyncService {
  const now = cloud.world.clock.now();
  const service: SyncService = {
    sid: given.sid ?? cloud.nextSid('IS'),
    friendlyName: given.friendlyName,
    uniqueName: given.uniqueName ?? null,
    createdAt: now,
    updatedAt: now,
    documents: new Map(),
    maps: new Map(),
    lists: new Map(),
  };
  cloud.store.sync.set(service.sid, service);
  return service;
}

/** By SID, or `default`. */
export function requireSyncService(cloud: Cloud, reference: string): SyncService {
  const services = [...cloud.store.sync.values()];
  const found = services.find((one) => one.sid === reference || one.uniqueName === reference);
  if (found === undefined) throw new RestError(404, 54050, 'Service Instance not found');
  return found;
}

export function formatSyncService(cloud: Cloud, one: SyncService): Record<string, unknown> {
  const url = addressOf('sync', `/v1/Services/${one.sid}`);
  return {
    sid: one.sid,
    unique_name: one.uniqueName,
    account_sid: cloud.account.sid,
    friendly_name: one.friendlyName,
    date_created: date(one.createdAt),
    date_updated: date(one.updatedAt),
    url,
    webhook_url: null,
    webhooks_from_rest_enabled: false,
    reachability_webhooks_enabled: false,
    acl_enabled: false,
    reachability_debouncing_enabled: false,
    reachability_debouncing_window: 5_000,
    links: { documents: `${url}/Documents`, maps: `${url}/Maps`, lists: `${url}/Lists`, streams: `${url}/Streams` },
  };
}
