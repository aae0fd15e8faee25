import { createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';

export interface KeyPair {
  readonly privateKey: KeyObject;
  /** Hex, as the developer portal shows it. */
  readonly publicKey: string;
}

/** PKCS #8 frame of an Ed25519 private key: the 32 bytes of the seed follow it. */
const PKCS8_FRAME = Buffer.from('302e020100300506032b657004220420', 'hex');
const SEED_BYTES = 32;

/** The key pair of an application. The same seed gives the same pair. */
export function createKeyPair(seed: Uint8Array = randomBytes(SEED_BYTES)): KeyPair {
  if (seed.byteLength !== SEED_BYTES) throw new RangeError(`An Ed25519 seed has ${SEED_BYTES} bytes`);
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_FRAME, seed]), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return { privateKey, publicKey: spki.subarray(-SEED_BYTES).toString('hex') };
}

/** Discord signs the timestamp followed by the body. */
export function signBody(privateKey: KeyObject, timestamp: string, body: string): string {
  return sign(null, Buffer.from(timestamp + body), privateKey).toString('hex');
}
