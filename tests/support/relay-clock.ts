import type { SandboxClock } from '../../sandbox/core/clock.ts';

/** Time that moves only when everybody waits: a run of hours takes milliseconds, and always comes out the same. */
export interface VirtualClock extends SandboxClock {
  /** Waits for `work`, moving time on to the next timer whenever nothing else can happen. */
  run<T>(work: Promise<T>): Promise<T>;
  /** Lets time stand still while this call is under way, unless it turns out to wait for time itself. */
  during<T>(call: Promise<T>): Promise<T>;
}

interface Timer {
  readonly due: number;
  readonly task: () => void;
}

const START = Date.UTC(2026, 10, 23, 9);
/** Turns of the event loop in which answers of the emulators, which wait for nothing outside, have surely arrived. */
const QUIET_TURNS = 12;
/** Real milliseconds after which a call under way is held to wait for a timer, as a delayed or hanging answer does. */
const PATIENCE = 25;
/** Rounds without a timer after which nothing will ever happen again. */
const STUCK = 200;

export function createVirtualClock(start: number = START): VirtualClock {
  let now = start;
  let timers: Timer[] = [];
  let underWay = 0;
  let ended = 0;
  let waiting = 0;

  function after(milliseconds: number, task: () => void): () => void {
    // Whole milliseconds, as real timers count.
    const timer = { due: now + Math.max(0, Math.ceil(milliseconds)), task };
    timers.push(timer);
    return () => {
      timers = timers.filter((one) => one !== timer);
    };
  }

  /** Runs the timer that is due next, if it is due by `end`. */
  function runNext(end: number): boolean {
    const [next] = timers.filter((one) => one.due <= end).sort((a, b) => a.due - b.due);
    if (next === undefined) return false;
    timers = timers.filter((one) => one !== next);
    now = Math.max(now, next.due);
    next.task();
    return true;
  }

  /** Until every call that can come to an end by itself has done so. */
  async function callsEnded(): Promise<void> {
    let seen = ended;
    let since = performance.now();
    while (underWay > waiting && performance.now() - since < PATIENCE) {
      await nextTurn();
      if (seen === ended) continue;
      seen = ended;
      since = performance.now();
    }
  }

  return {
    now: () => now,
    after,
    async during(call) {
      underWay += 1;
      try {
        return await call;
      } finally {
        underWay -= 1;
        ended += 1;
      }
    },
    async sleep(milliseconds) {
      waiting += 1;
      await new Promise<void>((resolve) => after(milliseconds, resolve));
      waiting -= 1;
    },
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
      for (let idle = 0; idle < STUCK; ) {
        for (let turn = 0; turn < QUIET_TURNS && !settled; turn += 1) await nextTurn();
        await callsEnded();
        if (settled) return done;
        idle = runNext(Number.POSITIVE_INFINITY) ? 0 : idle + 1;
      }
      throw new Error('The work waits for something that never comes');
    },
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function createSeededRandom(seed: number): { next(): number } {
  let state = seed >>> 0;
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    },
  };
}
