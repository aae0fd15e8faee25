import type { Chat, Said, Typed } from './ledger.ts';
import type { Kind, Word } from './words.ts';

/** What is wrong at the end of a run. The first four are counted in the result; any finding fails the run. */
export interface Finding {
  readonly kind: 'lost' | 'duplicated' | 'reordered' | 'misdelivered' | 'state';
  readonly chat: number;
  readonly what: string;
}

/** A marked word where it came to stand. */
export interface Standing extends Word {
  /** Milliseconds since the epoch at which the message with it arrived. */
  readonly at: number;
}

/** Every word exactly once, in order, nobody else's, and nothing of a message missing. */
export function compareWords(
  chat: Chat,
  kind: Kind,
  owed: readonly (Typed | Said)[],
  seen: readonly Standing[],
): Finding[] {
  const finding = (what: Finding['kind'], text: string): Finding => ({ kind: what, chat: chat.number, what: text });
  const findings: Finding[] = [];
  const own = seen.filter((word) => word.kind === kind && word.chat === chat.number);
  for (const word of seen) {
    if (!own.includes(word)) findings.push(finding('misdelivered', `${nameOf(word)} stands with chat ${chat.number}`));
  }
  const byMessage = groupBy(own, (word) => word.message);
  for (const one of owed) {
    const words = byMessage.get(one.number) ?? [];
    const name = `${kind}${chat.number}.${one.number}`;
    if (words.length === 0) {
      if (one.owed === 'must') findings.push(finding('lost', `${name} is missing`));
      continue;
    }
    const wrong = wrongIn(one, words);
    if (wrong !== null) findings.push(finding(wrong.kind, `${name} ${wrong.what}`));
  }
  return [...findings, ...outOfOrder(owed, own).map((text) => finding('reordered', text))];
}

/** One message, in one of its versions: whole, once, and in order. */
function wrongIn(one: Typed | Said, words: readonly Standing[]): Pick<Finding, 'kind' | 'what'> | null {
  const versions = new Set(words.map((word) => word.version));
  const positions = words.map((word) => word.position);
  if (versions.size > 1) return { kind: 'duplicated', what: `stands in versions ${[...versions].join(' and ')}` };
  if (new Set(positions).size < positions.length) return { kind: 'duplicated', what: 'stands twice' };
  if (positions.some((position, index) => position !== index))
    return { kind: 'reordered', what: `is ${positions.join(' ')}` };
  const whole = one.words[words[0]?.version ?? 0] ?? 0;
  if (one.owed === 'may' || words.length === whole) return null;
  return { kind: 'lost', what: `has ${words.length} of ${whole} words` };
}

/** Messages whose last edit did not come through. */
export function staleIn(owed: readonly (Typed | Said)[], seen: readonly Standing[]): number {
  const versions = new Map(seen.map((word) => [word.message, word.version]));
  return owed.filter((one) => (versions.get(one.number) ?? one.words.length - 1) < one.words.length - 1).length;
}

/** Messages that stand before one that was written earlier. */
function outOfOrder(owed: readonly (Typed | Said)[], seen: readonly Standing[]): string[] {
  const rank = new Map(owed.map((one, index) => [one.number, index]));
  const first = [...new Set(seen.map((word) => word.message))];
  return first.flatMap((number, index) => {
    const before = first[index - 1];
    if (before === undefined || (rank.get(before) ?? 0) < (rank.get(number) ?? 0)) return [];
    return [`${seen[0]?.kind}: message ${number} stands after message ${before}`];
  });
}

export function groupBy<T, Key>(all: readonly T[], keyOf: (one: T) => Key): Map<Key, T[]> {
  const groups = new Map<Key, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
}

function nameOf({ kind, chat, message, position }: Word): string {
  return `${kind}${chat}.${message}.${position}`;
}
