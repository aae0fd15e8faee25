import { createKeyPair, signBody } from '../../sandbox/discord/keys.ts';

/** The application's key pair, and one that belongs to somebody else. */
export const KEYS = createKeyPair(new Uint8Array(32).fill(1));
export const FOREIGN_KEYS = createKeyPair(new Uint8Array(32).fill(2));
export const NOW = Date.UTC(2026, 10, 23, 9);
export const TIMESTAMP = String(NOW / 1000);

/** A type and not an interface, so that it passes as a record of headers. */
export type SignedHeaders = {
  readonly 'x-signature-ed25519': string;
  readonly 'x-signature-timestamp': string;
};

/** The headers Discord sends with these bytes. */
export function signedHeaders(raw: string, timestamp = TIMESTAMP, keys = KEYS): SignedHeaders {
  return {
    'x-signature-ed25519': signBody(keys.privateKey, timestamp, raw),
    'x-signature-timestamp': timestamp,
  };
}

/** What the platform makes of the bytes: all that a Function gets to see. */
export function parsed(raw: string): Record<string, unknown> {
  const body: unknown = JSON.parse(raw);
  if (typeof body !== 'object' || body === null) throw new Error('The platform takes objects only');
  return { ...body };
}
