/** Below this length, one wrong letter makes another word too easily. */
const SHORTEST = 5;

/**
 * The known term that is one typing error away from an unknown word. Such errors seldom hit the first letter, so that one
 * must agree. Two errors were measured too and found nothing more.
 */
export function correct(word: string, terms: readonly string[]): string | undefined {
  if (word.length < SHORTEST) return undefined;
  const first = word.charCodeAt(0);
  return terms.find((term) => term.charCodeAt(0) === first && isOneEditAway(word, term));
}

/** Whether one insertion, deletion, replacement or swap of neighbours turns one word into the other. */
export function isOneEditAway(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1 || one === other) return false;
  const start = commonStart(one, other);
  if (one.length < other.length) return one.slice(start) === other.slice(start + 1);
  if (one.length > other.length) return one.slice(start + 1) === other.slice(start);
  const replaced = one.slice(start + 1) === other.slice(start + 1);
  const swapped = one[start] === other[start + 1] && one[start + 1] === other[start];
  return replaced || (swapped && one.slice(start + 2) === other.slice(start + 2));
}

function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}
