import { LIMITS } from './limits.ts';

/** What a button or form of ours carries: which handler, and its arguments. Discord shows `custom_id` to nobody. */
export interface CustomId {
  readonly name: string;
  readonly values: readonly string[];
}

/** @throws RangeError when the id would exceed Discord's 100 characters: a fault of ours, caught by tests. */
export function encodeCustomId(name: string, ...values: readonly string[]): string {
  const encoded = [name, ...values.map(encodeURIComponent)].join(':');
  if (encoded.length > LIMITS.customId) throw new RangeError(`custom_id of "${name}" is too long`);
  return encoded;
}

/** Never throws: a forged or outdated id gives a name that no handler has. */
export function decodeCustomId(text: string): CustomId {
  const [name = '', ...values] = text.split(':');
  try {
    return { name, values: values.map(decodeURIComponent) };
  } catch {
    return { name: '', values: [] };
  }
}
