import type { Cloud } from '../cloud.ts';
import { addressOf } from '../hosts.ts';
import { date, dateOrNull } from '../wire.ts';
import type { SyncCollection, SyncDocument, SyncService, SyncValue } from './entities.ts';

function common(
  cloud: Cloud,
  service: SyncService,
  one: { revision: string; expiresAt: number | null; createdAt: number; updatedAt: number },
): Record<string, unknown> {
  return {
    account_sid: cloud.account.sid,
    service_sid: service.sid,
    revision: one.revision,
    date_expires: dateOrNull(one.expiresAt),
    date_created: date(one.createdAt),
    date_updated: date(one.updatedAt),
    created_by: 'system',
  };
}

export function servicePath(service: SyncService): string {
  return `/v1/Services/${service.sid}`;
}

export function formatDocument(cloud: Cloud, service: SyncService, one: SyncDocument): Record<string, unknown> {
  const url = addressOf('sync', `${servicePath(service)}/Documents/${one.sid}`);
  return {
    ...common(cloud, service, one),
    sid: one.sid,
    unique_name: one.uniqueName,
    data: one.data,
    url,
    links: { permissions: `${url}/Permissions` },
  };
}

export function formatCollection(
  cloud: Cloud,
  service: SyncService,
  kind: 'Maps' | 'Lists',
  one: SyncCollection,
): Record<string, unknown> {
  const url = addressOf('sync', `${servicePath(service)}/${kind}/${one.sid}`);
  return {
    ...common(cloud, service, one),
    sid: one.sid,
    unique_name: one.uniqueName,
    url,
    links: { items: `${url}/Items`, permissions: `${url}/Permissions` },
  };
}

export function formatItem(
  cloud: Cloud,
  service: SyncService,
  place: { readonly kind: 'Maps' | 'Lists'; readonly sid: string; readonly key: string | number },
  one: SyncValue,
): Record<string, unknown> {
  const own =
    place.kind === 'Maps' ? { key: place.key, map_sid: place.sid } : { index: place.key, list_sid: place.sid };
  const path = `${servicePath(service)}/${place.kind}/${place.sid}/Items/${encodeURIComponent(place.key)}`;
  return { ...common(cloud, service, one), ...own, data: one.data, url: addressOf('sync', path) };
}
