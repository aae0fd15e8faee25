import type { Hop } from '../../core/trace.ts';

export interface TraceFilter {
  readonly wanted: readonly string[];
  readonly unwanted: readonly string[];
  /** Leave out successful reads by the Functions: the sweep makes many of them. */
  readonly hideReads: boolean;
}

/** Words must all be found; a word behind a minus must not. */
export function parseFilter(text: string, hideReads: boolean): TraceFilter {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '' && word !== '-');
  return {
    wanted: words.filter((word) => !word.startsWith('-')),
    unwanted: words.filter((word) => word.startsWith('-')).map((word) => word.slice(1)),
    hideReads,
  };
}

export function passes(hop: Hop, filter: TraceFilter): boolean {
  if (filter.hideReads && hop.from === 'functions' && hop.what.startsWith('GET ') && !isTrouble(hop)) return false;
  if (filter.wanted.length === 0 && filter.unwanted.length === 0) return true;
  const text = searchable(hop);
  return filter.wanted.every((word) => text.includes(word)) && !filter.unwanted.some((word) => text.includes(word));
}

function searchable(hop: Hop): string {
  const details = Object.entries(hop.details).map(([key, value]) => `${key}=${value}`);
  return [hop.from, hop.to, hop.what, hop.outcome, hop.signature ?? '', ...details].join(' ').toLowerCase();
}

/** Answers that the store and the sessions reckon with: not there yet, there already, changed meanwhile. */
const EXPECTED_REFUSALS: readonly number[] = [404, 409, 412];

/** Not what a healthy system does: drawn so that it is seen. */
export function isTrouble(hop: Hop): boolean {
  if (typeof hop.outcome === 'string') return true;
  return hop.outcome >= 400 && !EXPECTED_REFUSALS.includes(hop.outcome);
}

/** Twilio's 34-character SIDs cut to what tells them apart at a glance. */
export function shorten(what: string): string {
  return what.replace(/\b([A-Z]{2}[0-9a-f]{4})[0-9a-f]{24}([0-9a-f]{4})\b/g, '$1…$2');
}

export interface TraceRow {
  /** The newest of the hops it stands for. */
  readonly hop: Hop;
  /** Id of the oldest of them: stays the same while the row grows. */
  readonly key: number;
  readonly count: number;
}

/** Hops that follow one another and tell the same become one row: no id of any hop is hidden behind another's. */
export function foldRepeats(hops: readonly Hop[]): TraceRow[] {
  const rows: TraceRow[] = [];
  for (const hop of hops) {
    const last = rows.at(-1);
    if (last !== undefined && alike(last.hop, hop))
      rows[rows.length - 1] = { hop, key: last.key, count: last.count + 1 };
    else rows.push({ hop, key: hop.id, count: 1 });
  }
  return rows;
}

function alike(a: Hop, b: Hop): boolean {
  const same = a.from === b.from && a.to === b.to && a.what === b.what && a.outcome === b.outcome;
  return same && JSON.stringify(a.details) === JSON.stringify(b.details);
}
