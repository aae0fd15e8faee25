import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Cloud } from '../cloud.ts';

/** How long a temporary link works without authentication. */
const LIFETIME = 300_000;

function seal(cloud: Cloud, sid: string, expires: string): string {
  return createHmac('sha256', cloud.account.authToken).update(`${sid} ${expires}`).digest('hex');
}

/** A link that anybody may fetch, for a short while. */
export function temporaryLink(cloud: Cloud, sid: string): string {
  const expires = String(cloud.world.clock.now() + LIFETIME);
  return `${cloud.publicUrl()}/media/${sid}?expires=${expires}&seal=${seal(cloud, sid, expires)}`;
}

export function opens(cloud: Cloud, sid: string, expires: string, given: string): boolean {
  const expected = Buffer.from(seal(cloud, sid, expires));
  const actual = Buffer.from(given);
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) return false;
  return Number(expires) > cloud.world.clock.now();
}
