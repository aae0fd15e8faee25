import type { Random } from '../../src/ports.ts';
import { createRealClock, type SandboxClock } from './clock.ts';
import { createFaults, type Faults } from './faults.ts';
import { createEvents, createTrace, type Events, type Trace } from './trace.ts';

/** The web's own `fetch`, for an absolute URL. */
export type WebFetch = (url: string, init?: RequestInit) => Promise<Response>;

/** What the emulated clouds share. Given as a parameter, so that a simulation can bring virtual time and a seed. */
export interface World {
  readonly clock: SandboxClock;
  readonly random: Random;
  readonly events: Events;
  readonly trace: Trace;
  readonly faults: Faults;
  /** How a cloud reaches the Functions. */
  readonly fetch: WebFetch;
}

interface WorldOptions {
  readonly clock?: SandboxClock;
  readonly random?: Random;
  readonly fetch?: WebFetch;
}

export function createWorld(options: WorldOptions = {}): World {
  const clock = options.clock ?? createRealClock();
  const random = options.random ?? { next: Math.random };
  const events = createEvents();
  return {
    clock,
    random,
    events,
    trace: createTrace(events),
    faults: createFaults(random, events),
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
  };
}
