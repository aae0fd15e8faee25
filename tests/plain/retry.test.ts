import { Fault } from '../../src/errors.ts';
import { timeoutFor, withRetry } from '../../src/retry.ts';
import { createFakeClock } from '../support/fake-clock.ts';

type FaultOptions = ConstructorParameters<typeof Fault>[2];

const REMEDY = 'Nothing to do.';
const unknown = fault('DISCORD_UNREACHABLE', { outcome: 'unknown' });
const refused = fault('DISCORD_REFUSED', { outcome: 'refused' });
const notReached = fault('TWILIO_UNREACHABLE', { outcome: 'refused' });
const limited = (retryAfter: number) => fault('DISCORD_RATE_LIMITED', { retryAfter });

function fault(code: Fault['code'], options: Omit<FaultOptions, 'remedy'>): Fault {
  return new Fault(code, code, { remedy: REMEDY, ...options });
}

interface Run {
  /** What the call came to: its value, or what it threw. */
  readonly end: unknown;
  readonly attempts: number;
  readonly slept: readonly number[];
}

/** A call that fails with each of `failures` in turn and then succeeds. */
async function run(
  failures: readonly unknown[],
  options: { repeatable?: boolean; attempts?: number; timeLeft?: number; draw?: number } = {},
): Promise<Run> {
  const clock = createFakeClock();
  const ports = {
    clock,
    random: { next: () => options.draw ?? 0.5 },
    deadline: { at: clock.now() + (options.timeLeft ?? 60_000) },
  };
  const { repeatable = true, attempts } = options;
  let made = 0;
  const end: unknown = await withRetry(
    ports,
    { repeatable, ...(attempts === undefined ? {} : { attempts }) },
    async () => {
      made += 1;
      if (made <= failures.length) throw failures[made - 1];
      return 'done';
    },
  ).catch((error: unknown) => error);
  return { end, attempts: made, slept: clock.slept };
}

describe('retry', () => {
  describe('withRetry()', () => {
    it.each<{ what: string; failures: readonly unknown[]; repeatable: boolean; attempts: number }>([
      { what: 'success', failures: [], repeatable: false, attempts: 1 },
      { what: 'R01 an unknown outcome of a repeatable call', failures: [unknown], repeatable: true, attempts: 2 },
      { what: 'a call that never got there', failures: [notReached], repeatable: false, attempts: 2 },
      {
        what: 'R07 a limit on a call that must not be repeated: it did nothing',
        failures: [limited(100)],
        repeatable: false,
        attempts: 2,
      },
      {
        what: 'one failure after another',
        failures: [unknown, limited(100), notReached],
        repeatable: true,
        attempts: 4,
      },
    ])('succeeds after $what in $attempts attempts', async ({ failures, repeatable, attempts }) => {
      const found = await run(failures, { repeatable });

      expect(found).toMatchObject({ end: 'done', attempts });
    });

    it.each<{ what: string; failure: unknown; repeatable: boolean }>([
      { what: 'R01 an unknown outcome of a call that must not be repeated', failure: unknown, repeatable: false },
      { what: 'a refusal', failure: refused, repeatable: true },
      { what: 'a bug of ours', failure: new TypeError('x is undefined'), repeatable: true },
      { what: 'a thrown text', failure: 'no', repeatable: true },
    ])('throws $what at once', async ({ failure, repeatable }) => {
      const found = await run([failure], { repeatable });

      expect(found).toEqual({ end: failure, attempts: 1, slept: [] });
    });

    it.each<{ attempts: number | undefined; made: number }>([
      { attempts: undefined, made: 4 },
      { attempts: 1, made: 1 },
      { attempts: 2, made: 2 },
    ])('R07 makes $made attempts of $attempts asked for and throws the last fault', async ({ attempts, made }) => {
      const failures = Array.from({ length: 10 }, () => fault('TWILIO_UNREACHABLE', { outcome: 'unknown' }));

      const found = await run(failures, attempts === undefined ? {} : { attempts });

      expect(found.attempts).toBe(made);
      expect(found.end).toBe(failures[made - 1]);
    });

    it.each<{ draw: number; waits: readonly number[] }>([
      { draw: 0, waits: [75, 150, 300] },
      { draw: 0.5, waits: [150, 300, 600] },
      { draw: 1, waits: [225, 450, 900] },
    ])('R07 waits twice as long each time, $waits for the draw $draw', async ({ draw, waits }) => {
      const { slept } = await run([unknown, unknown, unknown], { draw });

      expect(slept).toEqual(waits);
    });

    it.each<{ draw: number; wait: number }>([
      { draw: 0, wait: 1_250 },
      { draw: 1, wait: 1_350 },
    ])('R07 waits as long as told and never less: $wait', async ({ draw, wait }) => {
      const { slept } = await run([limited(1_250)], { draw });

      expect(slept).toEqual([wait]);
    });

    it.each<{ what: string; failure: Fault; timeLeft: number; attempts: number }>([
      { what: 'a wait that just fits', failure: limited(1_000), timeLeft: 1_800, attempts: 2 },
      { what: 'a wait that does not', failure: limited(1_000), timeLeft: 1_799, attempts: 1 },
      { what: 'a long limit', failure: limited(60_000), timeLeft: 9_000, attempts: 1 },
      { what: 'a back-off with no time left', failure: unknown, timeLeft: 800, attempts: 1 },
      { what: 'a deadline that has passed', failure: unknown, timeLeft: -1, attempts: 1 },
    ])('R07 keeps time to save the work: $what', async ({ failure, timeLeft, attempts }) => {
      const found = await run([failure], { timeLeft });

      expect(found.attempts).toBe(attempts);
      expect(found.end).toBe(attempts === 1 ? failure : 'done');
    });
  });

  describe('timeoutFor()', () => {
    it.each<{ left: number; most: number; timeout: number }>([
      { left: 9_000, most: 4_000, timeout: 4_000 },
      { left: 4_750, most: 4_000, timeout: 4_000 },
      { left: 3_000, most: 4_000, timeout: 2_250 },
      { left: 1_000, most: 4_000, timeout: 250 },
      { left: -5_000, most: 4_000, timeout: 250 },
    ])('R15 is $timeout with $left left and $most at most', ({ left, most, timeout }) => {
      const clock = createFakeClock();

      expect(timeoutFor({ clock, deadline: { at: clock.now() + left } }, most)).toBe(timeout);
    });
  });
});
