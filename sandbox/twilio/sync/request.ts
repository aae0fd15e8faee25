import type { Context } from 'hono';
import type { Cloud } from '../cloud.ts';
import type { SyncService } from './entities.ts';
import { requireSyncService } from './services.ts';

export function serviceOf(cloud: Cloud, c: Context): SyncService {
  return requireSyncService(cloud, c.req.param('service') ?? '');
}
