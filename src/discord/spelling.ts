/**
 * Discord signs bytes; a Twilio Function sees only the parsed body. Discord writes compact JSON with sorted keys and raw
 * UTF-8, so writing the body out again nearly always gives the signed bytes. Where JavaScript loses the difference
 * (`3.0` becomes `3`), further spellings are tried. A wrong spelling cannot verify, so trying several costs no security
 * (ADR 0002).
 */

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const OPTION_INTEGER = 4;
const OPTION_NUMBER = 10;

export interface Spelling {
  /** Position in the list of candidates, from 1: the same for every body, so that the log tells how Discord spells. */
  readonly number: number;
  readonly text: string;
}

/** The texts Discord may have signed, likeliest first, each one once. */
export function* spellings(body: unknown): Generator<Spelling> {
  const seen = new Set<string>();
  for (const [position, spell] of CANDIDATES.entries()) {
    const text = spell(body as Json);
    if (seen.has(text)) continue;
    seen.add(text);
    yield { number: position + 1, text };
  }
}

type Speller = (body: Json) => string;

const sorted: Speller = (body) => JSON.stringify(sortKeys(body));
const withFloats: Speller = (body) => writeFloats(body, [OPTION_NUMBER]);

const CANDIDATES: readonly Speller[] = [
  (body) => JSON.stringify(body),
  sorted,
  withFloats,
  (body) => writeFloats(body, [OPTION_INTEGER, OPTION_NUMBER]),
  (body) => withFloats(body).replace(/\\u00([01][0-9a-f])/g, (_, hex: string) => `\\u00${hex.toUpperCase()}`),
  (body) => withFloats(body).replaceAll('/', '\\/'),
  (body) => escapeCharacters(withFloats(body), /[\u2028\u2029\u007f]/g),
  (body) => escapeCharacters(withFloats(body), /[\u0080-\uffff]/g),
];

function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, sortKeys(inner)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** Marks a number that must be written `N.0`. A member who types the marker only spoils his own request. */
const MARK = '\u0000F';

function writeFloats(body: Json, optionTypes: readonly number[]): string {
  const marked = JSON.stringify(markFloats(sortKeys(body), optionTypes));
  return marked.replace(/"\\u0000F(-?\d+)"/g, '$1.0');
}

function markFloats(value: Json, optionTypes: readonly number[]): Json {
  if (Array.isArray(value)) return value.map((one) => markFloats(one, optionTypes));
  if (value === null || typeof value !== 'object') return value;
  const holder = value as { readonly [key: string]: Json };
  const isFloatOption = typeof holder['type'] === 'number' && optionTypes.includes(holder['type']);
  return Object.fromEntries(
    Object.entries(holder).map(([key, inner]) => {
      const float = key === 'duration_secs' || (key === 'value' && isFloatOption);
      if (float && Number.isSafeInteger(inner)) return [key, `${MARK}${String(inner)}`];
      return [key, markFloats(inner, optionTypes)];
    }),
  );
}

function escapeCharacters(text: string, which: RegExp): string {
  return text.replace(which, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
