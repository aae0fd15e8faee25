import type { KnowledgeEntry } from './entry.ts';
import { candidates, type QueryTerm, queryTerms } from './query.ts';
import { buildIndex, loadIndex, occursIn, rarity, type StoredIndex } from './search-index.ts';
import { tokenize } from './tokens.ts';

/** What the build writes: the entries, and their index so that loading need not read them all. */
export interface KnowledgeData {
  readonly entries: readonly KnowledgeEntry[];
  readonly index: StoredIndex;
}

export interface SearchResult {
  readonly entry: KnowledgeEntry;
  /** Comparable within one search only. */
  readonly score: number;
  /** 0 to 1, comparable between searches: how far the entry covers the question. See `CONFIDENT`. */
  readonly confidence: number;
  /** The question's words that were found in the entry. */
  readonly matched: readonly string[];
}

export interface Knowledge {
  readonly size: number;
  /** The entry a button stands for. */
  entry(id: string): KnowledgeEntry | undefined;
  /** The best entries for a question, best first; only those worth showing beside the best. */
  search(query: string, options: { readonly limit: number }): readonly SearchResult[];
}

/** Below this, the best result is more likely to be beside the point than an answer (ADR 0005). */
export const CONFIDENT = 0.4;

/** What the likeness to the nearest question is worth beside BM25. Cubed: a question that is stored word for word wins. */
const LIKENESS_WEIGHT = 12;
/** A result with less than this share of the best one's confidence is not worth a button. */
const WORTH_SHOWING = 0.3;

export function indexKnowledge(entries: readonly KnowledgeEntry[]): KnowledgeData {
  return { entries, index: buildIndex(entries) };
}

export function createKnowledge(source: readonly KnowledgeEntry[] | KnowledgeData): Knowledge {
  const { entries, index: stored } = 'index' in source ? source : indexKnowledge(source);
  const index = loadIndex(stored);
  const byId = new Map(entries.map((entry) => [entry.id, entry]));

  function search(query: string, { limit }: { readonly limit: number }): readonly SearchResult[] {
    const terms = queryTerms(query, index, entries.length);
    const norm = Math.hypot(...terms.map(({ weight }) => weight));
    const results = candidates(terms, index, entries.length)
      .flatMap(({ number, bm25 }) => {
        const entry = entries[number];
        return entry === undefined ? [] : [compare(entry, number, bm25 / norm, terms, norm)];
      })
      .sort((first, second) => second.score - first.score);
    const floor = (results[0]?.confidence ?? 0) * WORTH_SHOWING;
    return results.filter(({ confidence }) => confidence >= floor).slice(0, Math.max(0, limit));
  }

  /** The score that ranks an entry: BM25, and how like the question its own questions are. */
  function compare(entry: KnowledgeEntry, number: number, bm25: number, terms: readonly QueryTerm[], norm: number) {
    const matched = terms.filter(({ postings }) => occursIn(postings, number));
    const likeness = Math.max(...questionsOf(entry).map((question) => likenessTo(question, terms, norm)));
    const coverage = matched.reduce((sum, { trust }) => sum + trust, 0) / terms.length;
    return {
      entry,
      score: bm25 + LIKENESS_WEIGHT * likeness ** 3,
      confidence: Math.min(1, (2 * likeness + coverage) / 3),
      matched: matched.map(({ word }) => word),
    };
  }

  /** The cosine of the two questions, each term weighed by its rarity. */
  function likenessTo(question: string, terms: readonly QueryTerm[], norm: number): number {
    const stems = new Set(tokenize(question).map(({ stem }) => stem));
    if (stems.size === 0) return 0;
    const weights = [...stems].map((term) => rarity(entries.length, index.find(term)?.entries.length ?? 0));
    const common = terms.reduce((sum, { term, weight, trust }) => sum + (stems.has(term) ? trust * weight ** 2 : 0), 0);
    return common / (norm * Math.hypot(...weights));
  }

  return { size: entries.length, entry: (id) => byId.get(id), search };
}

function questionsOf(entry: KnowledgeEntry): readonly string[] {
  return [entry.title, entry.button, ...entry.queries];
}

export type { KnowledgeEntry } from './entry.ts';
