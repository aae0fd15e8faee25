import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KnowledgeEntry } from '../../src/knowledge/entry.ts';
import { parseEntry } from '../../src/knowledge/parse.ts';

const FOLDER = join(__dirname, '../../knowledge');

/** The project's own articles. A faulty file fails the test with its faults. */
export function ownArticles(): KnowledgeEntry[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.md'))
    .map((name) => {
      const parsed = parseEntry(name, readFileSync(join(FOLDER, name), 'utf8'));
      if (parsed.kind === 'faulty') throw new Error(parsed.faults.join('\n'));
      return parsed.entry;
    });
}

/** An article with only what a test is about. */
export function article(given: Partial<KnowledgeEntry> & { readonly id: string }): KnowledgeEntry {
  return { title: '', category: undefined, button: '', queries: [], labels: [], url: '', text: '', ...given };
}

/** As many articles as asked for, of words with the uneven frequencies of a language; the same for the same seed. */
export function inventedArticles(count: number): KnowledgeEntry[] {
  const next = sequence(7);
  const syllables = ['ba', 'cro', 'du', 'fen', 'gli', 'ho', 'ka', 'lum', 'mi', 'nor', 'pe', 'rus', 'sto', 'tal', 'wi'];
  const syllable = (number: number) => syllables[number % syllables.length] ?? '';
  const word = () => {
    const rank = Math.floor(20_000 * next() ** 3);
    return [rank, rank / 15, rank / 225, rank / 3_375].map((part) => syllable(Math.floor(part))).join('');
  };
  const sentence = (length: number) => Array.from({ length }, word).join(' ');
  return Array.from({ length: count }, (_, number) => ({
    id: `article-${number}`,
    title: sentence(8),
    category: undefined,
    button: sentence(2),
    queries: Array.from({ length: 5 }, () => sentence(8)),
    labels: [word()],
    url: 'https://support.example.com/',
    text: sentence(60),
  }));
}

/** Park and Miller's generator: numbers in [0, 1). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
