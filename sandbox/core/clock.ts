import type { Clock } from '../../src/ports.ts';

/** A clock that can be moved forward, and that owns the timers which must move with it. */
export interface SandboxClock extends Clock {
  /** Runs `task` once `milliseconds` have passed on this clock; the answer cancels it. */
  after(milliseconds: number, task: () => void): () => void;
  /** Moves the clock forward; timers that fall due run in their order. */
  advance(milliseconds: number): void;
}

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly task: () => void;
  handle: NodeJS.Timeout | undefined;
}

/**
 * Real time plus an offset. `Date.now` of this process is moved along with it, so that the Functions, which run in the
 * same process, live in the same time as the two clouds.
 */
export function createRealClock(): SandboxClock {
  const machineNow = Date.now.bind(Date);
  const timers = new Set<Timer>();
  let offset = 0;
  let order = 0;

  function now(): number {
    return machineNow() + offset;
  }

  function arm(timer: Timer): void {
    clearTimeout(timer.handle);
    timer.handle = setTimeout(
      () => {
        timers.delete(timer);
        timer.task();
      },
      Math.min(Math.max(0, timer.due - now()), 2 ** 31 - 1),
    );
  }

  function after(milliseconds: number, task: () => void): () => void {
    order += 1;
    const timer: Timer = { due: now() + milliseconds, order, task, handle: undefined };
    timers.add(timer);
    arm(timer);
    return () => {
      clearTimeout(timer.handle);
      timers.delete(timer);
    };
  }

  return {
    now,
    after,
    sleep: (milliseconds) => new Promise((resolve) => after(milliseconds, resolve)),
    advance(milliseconds) {
      offset += milliseconds;
      Date.now = now;
      const inOrder = [...timers].sort((a, b) => a.due - b.due || a.order - b.order);
      for (const timer of inOrder) arm(timer);
    },
  };
}
