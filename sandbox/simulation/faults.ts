import type { FaultRule, Faults } from '../core/faults.ts';
import { FAULTS, type FaultName, type FaultSpec } from './fault-kinds.ts';
import { createSeededRandom, seedFor } from './random.ts';

/** When a Function dies: at its `at`-th call to the outside, before that is made, or after it and without its answer. */
export interface Death {
  readonly at: number;
  readonly when: 'before' | 'after';
}

/** Faults that come by themselves, each at its rate, and always the same ones for a seed. */
export interface SimulatedFaults extends Faults {
  /** Whether and when the Function that is being called will die. */
  death(path: string): Death | undefined;
  /** The faults that struck, as `name#count`: the count-th time that this fault could have struck. */
  readonly struck: readonly string[];
  /** Nothing goes wrong until `resume`. */
  pause(): void;
  resume(): void;
}

export interface FaultOptions {
  readonly seed: number;
  readonly names: readonly FaultName[];
  /** Only these strike, whatever their rates: a run that failed is repeated with fewer and fewer of them. */
  readonly only?: ReadonlySet<string>;
  readonly onStrike: (id: string, what: string) => void;
}

/** A seed leaves some faults out and makes others frequent, so that rare combinations occur in some run. */
const LEFT_OUT = 0.25;
const SCALES = [0.3, 1, 1, 2.5] as const;

export function createSimulatedFaults(options: FaultOptions): SimulatedFaults {
  const { seed, names, only, onStrike } = options;
  const active = FAULTS.filter((spec) => names.includes(spec.name));
  const mixed = names.length > 1;
  const rates = new Map(active.map((spec) => [spec.name, rateOf(spec)]));
  const counts = new Map<FaultName, number>();
  const struck: string[] = [];
  let paused = false;

  function rateOf(spec: FaultSpec): number {
    if (!mixed) return spec.rate;
    const random = createSeededRandom(seedFor(seed, 'mix', spec.name));
    return random.happens(LEFT_OUT) ? 0 : spec.rate * random.pick(SCALES);
  }

  /** The numbers a fault draws depend on its own count alone, so that leaving one out does not change the others. */
  function strikes(spec: FaultSpec, what: string) {
    const count = (counts.get(spec.name) ?? 0) + 1;
    counts.set(spec.name, count);
    const id = `${spec.name}#${count}`;
    const random = createSeededRandom(seedFor(seed, id));
    const isOn = random.happens(rates.get(spec.name) ?? 0);
    if (only === undefined ? !isOn : !only.has(id)) return undefined;
    struck.push(id);
    onStrike(id, what);
    return { id, random };
  }

  return {
    struck,
    add: () => {
      throw new Error('The faults of a simulation come from its seed');
    },
    remove: () => false,
    clear: () => undefined,
    list: () => [],
    strike(target, call): FaultRule | undefined {
      if (paused) return undefined;
      for (const spec of active) {
        if (spec.target !== target || !spec.match.test(call)) continue;
        const strike = strikes(spec, call);
        if (strike !== undefined) return { id: strike.id, target, match: '', ...spec.rule(strike.random) };
      }
      return undefined;
    },
    death(path) {
      if (paused) return undefined;
      for (const spec of active) {
        if (spec.target !== 'function' || !spec.match.test(path)) continue;
        const strike = strikes(spec, path);
        if (strike === undefined) continue;
        const { random } = strike;
        return { at: random.between(1, random.happens(0.5) ? 5 : 25), when: random.pick(['before', 'after']) };
      }
      return undefined;
    },
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
    },
  };
}
