import type { Context } from 'hono';
import type { Cloud } from '../cloud.ts';
import { RestError, refusals } from '../errors.ts';
import type { Form } from '../form.ts';
import { sizeOf } from '../json.ts';
import type { SyncValue } from './entities.ts';

const LARGEST = 16 * 1_024;
const LARGE = 10 * 1_024;
const LONGEST_NAME = 320;
const LONGEST_TTL = 31_536_000;

/** Names and keys: at most 320 characters. */
export function checkName(name: string | undefined, what: string): void {
  if (name !== undefined && (name === '' || name.length > LONGEST_NAME)) {
    throw refusals.invalid(`${what} must have 1 to ${LONGEST_NAME} characters`);
  }
}

export function checkData(data: Record<string, unknown>): { data: Record<string, unknown>; size: number } {
  const size = sizeOf(JSON.stringify(data));
  if (size > LARGEST) throw new RestError(413, 54006, `Data is larger than ${LARGEST} bytes`);
  return { data, size };
}

/** When the value expires: undefined when the form says nothing, null for never. */
export function expiryOf(cloud: Cloud, form: Form, ...fields: readonly string[]): number | null | undefined {
  const field = fields.find((one) => form.has(one));
  const seconds = field === undefined ? undefined : form.integer(field);
  if (seconds === undefined) return undefined;
  if (seconds < 0 || seconds > LONGEST_TTL) throw refusals.invalid(`${field} is out of range`);
  return seconds === 0 ? null : cloud.world.clock.now() + seconds * 1_000;
}

/** Opaque and different on each write; only the first one is known beforehand. */
export function nextRevision(cloud: Cloud, before: string): string {
  const [count = '0'] = before.split('-');
  const salt = Math.floor(cloud.world.random.next() * 0xffff).toString(16);
  return `${(Number.parseInt(count, 16) + 1).toString(16)}-${salt}`;
}

export function newValue(cloud: Cloud, data: Record<string, unknown>, expiresAt: number | null): SyncValue {
  const now = cloud.world.clock.now();
  return { ...checkData(data), revision: '0', expiresAt, createdAt: now, updatedAt: now };
}

export function changeValue(
  cloud: Cloud,
  value: SyncValue,
  data: Record<string, unknown> | undefined,
  expiresAt: number | null | undefined,
): void {
  if (data !== undefined) Object.assign(value, checkData(data));
  if (expiresAt !== undefined) value.expiresAt = expiresAt;
  value.revision = nextRevision(cloud, value.revision);
  value.updatedAt = cloud.world.clock.now();
}

export function checkRevision(c: Context, value: SyncValue, code: number): void {
  const wished = c.req.header('If-Match');
  if (wished === undefined) return;
  const revision = wished.replace(/^"|"$/g, '');
  if (revision === '') throw new RestError(400, 54003, 'Invalid If-Match value');
  if (revision !== '*' && revision !== value.revision) throw refusals.staleIfMatch(code);
}

export function isLive(cloud: Cloud, one: { readonly expiresAt: number | null }): boolean {
  return one.expiresAt === null || one.expiresAt > cloud.world.clock.now();
}

/** What is left of a collection once the expired is gone, in order of insertion. */
export function living<K, V extends { readonly expiresAt: number | null }>(cloud: Cloud, all: Map<K, V>): [K, V][] {
  for (const [key, value] of all) {
    if (!isLive(cloud, value)) all.delete(key);
  }
  return [...all];
}

export function spendRead(cloud: Cloud, objectSid: string): void {
  if (!cloud.limits.syncReads.take(objectSid)) throw tooFast();
}

/** Every item write counts for its map or list; an object of 10 KiB or more bears a tenth of the writes. */
export function spendWrite(cloud: Cloud, objectSid: string, size: number): void {
  if (!cloud.limits.syncWrites.take(objectSid, size >= LARGE ? 10 : 1)) throw tooFast();
}

export function spendCreation(cloud: Cloud, serviceSid: string): void {
  if (!cloud.limits.syncCreations.take(serviceSid)) throw tooFast();
}

function tooFast(): RestError {
  return new RestError(429, 54009, 'Rate limit exceeded');
}

export function nameTaken(): RestError {
  return new RestError(409, 54301, 'Unique name already exists');
}

export function noParameters(): RestError {
  return new RestError(400, 54010, 'Expected at least 1 optional parameter, but none were provided');
}
