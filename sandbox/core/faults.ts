import type { Random } from '../../src/ports.ts';
import type { Events } from './trace.ts';

/** Where a fault strikes: a request that reaches an emulated cloud, or a delivery that a cloud makes to the Functions. */
export type FaultTarget = 'discord' | 'twilio' | 'delivery';

/**
 * - `drop-response` the request is carried out, then the connection is cut (unknown outcome)
 * - `reset` the connection is cut before anything is carried out
 * - `status` answered with `status` (and, for 429, `retryAfter` seconds and `scope`) before anything is carried out
 * - `delay` carried out after `delay` milliseconds (for deliveries: delivered late, so it can overtake or be overtaken)
 * - `hang` never answered
 * - `lose` (deliveries only) never delivered
 * - `double` (deliveries only) delivered twice
 */
export type FaultKind = 'drop-response' | 'reset' | 'status' | 'delay' | 'hang' | 'lose' | 'double';

export interface FaultRule {
  readonly id: string;
  readonly target: FaultTarget;
  readonly kind: FaultKind;
  /** Matches when `METHOD /path` contains this text; empty matches everything. */
  readonly match: string;
  /** How often it still strikes; undefined = until removed. */
  times?: number | undefined;
  /** Probability per matching call, 0–1. Default 1. */
  readonly rate?: number | undefined;
  readonly status?: number | undefined;
  /** Seconds, for 429. */
  readonly retryAfter?: number | undefined;
  readonly scope?: 'user' | 'global' | 'shared' | undefined;
  /** Vendor error code in the body of a `status` fault. */
  readonly code?: number | undefined;
  /** Milliseconds. */
  readonly delay?: number | undefined;
}

export interface Faults {
  add(rule: Omit<FaultRule, 'id'>): FaultRule;
  remove(id: string): boolean;
  clear(): void;
  list(): readonly FaultRule[];
  /** The fault that strikes this call, if any; counts it. `call` is `METHOD /path`. */
  strike(target: FaultTarget, call: string): FaultRule | undefined;
}

export function createFaults(random: Random, events: Events): Faults {
  let rules: FaultRule[] = [];
  let made = 0;

  function changed(): void {
    events.emit({ kind: 'change', area: 'faults' });
  }

  return {
    add(rule) {
      made += 1;
      const added = { ...rule, id: `fault-${made}` };
      rules.push(added);
      changed();
      return added;
    },
    remove(id) {
      const before = rules.length;
      rules = rules.filter((rule) => rule.id !== id);
      changed();
      return rules.length < before;
    },
    clear() {
      rules = [];
      changed();
    },
    list: () => rules,
    strike(target, call) {
      const rule = rules.find(
        (one) => one.target === target && call.includes(one.match) && random.next() < (one.rate ?? 1),
      );
      if (rule === undefined) return undefined;
      if (rule.times !== undefined) {
        rule.times -= 1;
        if (rule.times <= 0) rules = rules.filter((one) => one !== rule);
        changed();
      }
      return rule;
    },
  };
}
