import { isJsonObject, type Json } from './json.ts';

const NUMBER_OPTION = 10;

/**
 * Writes JSON the way Discord signs it: compact, keys sorted at every level, raw UTF-8, null kept. Discord holds the
 * value of a NUMBER option and `duration_secs` as floats, so a whole number there is written `3.0`; that is what breaks
 * a plain `JSON.stringify` on the receiving side.
 */
export function serialise(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((one: Json) => serialise(one)).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const isNumberOption = value['type'] === NUMBER_OPTION;
  const members = Object.keys(value)
    .sort()
    .flatMap((key) => {
      const member = value[key];
      if (member === undefined) return [];
      const isFloat = key === 'duration_secs' || (isNumberOption && key === 'value');
      return [
        `${JSON.stringify(key)}:${isFloat && Number.isInteger(member) ? `${String(member)}.0` : serialise(member)}`,
      ];
    });
  return `{${members.join(',')}}`;
}
