import type { Clock } from '../../src/ports.ts';

const DISCORD_EPOCH = 1_420_070_400_000;
/**
 * No id is older than this (November 2025): it comes after the fixed ids of the seed, whatever the clock says, and has 19
 * digits, as ids of today have.
 */
const OLDEST = 1_763_500_000_000;

export interface Snowflakes {
  next(): string;
}

/** Discord's ids: milliseconds since 2015 in the upper bits. Never the same twice, always rising. */
export function createSnowflakes(clock: Clock): Snowflakes {
  let last = 0n;
  return {
    next() {
      const instant = BigInt(Math.max(Math.floor(clock.now()), OLDEST) - DISCORD_EPOCH);
      const smallest = instant << 22n;
      last = smallest > last ? smallest : last + 1n;
      return last.toString();
    },
  };
}

/** Compares as numbers, without losing digits. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** The instant an id was made. */
export function instantOf(id: string): number {
  return Number(BigInt(id) >> 22n) + DISCORD_EPOCH;
}

/** Discord's spelling of an instant. */
export function isoOf(instant: number): string {
  return new Date(instant).toISOString().replace('Z', '000+00:00');
}
