import { Refusal } from './errors.ts';
import { isObject, type JsonObject } from './json.ts';

/** Where in the body a problem is. */
export type Path = readonly (string | number)[];

interface Problem {
  readonly at: Path;
  readonly code: string;
  readonly message: string;
}

/** Reads a value of a request body, or throws `FormError`. */
export type Reader<T> = (value: unknown, at: Path) => T;
type Shape = Readonly<Record<string, Reader<unknown>>>;
type Read<S extends Shape> = { readonly [K in keyof S]: S[K] extends Reader<infer T> ? T : never };

class FormError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super('Invalid Form Body');
    this.problems = problems;
  }
}

export function fail(at: Path, code: string, message: string): never {
  throw new FormError([{ at, code, message }]);
}

/** Gathers the problems of several checks, so that one answer names them all. */
export function together(checks: readonly (() => void)[]): void {
  const problems: Problem[] = [];
  for (const check of checks) {
    try {
      check();
    } catch (error: unknown) {
      if (!(error instanceof FormError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new FormError(problems);
}

export function text(range: { readonly min?: number; readonly max?: number } = {}): Reader<string> {
  return (value, at) => {
    if (typeof value !== 'string') return fail(at, 'STRING_TYPE_CONVERT', 'Could not interpret value as string.');
    const { min = 0, max = Number.POSITIVE_INFINITY } = range;
    if (value.length >= min && value.length <= max) return value;
    if (min > 0 && max < Number.POSITIVE_INFINITY) {
      return fail(at, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
    }
    return value.length > max
      ? fail(at, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`)
      : fail(at, 'BASE_TYPE_MIN_LENGTH', `Must be ${min} or more in length.`);
  };
}

export function matching(pattern: RegExp, message: string): Reader<string> {
  return (value, at) => {
    const read = text()(value, at);
    return pattern.test(read) ? read : fail(at, 'STRING_TYPE_REGEX', message);
  };
}

export function url(max: number): Reader<string> {
  return (value, at) => {
    const read = text({ max })(value, at);
    const fits = URL.canParse(read) && ['http:', 'https:', 'attachment:'].includes(new URL(read).protocol);
    return fits ? read : fail(at, 'URL_TYPE_INVALID_URL', 'Not a well formed URL.');
  };
}

export function whole(range: { readonly min?: number; readonly max?: number } = {}): Reader<number> {
  return (value, at) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      return fail(at, 'NUMBER_TYPE_COERCE', `Value ${JSON.stringify(value) ?? ''} is not int.`);
    }
    const { min, max } = range;
    if (min !== undefined && value < min) {
      return fail(at, 'NUMBER_TYPE_MIN', `int value should be greater than or equal to ${min}.`);
    }
    if (max !== undefined && value > max) {
      return fail(at, 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${max}.`);
    }
    return value;
  };
}

export const yesNo: Reader<boolean> = (value, at) =>
  typeof value === 'boolean' ? value : fail(at, 'BOOLEAN_TYPE_CONVERT', 'Must be either true or false.');

export const snowflake: Reader<string> = (value, at) =>
  typeof value === 'string' && /^\d{1,20}$/.test(value)
    ? value
    : fail(at, 'NUMBER_TYPE_COERCE', `Value ${JSON.stringify(value) ?? ''} is not snowflake.`);

/** A bit set; Discord takes it as a number or as a string of digits. */
export const bits: Reader<bigint> = (value, at) => {
  const fits =
    (typeof value === 'string' && /^\d{1,20}$/.test(value)) || (Number.isSafeInteger(value) && Number(value) >= 0);
  return fits ? BigInt(String(value)) : fail(at, 'NUMBER_TYPE_COERCE', 'Value is not int.');
};

export function choice<const T extends string | number>(...values: readonly T[]): Reader<T> {
  return (value, at) =>
    values.find((one) => one === value) ??
    fail(at, 'BASE_TYPE_CHOICES', `Value must be one of {${values.join(', ')}}.`);
}

export function list<T>(item: Reader<T>, range: { readonly min?: number; readonly max: number }): Reader<readonly T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) return fail(at, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType.');
    const { min = 0, max } = range;
    if (value.length < min || value.length > max) {
      const message = min > 0 ? `Must be between ${min} and ${max} in length.` : `Must be ${max} or fewer in length.`;
      return fail(at, 'BASE_TYPE_BAD_LENGTH', message);
    }
    const read: T[] = [];
    together(value.map((one: unknown, index) => () => read.push(item(one, [...at, index]))));
    return read;
  };
}

/** May be left out or null. */
export function optional<T>(reader: Reader<T>): Reader<T | null | undefined> {
  return (value, at) => (value === undefined || value === null ? value : reader(value, at));
}

/**
 * An object with these keys. Discord ignores keys it does not know; the sandbox refuses them, because a key that does
 * nothing is a mistake of the caller.
 */
export function record<S extends Shape>(shape: S): Reader<Read<S>> {
  return (value, at) => {
    if (!isObject(value)) return fail(at, 'DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType');
    const read: Record<string, unknown> = {};
    const known = Object.entries<Reader<unknown>>(shape).map(([key, reader]) => () => {
      const result = value[key] === undefined ? absent(reader, [...at, key]) : reader(value[key], [...at, key]);
      if (result !== undefined) read[key] = result;
    });
    const unknown = Object.keys(value)
      .filter((key) => !Object.hasOwn(shape, key))
      .map((key) => () => fail([...at, key], 'SANDBOX_UNKNOWN_KEY', 'Discord does not know this key.'));
    together([...known, ...unknown]);
    return read as Read<S>;
  };
}

function absent(reader: Reader<unknown>, at: Path): unknown {
  try {
    return reader(undefined, at);
  } catch {
    return fail(at, 'BASE_TYPE_REQUIRED', 'This field is required');
  }
}

/** An object with any keys and values of one kind. */
export function mapOf<T>(item: Reader<T>): Reader<Readonly<Record<string, T>>> {
  return (value, at) => {
    if (!isObject(value)) return fail(at, 'DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType');
    const read: Record<string, T> = {};
    together(
      Object.entries(value).map(([key, one]) => () => {
        read[key] = item(one, [...at, key]);
      }),
    );
    return read;
  };
}

/** Any JSON object, kept as it came. */
export const anyObject: Reader<JsonObject> = (value, at) =>
  isObject(value)
    ? (value as JsonObject)
    : fail(at, 'DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType');

/** Reads a whole body; what is wrong with it becomes Discord's error 50035 with the tree of paths. */
export function readForm<T>(reader: Reader<T>, value: unknown, at: Path = []): T {
  try {
    return reader(value, at);
  } catch (error: unknown) {
    if (error instanceof FormError) throw new Refusal('invalidFormBody', errorTree(error.problems));
    throw error;
  }
}

interface Branch {
  [key: string]: Branch | { code: string; message: string }[];
}

function errorTree(problems: readonly Problem[]): JsonObject {
  const root: Branch = {};
  for (const { at, code, message } of problems) {
    let branch = root;
    for (const step of at) {
      const next = branch[String(step)];
      const deeper = next === undefined || Array.isArray(next) ? {} : next;
      branch[String(step)] = deeper;
      branch = deeper;
    }
    const leaves = branch['_errors'];
    branch['_errors'] = [...(Array.isArray(leaves) ? leaves : []), { code, message }];
  }
  return root as JsonObject;
}
