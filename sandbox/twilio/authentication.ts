import { timingSafeEqual } from 'node:crypto';
import type { TwilioAccount } from './cloud.ts';
import { refusals } from './errors.ts';

/** Basic authentication with account SID and token; anything else is 401, 20003. */
export function authenticate(account: TwilioAccount, header: string | undefined): void {
  const expected = Buffer.from(`${account.sid}:${account.authToken}`);
  const [scheme = '', credentials = ''] = (header ?? '').split(' ');
  const actual = Buffer.from(credentials, 'base64');
  const matches = actual.length === expected.length && timingSafeEqual(actual, expected);
  if (scheme.toLowerCase() !== 'basic' || !matches) throw refusals.unauthenticated();
}
