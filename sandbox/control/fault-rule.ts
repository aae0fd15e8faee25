import type { FaultKind, FaultRule, FaultTarget } from '../core/faults.ts';

type NewRule = Omit<FaultRule, 'id'>;
export type ParsedRule =
  | { readonly ok: true; readonly rule: NewRule }
  | { readonly ok: false; readonly message: string };

const TARGETS: readonly FaultTarget[] = ['discord', 'twilio', 'delivery'];
const KINDS: readonly FaultKind[] = ['drop-response', 'reset', 'status', 'delay', 'hang', 'lose', 'double'];
const DELIVERIES_ONLY: readonly FaultKind[] = ['lose', 'double'];
const SCOPES = ['user', 'global', 'shared'] as const;
const NUMBERS = ['times', 'rate', 'status', 'retryAfter', 'code', 'delay'] as const;

/** Reads the body of `POST /control/faults`; says what is wrong with it. */
export function parseFaultRule(body: unknown): ParsedRule {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return wrong('The body must be an object.');
  const given = new Map<string, unknown>(Object.entries(body));
  const target = TARGETS.find((one) => one === given.get('target'));
  if (target === undefined) return wrong(`target must be one of ${TARGETS.join(', ')}.`);
  const kind = KINDS.find((one) => one === given.get('kind'));
  if (kind === undefined) return wrong(`kind must be one of ${KINDS.join(', ')}.`);
  if (DELIVERIES_ONLY.includes(kind) && target !== 'delivery') return wrong(`${kind} is for deliveries only.`);
  const match = given.get('match') ?? '';
  if (typeof match !== 'string') return wrong('match must be text.');
  const scope = SCOPES.find((one) => one === given.get('scope'));
  if (given.has('scope') && scope === undefined) return wrong(`scope must be one of ${SCOPES.join(', ')}.`);

  const numbers: Partial<Record<(typeof NUMBERS)[number], number>> = {};
  for (const name of NUMBERS) {
    const value = given.get(name);
    if (value === undefined) continue;
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
      return wrong(`${name} must be a number ≥ 0.`);
    numbers[name] = value;
  }
  if (kind === 'status' && !isErrorStatus(numbers.status))
    return wrong('A status fault needs a status from 400 to 599.');
  return { ok: true, rule: { target, kind, match, ...numbers, ...(scope === undefined ? {} : { scope }) } };
}

function isErrorStatus(status: number | undefined): boolean {
  return status !== undefined && Number.isInteger(status) && status >= 400 && status <= 599;
}

function wrong(message: string): ParsedRule {
  return { ok: false, message };
}
