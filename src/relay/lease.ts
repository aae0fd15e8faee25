import { nonceOf } from './nonce.ts';
import type { RelayPorts } from './ports.ts';

/** The right to sweep. Passed from run to run, so that it never lies idle between two runs of one chain. */
export interface Lease {
  readonly holder: string;
  readonly revision: string;
}

interface LeaseRecord {
  readonly holder: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

const LEASE = 'relay.lease';
/** Longer than a Function lives plus the hand-over: an expired lease belongs to a dead chain. */
const LIFE = 15_000;

/** The lease, when it is free, expired, or ours already; else null. Of several takers exactly one gets it. */
export async function takeLease(ports: RelayPorts, carried: Lease | null, interrupted = false): Promise<Lease | null> {
  const now = ports.clock.now();
  const record: LeaseRecord = { holder: carried?.holder ?? nonceOf(now, ports.random.next()), until: now + LIFE };
  if (carried !== null) {
    const renewed = await ports.store.update(LEASE, record, carried.revision);
    if (renewed === null && interrupted) return ownAgain(ports, record);
    return renewed === null ? null : { holder: record.holder, revision: renewed.revision };
  }
  const current = await ports.store.read<LeaseRecord>(LEASE);
  if (current === null) {
    const created = await ports.store.create(LEASE, record);
    return created === null ? null : { holder: record.holder, revision: created.revision };
  }
  if (current.data.until > now) return null;
  const taken = await ports.store.update(LEASE, record, current.revision);
  return taken === null ? null : { holder: record.holder, revision: taken.revision };
}

/** Null when another chain has taken over in the meantime: then this one must stop. */
export async function renewLease(ports: RelayPorts, lease: Lease): Promise<Lease | null> {
  const record: LeaseRecord = { holder: lease.holder, until: ports.clock.now() + LIFE };
  const renewed = await ports.store.update(LEASE, record, lease.revision);
  return renewed === null ? null : { holder: lease.holder, revision: renewed.revision };
}

export async function releaseLease(ports: RelayPorts, lease: Lease): Promise<void> {
  await ports.store.update(LEASE, { holder: lease.holder, until: 0 }, lease.revision);
}

/** The lease moved on while it was ours: a run of this chain was interrupted between a write and its answer. */
async function ownAgain(ports: RelayPorts, record: LeaseRecord): Promise<Lease | null> {
  const current = await ports.store.read<LeaseRecord>(LEASE);
  if (current?.data.holder !== record.holder) return null;
  const taken = await ports.store.update(LEASE, record, current.revision);
  return taken === null ? null : { holder: record.holder, revision: taken.revision };
}
