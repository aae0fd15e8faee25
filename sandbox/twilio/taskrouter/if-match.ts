import type { Context } from 'hono';
import { refusals } from '../errors.ts';

/** TaskRouter refuses a change made on an older version than the current one. */
export function checkVersion(c: Context, version: number): void {
  const wished = c.req.header('If-Match')?.replace(/^"|"$/g, '');
  if (wished === undefined || wished === '*' || wished === String(version)) return;
  throw refusals.staleIfMatch(20412);
}
