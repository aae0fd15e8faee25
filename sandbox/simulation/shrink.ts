import { type RunOptions, type RunResult, simulate } from './simulate.ts';

/** Runs that finding the few faults that matter may cost. */
const BUDGET = 60;

/**
 * Looks for a small set of the faults of a failed run that makes it fail as well: leaves out halves, quarters and so on
 * down to single ones, as long as a finding of the first one's kind is left.
 */
export async function shrink(options: RunOptions, failed: RunResult): Promise<RunResult> {
  let least = failed;
  let spent = 0;
  const kind = failed.findings[0]?.kind;

  async function failsWith(struck: readonly string[]): Promise<boolean> {
    spent += 1;
    const result = await simulate({ ...options, only: new Set(struck) });
    if (!result.findings.some((one) => one.kind === kind)) return false;
    least = result;
    return true;
  }

  for (let size = Math.ceil(failed.struck.length / 2); size >= 1 && spent < BUDGET; ) {
    let smaller = false;
    for (let from = 0; from < least.struck.length && spent < BUDGET; ) {
      const rest = [...least.struck.slice(0, from), ...least.struck.slice(from + size)];
      if (await failsWith(rest)) smaller = true;
      else from += size;
    }
    if (size === 1 && !smaller) break;
    size = smaller && size === 1 ? 1 : Math.floor(size / 2);
  }
  return least;
}
