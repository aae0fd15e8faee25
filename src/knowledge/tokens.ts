import { stemmer } from 'stemmer';
import { STOP_WORDS } from './stop-words.ts';

/** A longer run of letters is not a word anyone searches for. */
const LONGEST_WORD = 40;

/** Spellings of one word as two, by the stems of the two. */
const COMPOUNDS: ReadonlyMap<string, string> = new Map([
  ['log in', 'login'],
  ['log on', 'login'],
  ['sign in', 'login'],
  ['log out', 'logout'],
  ['sign out', 'logout'],
  ['sign up', 'signup'],
  ['e mail', 'email'],
  ['pass word', 'password'],
  ['user name', 'username'],
]);

/** One-word spellings that mean the same as another word, by stem. */
const SAME_WORD: ReadonlyMap<string, string> = new Map([
  ['signin', 'login'],
  ['logon', 'login'],
  ['signout', 'logout'],
]);

/** Stemming is the costly step and words repeat, so results are kept, up to a bound. */
const stems = new Map<string, string>();
const MOST_STEMS = 50_000;

/** A word of a text, and what it is searched by. */
export interface Token {
  readonly word: string;
  readonly stem: string;
}

/** The words of a text: lower case, without accents, apostrophes and punctuation. */
export function words(text: string): string[] {
  const plain = unaccented(text)
    .toLowerCase()
    .replace(/['’]s\b/gu, ' ')
    .replace(/['’]/gu, '');
  const found = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  return found.filter((word) => word.length <= LONGEST_WORD);
}

function unaccented(text: string): string {
  const ascii = /^[\0-\x7f]*$/u.test(text);
  return ascii ? text : text.normalize('NFKD').replace(/\p{M}+/gu, '');
}

/** The text's meaningful words with their stems, in order, repeated as often as they occur. */
export function tokenize(text: string): Token[] {
  const all = words(text);
  const tokens: Token[] = [];
  for (let at = 0; at < all.length; at += 1) {
    const word = all[at] ?? '';
    const next = all[at + 1];
    const stem = stemOf(word);
    const compound = next === undefined ? undefined : COMPOUNDS.get(`${stem} ${stemOf(next)}`);
    if (compound !== undefined) {
      tokens.push({ word: `${word} ${next}`, stem: stemOf(compound) });
      at += 1;
    } else if (!STOP_WORDS.has(word)) {
      tokens.push({ word, stem: SAME_WORD.get(stem) ?? stem });
    }
  }
  return tokens;
}

function stemOf(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const stem = stemmer(word);
  if (stems.size >= MOST_STEMS) stems.clear();
  stems.set(word, stem);
  return stem;
}
