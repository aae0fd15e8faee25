import { refusals } from '../errors.ts';
import { parseJson, sizeOf } from '../json.ts';

/** Bytes Twilio keeps for `Attributes`. */
export const attributeLimits = {
  conversation: 16 * 1_024,
  participant: 4 * 1_024,
  message: 4 * 1_024,
  user: 4 * 1_024,
};

/** The text itself; refused when it is no JSON or too long. */
export function checkAttributes(text: string, kind: keyof typeof attributeLimits): string {
  if (parseJson(text) === undefined) throw refusals.invalid('Attributes must be structurally valid JSON');
  if (sizeOf(text) > attributeLimits[kind])
    throw refusals.invalid(`Attributes are longer than ${attributeLimits[kind]} bytes`);
  return text;
}
