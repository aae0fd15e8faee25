import type { AppPorts } from '../../src/app/ports.ts';
import { drainOutbound } from '../../src/relay/outbound.ts';
import { reconcile } from '../../src/relay/reconcile.ts';
import { type SweepState, sweep } from '../../src/relay/sweep.ts';
import { createSeededRandom } from '../support/relay-clock.ts';
import { createRelayWorld, type RelayWorld } from '../support/relay-world.ts';
import { botSaid, chatWithAgent } from './agents.ts';
import { saidBy } from './looks.ts';

const MESSAGES = 25;

/** Everything that can go wrong on the wire, each now and then. */
function raiseStorm(world: RelayWorld): void {
  for (const target of ['discord', 'twilio'] as const) {
    world.world.faults.add({ target, kind: 'drop-response', match: 'POST', rate: 0.08 });
    world.world.faults.add({ target, kind: 'reset', match: '', rate: 0.05 });
    world.world.faults.add({ target, kind: 'status', status: 503, match: '', rate: 0.05 });
    world.world.faults.add({ target, kind: 'status', status: 429, retryAfter: 0.3, match: '', rate: 0.05 });
    world.world.faults.add({ target, kind: 'delay', delay: 700, match: '', rate: 0.1 });
  }
}

describe.each([1, 2, 3, 4, 5, 6])('a storm, seed %i', (seed) => {
  it('loses nothing, doubles nothing and keeps the order in both directions (R01, R02, R19, R25, R26)', async () => {
    const world = createRelayWorld({ seed });
    const random = createSeededRandom(seed * 1_000);
    await chatWithAgent(world);
    let state: SweepState | null = null;

    async function sweepOnce(ports: AppPorts): Promise<void> {
      const result = await sweep(ports, { state, wake: null });
      state = result.kind === 'continue' ? result.state : null;
    }

    /** A webhook may be lost, doubled, or carried out by a process that dies. */
    async function webhook(): Promise<void> {
      const luck = random.next();
      const work = (ports: AppPorts) => drainOutbound(ports, world.memberId).catch(() => undefined);
      if (luck < 0.2) return;
      if (luck < 0.4) await world.together([work, work]);
      else if (luck < 0.5) await world.runUntilDeath(work, { at: 1 + Math.floor(random.next() * 6), when: 'after' });
      else await world.run(work);
    }

    /** A run of the sweep may die as well; then its chain is broken, and the next one waits for the lease. */
    async function sweepOrDie(): Promise<void> {
      const work = (ports: AppPorts) => sweepOnce(ports).catch(() => undefined);
      if (random.next() < 0.7) return world.run(work);
      const when = random.next() < 0.5 ? 'after' : 'before';
      await world.runUntilDeath(work, { at: 1 + Math.floor(random.next() * 30), when });
      state = null;
      world.clock.advance(10_000);
    }

    raiseStorm(world);
    for (let number = 0; number < MESSAGES; number += 1) {
      await world.member().type(`member ${number}`);
      await world.worker().say(`agent ${number}`);
      await webhook();
      await sweepOrDie();
      if (random.next() < 0.3) world.clock.advance(16_000);
    }
    world.world.faults.clear();
    for (let runs = 0; runs < 12; runs += 1) {
      world.clock.advance(8_000);
      await world.run((ports) => sweepOnce(ports).catch(() => undefined));
    }
    await world.run((ports) => reconcile(ports, world.memberId));

    const fromMember = saidBy(await world.flex(), world.memberId).filter((body) => body.startsWith('member '));
    const fromAgent = (await botSaid(world)).filter((content) => content.startsWith('agent '));
    const numbers = Array.from({ length: MESSAGES }, (_, number) => number);
    expect(fromMember).toEqual(numbers.map((number) => `member ${number}`));
    expect(fromAgent).toEqual(numbers.map((number) => `agent ${number}`));
  }, 30_000);
});
