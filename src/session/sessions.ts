import { Fault } from '../errors.ts';
import type { Clock, Deadline, Random } from '../ports.ts';
import type { Store, Stored } from '../store/store.ts';
import { withinBounds } from './bounds.ts';
import { type MemberFacts, newSession, type Session } from './session.ts';

export interface Sessions {
  /** From this run's memory where it has been read before, else from the store. Null: never seen. */
  load(memberId: string): Promise<Session | null>;
  /** From the store, whatever this run remembers. */
  reload(memberId: string): Promise<Session | null>;
  /** The session, created if need be; name, locale and server are brought up to date with the next change. */
  of(member: MemberFacts): Promise<Session>;
  /**
   * Writes what `decide` makes of the current session. `decide` may run several times, since another writer may come
   * first; answering the same object writes nothing.
   */
  change(memberId: string, decide: (session: Session) => Session): Promise<Session>;
  /** Writes `next` only if the session is still `base`, as loaded; null when another writer came first. */
  claim(base: Session, next: Session): Promise<Session | null>;
}

const ATTEMPTS = 12;

/** Sessions in the store, one document a member, changed only from the revision they were read at (ADR 0004). */
export function createSessions(store: Store, ports: { clock: Clock; random: Random; deadline: Deadline }): Sessions {
  const seen = new Map<string, Stored<Session>>();

  async function fetchStored(memberId: string): Promise<Stored<Session> | null> {
    const stored = await store.read<Session>(documentName(memberId));
    if (stored === null) seen.delete(memberId);
    else seen.set(memberId, stored);
    return stored;
  }

  async function current(memberId: string): Promise<Stored<Session>> {
    const stored = seen.get(memberId) ?? (await fetchStored(memberId));
    if (stored !== null) return stored;
    throw new Fault('REQUEST_INVALID', `There is no session of member ${memberId}`, {
      remedy: 'Nothing to do: the session was deleted while an event of it was under way.',
    });
  }

  async function write(next: Session, revision: string): Promise<Session | null> {
    const written = await store.update(documentName(next.memberId), withinBounds(next), revision);
    if (written === null) seen.delete(next.memberId);
    else seen.set(next.memberId, written);
    return written?.data ?? null;
  }

  return {
    load: async (memberId) => (seen.get(memberId) ?? (await fetchStored(memberId)))?.data ?? null,
    reload: async (memberId) => (await fetchStored(memberId))?.data ?? null,
    async of(member) {
      const stored = seen.get(member.memberId) ?? (await fetchStored(member.memberId));
      if (stored !== null) return stored.data;
      const created = await store.create(documentName(member.memberId), newSession(member, ports.clock.now()));
      if (created === null) return (await current(member.memberId)).data;
      seen.set(member.memberId, created);
      return created.data;
    },
    async change(memberId, decide) {
      for (let made = 1; made <= ATTEMPTS; made += 1) {
        const { data, revision } = await current(memberId);
        const next = decide(data);
        if (next === data) return data;
        const written = await write(next, revision);
        if (written !== null) return written;
        const wait = 20 * made * ports.random.next();
        if (ports.clock.now() + wait > ports.deadline.at) break;
        await ports.clock.sleep(wait);
      }
      throw new Fault('STORE_CONFLICT', `Session of member ${memberId} is being changed by too many at once`, {
        remedy: 'Nothing to do if it passes: the next event repeats the work.',
        status: 503,
      });
    },
    async claim(base, next) {
      const stored = seen.get(base.memberId);
      return stored?.data === base ? write(next, stored.revision) : null;
    },
  };
}

export function documentName(memberId: string): string {
  return `session.${memberId}`;
}
