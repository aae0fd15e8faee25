import type { Cloud } from '../cloud.ts';
import { ensureUser } from '../conversations/users.ts';
import type { Worker } from '../entities.ts';
import { refusals } from '../errors.ts';

interface NewWorker {
  readonly name: string;
  readonly available: boolean;
  readonly sid?: string;
}

/** Flex makes the identity of the e-mail address: what is no letter or digit is written as `_` and two hex digits. */
function identityOf(email: string): string {
  return email.replace(/[^A-Za-z0-9]/g, (letter) => {
    const code = letter.charCodeAt(0).toString(16).toUpperCase();
    return `_${code.padStart(2, '0')}`;
  });
}

export function createWorker(cloud: Cloud, given: NewWorker): Worker {
  const now = cloud.world.clock.now();
  const mailbox = given.name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '.')
    .replace(/^\.+|\.+$/g, '');
  const email = `${mailbox === '' ? 'agent' : mailbox}@example.com`;
  const identity = identityOf(email);
  const attributes = { full_name: given.name, email, contact_uri: `client:${identity}`, roles: ['agent'] };
  const worker: Worker = {
    sid: given.sid ?? cloud.nextSid('WK'),
    friendlyName: email,
    identity,
    name: given.name,
    attributes: JSON.stringify(attributes),
    activitySid: activityFor(cloud, given.available),
    statusChangedAt: now,
    createdAt: now,
    updatedAt: now,
    version: 0,
  };
  cloud.store.workers.set(worker.sid, worker);
  ensureUser(cloud, identity, given.name);
  cloud.changed();
  return worker;
}

export function activityFor(cloud: Cloud, available: boolean): string {
  return available ? cloud.seed.availableActivitySid : cloud.seed.offlineActivitySid;
}

export function changeActivity(cloud: Cloud, worker: Worker, activitySid: string): void {
  if (worker.activitySid === activitySid) return;
  worker.activitySid = activitySid;
  worker.statusChangedAt = cloud.world.clock.now();
  touchWorker(cloud, worker);
}

export function touchWorker(cloud: Cloud, worker: Worker): void {
  worker.updatedAt = cloud.world.clock.now();
  worker.version += 1;
  cloud.changed();
}

export function isAvailable(cloud: Cloud, worker: Worker): boolean {
  return cloud.store.routing.get(worker.activitySid)?.available === true;
}

export function requireWorker(cloud: Cloud, sid: string): Worker {
  const worker = cloud.store.workers.get(sid);
  if (worker === undefined) throw refusals.notFound(`/Workers/${sid}`);
  return worker;
}

export function workerByIdentity(cloud: Cloud, identity: string): Worker | undefined {
  return [...cloud.store.workers.values()].find((one) => one.identity === identity);
}
