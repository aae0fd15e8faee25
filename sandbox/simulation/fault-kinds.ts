import type { FaultRule } from '../core/faults.ts';
import type { SeededRandom } from './random.ts';

type Rule = Omit<FaultRule, 'id' | 'target' | 'match'>;

interface CallSpec {
  readonly name: string;
  readonly target: 'discord' | 'twilio' | 'delivery';
  /** On `METHOD /path`. */
  readonly match: RegExp;
  /** Probability for each call that matches. */
  readonly rate: number;
  readonly rule: (random: SeededRandom) => Rule;
}

interface DeathSpec {
  readonly name: string;
  readonly target: 'function';
  readonly match: RegExp;
  readonly rate: number;
}

const EVERY = /^/;
const SYNC = /\/sync\.twilio\.com\//;
/** A change of a document that exists: only there a revision can be out of date. */
const SYNC_CHANGE = /^POST .*\/sync\.twilio\.com\/.*\/Documents\/./;
const SWEEP = /\/relay\/sweep/;
/** A request that is slow is carried out late, perhaps when its caller has given it up. */
const slow = (random: SeededRandom): Rule => ({ kind: 'delay', delay: random.between(800, 6_000) });
const limited = (scope: 'user' | 'global' | 'shared') => (random: SeededRandom) =>
  ({ kind: 'status', status: 429, scope, retryAfter: random.between(1, 40) / 10 }) as const;
const serverError = (random: SeededRandom): Rule => ({ kind: 'status', status: random.pick([500, 502, 503, 504]) });

/** Everything that can go wrong, with the rate at which it does. The first that strikes a call is the one. */
export const FAULTS = [
  { name: 'webhook-lost', target: 'delivery', match: EVERY, rate: 0.05, rule: () => ({ kind: 'lose' }) },
  { name: 'webhook-doubled', target: 'delivery', match: EVERY, rate: 0.06, rule: () => ({ kind: 'double' }) },
  {
    name: 'webhook-late',
    target: 'delivery',
    match: EVERY,
    rate: 0.08,
    rule: (random) => ({ kind: 'delay', delay: random.pick([300, 1_500, 4_000, 20_000]) * (0.5 + random.next()) }),
  },
  { name: 'webhook-unanswered', target: 'delivery', match: EVERY, rate: 0.02, rule: () => ({ kind: 'drop-response' }) },
  { name: 'sweep-doubled', target: 'delivery', match: SWEEP, rate: 0.15, rule: () => ({ kind: 'double' }) },
  { name: 'discord-answer-lost', target: 'discord', match: EVERY, rate: 0.02, rule: () => ({ kind: 'drop-response' }) },
  { name: 'twilio-answer-lost', target: 'twilio', match: EVERY, rate: 0.02, rule: () => ({ kind: 'drop-response' }) },
  { name: 'discord-reset', target: 'discord', match: EVERY, rate: 0.02, rule: () => ({ kind: 'reset' }) },
  { name: 'twilio-reset', target: 'twilio', match: EVERY, rate: 0.02, rule: () => ({ kind: 'reset' }) },
  { name: 'discord-5xx', target: 'discord', match: EVERY, rate: 0.02, rule: serverError },
  { name: 'twilio-5xx', target: 'twilio', match: EVERY, rate: 0.02, rule: serverError },
  { name: 'limited-route', target: 'discord', match: EVERY, rate: 0.03, rule: limited('user') },
  { name: 'limited-global', target: 'discord', match: EVERY, rate: 0.01, rule: limited('global') },
  { name: 'limited-shared', target: 'discord', match: EVERY, rate: 0.01, rule: limited('shared') },
  { name: 'twilio-limited', target: 'twilio', match: EVERY, rate: 0.02, rule: () => ({ kind: 'status', status: 429 }) },
  { name: 'discord-slow', target: 'discord', match: EVERY, rate: 0.01, rule: slow },
  { name: 'twilio-slow', target: 'twilio', match: EVERY, rate: 0.01, rule: slow },
  { name: 'discord-hang', target: 'discord', match: EVERY, rate: 0.005, rule: () => ({ kind: 'hang' }) },
  { name: 'twilio-hang', target: 'twilio', match: EVERY, rate: 0.005, rule: () => ({ kind: 'hang' }) },
  {
    name: 'sync-conflict',
    target: 'twilio',
    match: SYNC_CHANGE,
    rate: 0.04,
    rule: () => ({ kind: 'status', status: 412, code: 54103 }),
  },
  {
    name: 'sync-limited',
    target: 'twilio',
    match: SYNC,
    rate: 0.03,
    rule: () => ({ kind: 'status', status: 429, code: 54009 }),
  },
  { name: 'function-killed', target: 'function', match: /^(?!\/relay\/)/, rate: 0.06 },
  { name: 'sweep-killed', target: 'function', match: SWEEP, rate: 0.06 },
] as const satisfies readonly (CallSpec | DeathSpec)[];

export type FaultName = (typeof FAULTS)[number]['name'];
export type FaultSpec = (CallSpec | DeathSpec) & { readonly name: FaultName };

export const FAULT_NAMES: readonly FaultName[] = FAULTS.map((spec) => spec.name);

/** `all`, or names with commas between them; throws naming those that exist. */
export function parseFaultNames(text: string): readonly FaultName[] {
  if (text === 'all') return FAULT_NAMES;
  if (text === 'none') return [];
  return text.split(',').map((given) => {
    const name = FAULT_NAMES.find((one) => one === given.trim());
    if (name === undefined) throw new Error(`No fault is called "${given}". There are: ${FAULT_NAMES.join(', ')}.`);
    return name;
  });
}
