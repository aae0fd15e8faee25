import type { Session } from '../session/session.ts';
import type { RelayPorts } from './ports.ts';

/** A DM that the sweep reads. One entry a member, in one collection of the store. */
export interface Watched {
  readonly channelId: string;
  /** Milliseconds since the epoch after which it is no longer read; null: while the chat is open. */
  readonly until: number | null;
  /** Milliseconds since the epoch of the last event worth a quick look. */
  readonly since: number;
}

export const WATCHED = 'relay.watched';

/** Milliseconds for which an ended chat is still read, so that plain typing starts a new one. */
const AFTER_END = 15 * 60_000;

/** Puts the member's DM under watch. Threads are not read: what is typed there needs a privileged intent. */
export async function watch(ports: RelayPorts, session: Session): Promise<void> {
  if (session.channelId === null || session.channelKind !== 'dm') return;
  const entry: Watched = { channelId: session.channelId, until: null, since: ports.clock.now() };
  await ports.store.setEntry(WATCHED, session.memberId, entry);
}

/** Lets the watch run out some time after the end. */
export async function watchUntil(ports: RelayPorts, session: Session): Promise<void> {
  if (session.channelId === null || session.channelKind !== 'dm') return;
  const now = ports.clock.now();
  const entry: Watched = { channelId: session.channelId, until: now + AFTER_END, since: now };
  await ports.store.setEntry(WATCHED, session.memberId, entry);
}

/** Ends the watch at once. */
export async function unwatch(ports: RelayPorts, memberId: string): Promise<void> {
  await ports.store.removeEntry(WATCHED, memberId);
}
