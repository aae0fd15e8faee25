import type { KnowledgeEntry } from './entry.ts';
import { tokenize } from './tokens.ts';

/**
 * Postings with their BM25 impacts worked out beforehand, so that a search is additions only. As it is stored: base64 of
 * little-endian numbers, which loads many times faster than JSON numbers.
 */
export interface StoredIndex {
  readonly terms: readonly string[];
  /** For each term, in how many entries it occurs. */
  readonly counts: readonly number[];
  /** For each term, the numbers of those entries, rising: unsigned 16-bit integers. */
  readonly postings: string;
  /** For each posting, what the term adds to the entry's score, in steps of `step`: unsigned 16-bit integers. */
  readonly impacts: string;
  readonly step: number;
}

const LARGEST = 0xffff;

/** How much each part of an entry says about its topic (ADR 0005 has the measurements). */
const WEIGHTS = { title: 3, queries: 2, labels: 1, text: 1 } as const;
type Field = keyof typeof WEIGHTS;
const FIELDS = Object.keys(WEIGHTS) as readonly Field[];

/** BM25's saturation of repeated words, and its correction for length. */
const SATURATION = 1.2;
const LENGTH_CORRECTION = 0.5;

/** Rarer words say more. A word found nowhere weighs as much as the rarest. */
export function rarity(entries: number, count: number): number {
  return Math.log(1 + (entries - count + 0.5) / (count + 0.5));
}

export function buildIndex(entries: readonly KnowledgeEntry[]): StoredIndex {
  if (entries.length > LARGEST) throw new RangeError(`A knowledge base has at most ${LARGEST} entries.`);
  const documents = entries.map(termCounts);
  const averages = averageLengths(documents);
  const found = new Map<string, { entries: number[]; weights: number[] }>();

  for (const [number, document] of documents.entries()) {
    for (const [term, weight] of weigh(document, averages)) {
      const posting = found.get(term) ?? { entries: [], weights: [] };
      posting.entries.push(number);
      posting.weights.push(weight);
      found.set(term, posting);
    }
  }

  const numbers: number[] = [];
  const impacts: number[] = [];
  for (const posting of found.values()) {
    const idf = rarity(entries.length, posting.entries.length);
    for (const number of posting.entries) numbers.push(number);
    for (const weight of posting.weights) impacts.push(weight * idf);
  }
  const step = impacts.reduce((most, impact) => Math.max(most, impact), 0) / LARGEST || 1;
  return {
    terms: [...found.keys()],
    counts: [...found.values()].map((posting) => posting.entries.length),
    postings: encode(Uint16Array.from(numbers)),
    impacts: encode(Uint16Array.from(impacts, (impact) => Math.round(impact / step))),
    step,
  };
}

interface TermCounts {
  readonly counts: Readonly<Record<Field, ReadonlyMap<string, number>>>;
  readonly lengths: Readonly<Record<Field, number>>;
}

function termCounts(entry: KnowledgeEntry): TermCounts {
  const parts: Record<Field, string> = {
    title: entry.title,
    queries: entry.queries.join('\n'),
    labels: [entry.category ?? '', entry.button, ...entry.labels].join('\n'),
    text: entry.text,
  };
  const counts = { title: new Map(), queries: new Map(), labels: new Map(), text: new Map() };
  const lengths = { title: 0, queries: 0, labels: 0, text: 0 };
  for (const field of FIELDS) {
    const tokens = tokenize(parts[field]);
    lengths[field] = tokens.length;
    for (const { stem } of tokens) counts[field].set(stem, (counts[field].get(stem) ?? 0) + 1);
  }
  return { counts, lengths };
}

function averageLengths(documents: readonly TermCounts[]): Record<Field, number> {
  const averages = { title: 0, queries: 0, labels: 0, text: 0 };
  for (const field of FIELDS) {
    const total = documents.reduce((sum, { lengths }) => sum + lengths[field], 0);
    averages[field] = total / Math.max(1, documents.length) || 1;
  }
  return averages;
}

function weigh(document: TermCounts, averages: Readonly<Record<Field, number>>): Map<string, number> {
  const weights = new Map<string, number>();
  for (const field of FIELDS) {
    const relativeLength = document.lengths[field] / averages[field];
    const damping = SATURATION * (1 - LENGTH_CORRECTION + LENGTH_CORRECTION * relativeLength);
    for (const [term, count] of document.counts[field]) {
      const weight = (WEIGHTS[field] * count * (SATURATION + 1)) / (count + damping);
      weights.set(term, (weights.get(term) ?? 0) + weight);
    }
  }
  return weights;
}

/** A term's part of the index. */
export interface Postings {
  readonly entries: Uint16Array;
  readonly impacts: Uint16Array;
}

/** The index in the form it is searched in. */
export interface SearchIndex {
  readonly terms: readonly string[];
  /** What one unit of an impact adds to a score. */
  readonly step: number;
  find(term: string): Postings | undefined;
}

export function loadIndex(stored: StoredIndex): SearchIndex {
  const entries = decode(stored.postings);
  const impacts = decode(stored.impacts);
  const starts = new Uint32Array(stored.terms.length + 1);
  const places = new Map<string, number>();
  for (const [place, term] of stored.terms.entries()) {
    places.set(term, place);
    starts[place + 1] = (starts[place] ?? 0) + (stored.counts[place] ?? 0);
  }
  return {
    terms: stored.terms,
    step: stored.step,
    find(term) {
      const place = places.get(term);
      if (place === undefined) return undefined;
      const start = starts[place] ?? 0;
      const end = starts[place + 1] ?? start;
      return { entries: entries.subarray(start, end), impacts: impacts.subarray(start, end) };
    },
  };
}

/** Whether the term occurs in the entry: its numbers rise, so halving finds it. */
export function occursIn(postings: Postings | undefined, number: number): boolean {
  const numbers = postings?.entries ?? [];
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? number) < number) low = middle + 1;
    else high = middle;
  }
  return numbers[low] === number;
}

function encode(numbers: Uint16Array): string {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString('base64');
}

/** A buffer of its own: Node's small buffers are slices of a shared one, at offsets typed arrays do not accept. */
function decode(text: string): Uint16Array {
  const bytes = new Uint8Array(Buffer.from(text, 'base64'));
  return new Uint16Array(bytes.buffer);
}
