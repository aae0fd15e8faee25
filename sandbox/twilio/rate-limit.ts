import type { Clock } from '../../src/ports.ts';

export interface RateLimit {
  /** False when there is no budget left; then nothing is taken. */
  take(key: string, cost?: number): boolean;
  clear(): void;
}

/** A budget per key that refills evenly and saves up at most `burst`. */
export function createRateLimit(clock: Clock, perSecond: number, burst: number): RateLimit {
  const budgets = new Map<string, { left: number; at: number }>();
  return {
    take(key, cost = 1) {
      const now = clock.now();
      const known = budgets.get(key) ?? { left: burst, at: now };
      const left = Math.min(burst, known.left + ((now - known.at) / 1_000) * perSecond);
      const granted = left >= cost;
      budgets.set(key, { left: granted ? left - cost : left, at: now });
      return granted;
    },
    clear() {
      budgets.clear();
    },
  };
}
