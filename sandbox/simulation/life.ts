import type { Death } from './faults.ts';

/** One invocation of a Function: it can die in the middle, and does nothing more then, ever. */
export interface Life {
  /** Resolves when it dies. */
  readonly death: Promise<void>;
  end(): void;
  /** A call to the outside: dies there if that was planned. What is under way already reaches the other side. */
  call<T>(carryOut: () => Promise<T>): Promise<T>;
  /** What the invocation waits for: nothing comes back to the dead. */
  wait<T>(work: Promise<T>): Promise<T>;
}

export function createLife(planned: Death | undefined): Life {
  let calls = 0;
  let dead = false;
  let die: () => void = () => undefined;
  const death = new Promise<void>((resolve) => {
    die = resolve;
  });

  function end(): void {
    dead = true;
    die();
  }

  function never<T>(): Promise<T> {
    return new Promise(() => undefined);
  }

  async function wait<T>(work: Promise<T>): Promise<T> {
    try {
      const value = await work;
      return dead ? never() : value;
    } catch (error) {
      if (dead) return never();
      throw error;
    }
  }

  return {
    death,
    end,
    wait,
    async call(carryOut) {
      if (dead) return never();
      calls += 1;
      if (planned?.at !== calls) return wait(carryOut());
      if (planned.when === 'after') await carryOut().catch(() => undefined);
      end();
      return never();
    },
  };
}
