import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { spellings } from './spelling.ts';

export type Verification =
  /** `spelling` is the number of the candidate that verified, from 1. */
  | { readonly ok: true; readonly spelling: number }
  | { readonly ok: false; readonly reason: 'missing' | 'malformed' | 'stale' | 'wrong' };

/** SubjectPublicKeyInfo prefix of an Ed25519 key (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
/** Seconds a timestamp may lie in the past or future. An interaction is answered within 3 s or not at all. */
const MAX_AGE = 300;

/**
 * Checks the Ed25519 signature of an interaction over timestamp + body.
 *
 * @param headers lower-cased header names
 * @param body the parsed body, without the `request` key that Twilio adds
 * @param publicKey the application's public key, 64 hexadecimal characters
 * @param now milliseconds since the epoch
 */
export function verifyInteraction(
  headers: Readonly<Record<string, string>>,
  body: Readonly<Record<string, unknown>>,
  publicKey: string,
  now: number,
): Verification {
  const signature = headers['x-signature-ed25519'];
  const timestamp = headers['x-signature-timestamp'];
  if (signature === undefined || timestamp === undefined) return { ok: false, reason: 'missing' };
  if (!/^[0-9a-f]{128}$/.test(signature) || !/^\d{1,12}$/.test(timestamp)) return { ok: false, reason: 'malformed' };
  if (Math.abs(now / 1000 - Number(timestamp)) > MAX_AGE) return { ok: false, reason: 'stale' };

  const key = keyObject(publicKey);
  const signatureBytes = Buffer.from(signature, 'hex');
  try {
    for (const { number, text } of spellings(body)) {
      if (verify(null, Buffer.from(timestamp + text), key, signatureBytes)) return { ok: true, spelling: number };
    }
  } catch (error) {
    // Nested deeper than the stack reaches: Discord sends nothing of the kind, and nobody else may cause a failure.
    if (!(error instanceof RangeError)) throw error;
  }
  return { ok: false, reason: 'wrong' };
}

function keyObject(publicKey: string): KeyObject {
  return createPublicKey({
    key: Buffer.concat([SPKI_PREFIX, Buffer.from(publicKey, 'hex')]),
    format: 'der',
    type: 'spki',
  });
}
