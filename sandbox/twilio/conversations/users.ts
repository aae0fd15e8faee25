import type { Cloud } from '../cloud.ts';
import type { User } from '../entities.ts';
import { RestError, refusals } from '../errors.ts';
import type { Form } from '../form.ts';
import { checkAttributes } from './attributes.ts';

export function findUser(cloud: Cloud, reference: string): User | undefined {
  const bySid = cloud.store.users.get(reference);
  if (bySid !== undefined) return bySid;
  return [...cloud.store.users.values()].find((one) => one.identity === reference);
}

export function requireUser(cloud: Cloud, reference: string): User {
  const found = findUser(cloud, reference);
  if (found === undefined) throw refusals.notFound(`/Users/${reference}`);
  return found;
}

/** A user appears by itself with the first participant of that identity. */
export function ensureUser(cloud: Cloud, identity: string, friendlyName?: string): User {
  const known = findUser(cloud, identity);
  if (known !== undefined) return known;
  const now = cloud.world.clock.now();
  const user: User = {
    sid: cloud.nextSid('US'),
    identity,
    friendlyName: friendlyName ?? null,
    attributes: '{}',
    roleSid: cloud.seed.agentRoleSid,
    createdAt: now,
    updatedAt: now,
  };
  cloud.store.users.set(user.sid, user);
  return user;
}

export function createUser(cloud: Cloud, identity: string, form: Form): User {
  if (findUser(cloud, identity) !== undefined) throw new RestError(409, 50201, 'User already exists');
  checkAttributes(form.text('Attributes') ?? '{}', 'user');
  const user = ensureUser(cloud, identity);
  updateUser(cloud, user, form);
  return user;
}

export function updateUser(cloud: Cloud, user: User, form: Form): void {
  const attributes = form.text('Attributes');
  if (attributes !== undefined) user.attributes = checkAttributes(attributes, 'user');
  user.friendlyName = form.text('FriendlyName') ?? user.friendlyName;
  user.roleSid = form.text('RoleSid') ?? user.roleSid;
  user.updatedAt = cloud.world.clock.now();
  cloud.changed();
}
