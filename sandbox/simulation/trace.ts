import { createHash } from 'node:crypto';
import type { Hop, Trace } from '../core/trace.ts';

/** Everything that happened in a run, in order: the newest of it in words, all of it in the digest. */
export interface RunTrace extends Trace {
  note(what: string): void;
  digest(): string;
  tail(): readonly string[];
}

const KEPT = 60000;

export function createRunTrace(now: () => number): RunTrace {
  const hash = createHash('sha256');
  let lines: string[] = [];
  let start: number | undefined;

  function note(what: string): void {
    start ??= now();
    const line = shortened(`${((now() - start) / 1000).toFixed(3).padStart(9)} ${what}`);
    hash.update(`${line}\n`);
    lines.push(line);
    if (lines.length > 2 * KEPT) lines = lines.slice(-KEPT);
  }

  return {
    note,
    record: (hop) => note(lineOf(hop)),
    list: () => [],
    clear: () => undefined,
    digest: () => hash.copy().digest('hex'),
    tail: () => lines.slice(-KEPT),
  };
}

function lineOf({ from, to, what, outcome, took, details }: Omit<Hop, 'id'>): string {
  const told = Object.entries(details).filter(([, value]) => value !== null && value !== undefined);
  return `${from} → ${to} ${what} = ${outcome} (${took} ms) ${told.map(([key, value]) => `${key}=${value}`).join(' ')}`;
}

/** Addresses say the same long thing in every line. */
function shortened(line: string): string {
  return line
    .replace(/\/sync\.twilio\.com\/v1\/Services\/\w+/, '/Sync')
    .replace(/\/conversations\.twilio\.com\/v1/, '');
}
