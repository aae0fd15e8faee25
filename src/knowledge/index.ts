import type { KnowledgeEntry } from './entry.ts';
import type { Postings, SearchIndex, StoredIndex } from './search-index.ts';
import { buildIndex, loadIndex, occursIn, rarity } from './search-index.ts';
import { correct } from './spelling.ts';
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

/** How many of the best entries are compared with the question one by one. */
const CANDIDATES = 30;
/** What the likeness to the nearest question is worth beside BM25. */
const LIKENESS_WEIGHT = 4;
/** A result that scores less than this share of the best one is not worth a button. */
const WORTH_SHOWING = 0.25;
/** A corrected word counts a little less than a word that was spelt right. */
const CORRECTED = 0.8;
/** What a member pastes into a chat can be a whole log; its first words say what it is about. */
const LONGEST_QUERY = 2_000;
const MOST_QUERY_TERMS = 64;

/** A term of the question, with what it says about the topic. */
interface QueryTerm {
  readonly term: string;
  readonly word: string;
  readonly weight: number;
  /** How sure it is that the member meant this term. */
  readonly trust: number;
  readonly postings: Postings | undefined;
}

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
    const floor = (results[0]?.score ?? 0) * WORTH_SHOWING;
    return results.filter(({ score }) => score >= floor).slice(0, Math.max(0, limit));
  }

  /** The score that ranks an entry: BM25, and how like the question its own questions are. */
  function compare(entry: KnowledgeEntry, number: number, bm25: number, terms: readonly QueryTerm[], norm: number) {
    const matched = terms.filter(({ postings }) => occursIn(postings, number));
    const likeness = Math.max(...questionsOf(entry).map((question) => likenessTo(question, terms, norm)));
    const coverage = matched.reduce((sum, { trust }) => sum + trust, 0) / terms.length;
    return {
      entry,
      score: bm25 + LIKENESS_WEIGHT * likeness,
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

function queryTerms(query: string, index: SearchIndex, size: number): QueryTerm[] {
  const terms = new Map<string, QueryTerm>();
  for (const { word, stem } of tokenize(query.slice(0, LONGEST_QUERY))) {
    if (terms.size >= MOST_QUERY_TERMS) break;
    const known = index.find(stem) !== undefined;
    const corrected = known ? undefined : correct(stem, index.terms);
    const term = corrected ?? stem;
    if (terms.has(term)) continue;
    const postings = index.find(term);
    const weight = rarity(size, postings?.entries.length ?? 0);
    terms.set(term, { term, word, weight, trust: corrected === undefined ? 1 : CORRECTED, postings });
  }
  return [...terms.values()];
}

interface Candidate {
  readonly number: number;
  readonly bm25: number;
}

/** The entries with the highest BM25 score. Loops by index: this is the part that grows with the knowledge base. */
function candidates(terms: readonly QueryTerm[], index: SearchIndex, size: number): Candidate[] {
  const scores = new Float64Array(size);
  for (const { postings, trust } of terms) {
    if (postings === undefined) continue;
    const { entries, impacts } = postings;
    const worth = trust * index.step;
    for (let place = 0; place < entries.length; place += 1) {
      const number = entries[place] ?? 0;
      scores[number] = (scores[number] ?? 0) + worth * (impacts[place] ?? 0);
    }
  }
  const best: Candidate[] = [];
  for (let number = 0; number < size; number += 1) {
    const bm25 = scores[number] ?? 0;
    const last = best[CANDIDATES - 1];
    if (bm25 === 0 || (last !== undefined && bm25 <= last.bm25)) continue;
    const place = best.findIndex((candidate) => candidate.bm25 < bm25);
    best.splice(place === -1 ? best.length : place, 0, { number, bm25 });
    if (best.length > CANDIDATES) best.pop();
  }
  return best;
}

export type { KnowledgeEntry } from './entry.ts';
