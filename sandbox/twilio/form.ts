import type { Context } from 'hono';
import { refusals } from './errors.ts';
import { isRecord, parseJson } from './json.ts';

export interface FieldRule {
  readonly required?: true;
  /** May be given several times. */
  readonly repeated?: true;
  /** Must hold a JSON object, as text. */
  readonly object?: true;
  readonly integer?: true;
  /** The SID must begin so. */
  readonly sid?: string;
  readonly values?: readonly string[];
  readonly maxLength?: number;
}

export type FormTable = Readonly<Record<string, FieldRule>>;

/** A checked form: only fields of the table are in it. */
export interface Form {
  has(name: string): boolean;
  text(name: string): string | undefined;
  list(name: string): readonly string[];
  integer(name: string): number | undefined;
  object(name: string): Record<string, unknown> | undefined;
}

function problemWith(name: string, value: string, rule: FieldRule): string | undefined {
  if (rule.values !== undefined && !rule.values.includes(value))
    return `${name} must be one of ${rule.values.join(', ')}`;
  if (rule.sid !== undefined && !isSid(value, rule.sid)) return `${name} is not a valid ${rule.sid} SID`;
  if (rule.integer === true && !/^-?\d+$/.test(value)) return `${name} must be an integer`;
  if (rule.maxLength !== undefined && value.length > rule.maxLength) return `${name} is longer than ${rule.maxLength}`;
  if (rule.object === true && !isRecord(parseJson(value))) return `${name} must be a JSON object`;
  return undefined;
}

export function isSid(value: string, prefix: string): boolean {
  return value.startsWith(prefix) && /^[A-Z]{2}[0-9a-fA-F]{32}$/.test(value);
}

/**
 * Stricter than Twilio, which ignores what it does not know: an unknown field is refused, because since SDK 4 a nested
 * `configuration: {…}` is dropped silently and a misspelt field would otherwise never be noticed.
 */
export function checkForm(given: URLSearchParams, table: FormTable): Form {
  for (const name of given.keys()) {
    if (table[name] === undefined) throw refusals.invalid(`Unknown parameter ${name}`);
  }
  for (const [name, rule] of Object.entries(table)) {
    const values = given.getAll(name);
    if (values.length === 0 && rule.required === true) throw refusals.invalid(`Missing required parameter ${name}`);
    if (values.length > 1 && rule.repeated !== true) throw refusals.invalid(`${name} was given more than once`);
    for (const value of values) {
      const problem = problemWith(name, value, rule);
      if (problem !== undefined) throw refusals.invalid(problem);
    }
  }
  return {
    has: (name) => given.has(name),
    text: (name) => given.get(name) ?? undefined,
    list: (name) => given.getAll(name),
    integer(name) {
      const value = given.get(name);
      return value === null ? undefined : Number(value);
    },
    object(name) {
      const value = given.get(name);
      if (value === null) return undefined;
      const parsed = parseJson(value);
      return isRecord(parsed) ? parsed : undefined;
    },
  };
}

const FORM = 'application/x-www-form-urlencoded';

export async function readForm(c: Context, table: FormTable): Promise<Form> {
  const body = await c.req.text();
  const type = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (body !== '' && type !== FORM) throw refusals.invalid(`Content-Type must be ${FORM}`);
  return checkForm(new URLSearchParams(body), table);
}
