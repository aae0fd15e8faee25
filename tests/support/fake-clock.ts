import type { Clock } from '../../src/ports.ts';

/** Time that passes only by being slept through or moved: a sleep returns at once and is on record. */
export interface FakeClock extends Clock {
  advance(milliseconds: number): void;
  /** Every wait so far, in milliseconds. */
  readonly slept: readonly number[];
}

export function createFakeClock(start = Date.UTC(2026, 10, 23, 9)): FakeClock {
  let now = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    async sleep(milliseconds) {
      slept.push(milliseconds);
      now += milliseconds;
    },
    advance(milliseconds) {
      now += milliseconds;
    },
  };
}
