import { type Postings, rarity, type SearchIndex } from './search-index.ts';
import { correct } from './spelling.ts';
import { tokenize } from './tokens.ts';

/** How many of the best entries are compared with the question one by one. */
const CANDIDATES = 30;
/** A corrected word counts a little less than a word that was spelt right. */
const CORRECTED = 0.8;
/** What a member pastes into a chat can be a whole log; its first words say what it is about. */
const LONGEST_QUERY = 2_000;
const MOST_QUERY_TERMS = 64;

/** A term of the question, with what it says about the topic. */
export interface QueryTerm {
  readonly term: string;
  readonly word: string;
  readonly weight: number;
  /** How sure it is that the member meant this term. */
  readonly trust: number;
  readonly postings: Postings | undefined;
}

/** The question's terms, each once; an unknown word stands for the known one it was most likely meant to be. */
export function queryTerms(query: string, index: SearchIndex, size: number): QueryTerm[] {
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

export interface Candidate {
  readonly number: number;
  readonly bm25: number;
}

/** The entries with the highest BM25 score. Loops by index: this is the part that grows with the knowledge base. */
export function candidates(terms: readonly QueryTerm[], index: SearchIndex, size: number): Candidate[] {
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
