import type { SandboxClock } from '../../sandbox/core/clock.ts';

/** Time that stands still until it is moved: timers run in their order when it passes them. */
export interface ManualClock extends SandboxClock {
  advance(milliseconds: number): void;
}

export function createManualClock(start = Date.UTC(2026, 10, 22, 10)): ManualClock {
  let now = start;
  let made = 0;
  const timers = new Map<number, { readonly due: number; readonly task: () => void }>();

  function after(milliseconds: number, task: () => void): () => void {
    made += 1;
    const id = made;
    timers.set(id, { due: now + milliseconds, task });
    return () => {
      timers.delete(id);
    };
  }

  return {
    now: () => now,
    after,
    sleep: (milliseconds) => new Promise((resolve) => after(milliseconds, resolve)),
    advance(milliseconds) {
      const end = now + milliseconds;
      const nextDue = () =>
        [...timers].filter(([, timer]) => timer.due <= end).sort(([, a], [, b]) => a.due - b.due)[0];
      for (let next = nextDue(); next !== undefined; next = nextDue()) {
        const [id, timer] = next;
        now = timer.due;
        timers.delete(id);
        timer.task();
      }
      now = end;
    },
  };
}
