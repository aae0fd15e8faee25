import { parseArgs } from 'node:util';
import { parseFaultNames } from './fault-kinds.ts';
import type { Finding } from './findings.ts';
import { shrink } from './shrink.ts';
import { type RunOptions, type RunResult, simulate } from './simulate.ts';

const USAGE =
  'npm run sim -- [--seed N] [--seeds K] [--conversations C] [--messages M] [--faults all|none|name,…] [--no-shrink] [--verbose]';

interface Command {
  readonly run: RunOptions;
  readonly seeds: number;
  readonly shrinks: boolean;
  readonly verbose: boolean;
}

function parse(args: readonly string[]): Command {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      seeds: { type: 'string', default: '20' },
      conversations: { type: 'string', default: '4' },
      messages: { type: 'string', default: '500' },
      faults: { type: 'string', default: 'all' },
      'no-shrink': { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
    },
  });
  const run = {
    seed: wholeNumber('seed', values.seed, 0),
    conversations: wholeNumber('conversations', values.conversations, 1, MOST_CONVERSATIONS),
    messages: wholeNumber('messages', values.messages, 1),
    faults: parseFaultNames(values.faults),
  };
  return { run, seeds: wholeNumber('seeds', values.seeds, 1), shrinks: !values['no-shrink'], verbose: values.verbose };
}

/** The emulated Discord lets a bot open ten DMs in ten minutes, and one is the onlooker's. */
const MOST_CONVERSATIONS = 9;

function wholeNumber(name: string, text: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(
    `--${name} must be a whole number from ${least}${most < Number.MAX_SAFE_INTEGER ? ` to ${most}` : ''}.`,
  );
}

/** Runs the seeds one after the other; answers the exit status. The last line is JSON. */
export async function main(args: readonly string[]): Promise<number> {
  let command: Command;
  try {
    command = parse(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : 'Wrong arguments.'}\n${USAGE}`);
    return 2;
  }
  const { run, seeds } = command;
  const startedAt = performance.now();
  const results: RunResult[] = [];
  for (let seed = run.seed; seed < run.seed + seeds; seed += 1) {
    const result = await simulate({ ...run, seed });
    // The tails of thousands of runs would fill the memory.
    results.push({ ...result, tail: [], struck: [] });
    if (command.verbose) console.log(summary(result));

    if (result.findings.length > 0) await explain({ ...run, seed }, result, command.shrinks);
  }
  const totals = totalsOf(results);
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(
    `${totals.messages} messages in ${seconds.toFixed(1)} s, ${(totals.virtualHours).toFixed(1)} virtual hours`,
  );
  const { virtualHours: _virtualHours, ...figures } = totals;
  console.log(JSON.stringify(figures));
  return results.some((one) => one.findings.length > 0) ? 1 : 0;
}

function summary(result: RunResult): string {
  const { seed, messages, lasted, overran, invalidRequests, findings } = result;
  return `seed ${seed}: ${messages} messages, ${Math.round(lasted / 1000)} s, ${result.struck.length} faults, ${invalidRequests} refused, ${overran} overran, ${findings.length} findings, ${result.digest.slice(0, 12)}`;
}

async function explain(options: RunOptions, result: RunResult, shrinks: boolean): Promise<void> {
  console.log(`\nSeed ${options.seed} failed:`);
  for (const finding of result.findings) console.log(`  ${describe(finding)}`);
  if (!shrinks) {
    console.log(result.tail.join('\n'));
    return;
  }
  const least = await shrink(options, result);
  console.log(`Faults that suffice: ${least.struck.join(', ') || 'none'}`);
  for (const finding of least.findings) console.log(`  ${describe(finding)}`);
  console.log(`Trace of that run, its end:\n${least.tail.join('\n')}\n`);
}

function describe({ kind, chat, what }: Finding): string {
  return `${kind} (chat ${chat}): ${what}`;
}

function totalsOf(results: readonly RunResult[]) {
  const findings = results.flatMap((one) => one.findings);
  const count = (kind: Finding['kind']) => findings.filter((one) => one.kind === kind).length;
  const delays = results.flatMap((one) => one.delays);
  return {
    seeds: results.length,
    messages: results.reduce((sum, one) => sum + one.messages, 0),
    lost: count('lost'),
    duplicated: count('duplicated'),
    reordered: count('reordered'),
    misdelivered: count('misdelivered'),
    wrong_state: count('state'),
    stale_edits: results.reduce((sum, one) => sum + one.staleEdits, 0),
    overran: results.reduce((sum, one) => sum + one.overran, 0),
    delay_ms_p50: percentile(delays, 0.5),
    delay_ms_p99: percentile(delays, 0.99),
    settled_ms_p99: percentile(
      results.flatMap((one) => one.settled),
      0.99,
    ),
    virtualHours: results.reduce((sum, one) => sum + one.lasted, 0) / 3_600_000,
  };
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
