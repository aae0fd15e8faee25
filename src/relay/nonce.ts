import { createHash } from 'node:crypto';
import { LIMITS } from '../discord/limits.ts';

/** One nonce for one thing to be said: the same parts give the same nonce, from whichever run. */
export function nonceOf(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, LIMITS.nonce);
}

/** Short digest of a text, to notice that it has changed. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 10);
}
