import type { SandboxClock } from '../core/clock.ts';

/** Time that moves on only when nothing else can happen: hours pass in seconds, and always in the same order. */
export interface VirtualClock extends SandboxClock {
  /** Waits for `work`, moving time on to the next timer whenever everybody waits. */
  run<T>(work: Promise<T>): Promise<T>;
}

interface Timer {
  readonly due: number;
  readonly order: number;
  task: (() => void) | null;
}

/** Monday, 23 November 2026, 09:00 UTC. */
const START = Date.UTC(2026, 10, 23, 9);

/**
 * Turns of the event loop after which everything that needs no time has happened. No socket, file or thread is in play,
 * so promises are all there is, and one turn runs them to their end; the others are for streams that take a turn each.
 */
const QUIET_TURNS = 3;

export function createVirtualClock(turns: number = QUIET_TURNS): VirtualClock {
  const timers = createTimerQueue();
  let now = START;
  let made = 0;

  function after(milliseconds: number, task: () => void): () => void {
    made += 1;
    // Whole milliseconds, as real timers count.
    const timer: Timer = { due: now + Math.max(0, Math.ceil(milliseconds)), order: made, task };
    timers.add(timer);
    return () => {
      timer.task = null;
    };
  }

  /** Runs the timer that is due next; false when there is none up to `end`. */
  function runNext(end: number): boolean {
    for (let timer = timers.first(); timer !== undefined && timer.due <= end; timer = timers.first()) {
      timers.removeFirst();
      if (timer.task === null) continue;
      now = Math.max(now, timer.due);
      timer.task();
      return true;
    }
    return false;
  }

  return {
    now: () => now,
    after,
    sleep: (milliseconds) => new Promise((resolve) => after(milliseconds, resolve)),
    advance(milliseconds) {
      const end = now + milliseconds;
      while (runNext(end));
      now = end;
    },
    async run(work) {
      let settled = false;
      const done = work.finally(() => {
        settled = true;
      });
      done.catch(() => undefined);
      for (;;) {
        for (let turn = 0; turn < turns; turn += 1) await nextTurn();
        if (settled) return done;
        if (!runNext(Number.POSITIVE_INFINITY)) throw new Error('Everybody waits for something that never comes');
      }
    },
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

interface TimerQueue {
  add(timer: Timer): void;
  first(): Timer | undefined;
  removeFirst(): void;
}

/** A binary heap; timers of the same instant keep the order in which they were made. */
function createTimerQueue(): TimerQueue {
  const heap: Timer[] = [];

  function isBefore(a: Timer | undefined, b: Timer | undefined): boolean {
    if (a === undefined || b === undefined) return a !== undefined;
    return a.due < b.due || (a.due === b.due && a.order < b.order);
  }

  function swap(a: number, b: number): void {
    const [first, second] = [heap[a], heap[b]];
    if (first === undefined || second === undefined) return;
    heap[a] = second;
    heap[b] = first;
  }

  return {
    add(timer) {
      heap.push(timer);
      let at = heap.length - 1;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (!isBefore(heap[at], heap[parent])) break;
        swap(at, parent);
        at = parent;
      }
    },
    first: () => heap[0],
    removeFirst() {
      swap(0, heap.length - 1);
      heap.pop();
      for (let at = 0; ; ) {
        const left = 2 * at + 1;
        const least = isBefore(heap[left + 1], heap[left]) ? left + 1 : left;
        if (least >= heap.length || !isBefore(heap[least], heap[at])) return;
        swap(at, least);
        at = least;
      }
    },
  };
}
