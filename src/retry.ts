import { Fault } from './errors.ts';
import type { Clock, Deadline, Random } from './ports.ts';

interface RetryPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly deadline: Deadline;
}

interface RetryOptions {
  /** How often the call is made in all. Default 4. */
  readonly attempts?: number;
  /** Whether carrying it out twice does no harm. Only then is an unknown outcome tried again. */
  readonly repeatable: boolean;
}

const FIRST_WAIT = 150;
/** What must be left for the caller to save its work and answer. */
const MARGIN = 750;

/**
 * The one retry policy. Calls `attempt` again after a rate limit, after "try later" (5xx, refused connection), and, for
 * repeatable calls, after an unknown outcome; waits as long as the other side asked, else 150 ms doubling, with jitter.
 * Never waits past the deadline: then the last fault is thrown at once, and the caller leaves the rest to the next event.
 */
export async function withRetry<T>(ports: RetryPorts, options: RetryOptions, attempt: () => Promise<T>): Promise<T> {
  const attempts = options.attempts ?? 4;
  for (let made = 1; ; made += 1) {
    try {
      return await attempt();
    } catch (error) {
      const wait = made < attempts ? waitBefore(error, made, options.repeatable, ports.random) : undefined;
      if (wait === undefined || ports.clock.now() + wait + MARGIN > ports.deadline.at) throw error;
      await ports.clock.sleep(wait);
    }
  }
}

function waitBefore(error: unknown, made: number, repeatable: boolean, random: Random): number | undefined {
  if (!(error instanceof Fault)) return undefined;
  if (error.retryAfter !== undefined) return error.retryAfter + random.next() * 100;
  const backOff = FIRST_WAIT * 2 ** (made - 1) * (0.5 + random.next());
  if (error.outcome === 'unknown') return repeatable ? backOff : undefined;
  return error.code === 'DISCORD_UNREACHABLE' || error.code === 'TWILIO_UNREACHABLE' ? backOff : undefined;
}

/** Milliseconds a single call may take: at most `most`, and never past the deadline less the margin for saving. */
export function timeoutFor(ports: { readonly clock: Clock; readonly deadline: Deadline }, most: number): number {
  return Math.max(250, Math.min(most, ports.deadline.at - ports.clock.now() - MARGIN));
}

/** Gives `call` a signal that says when its time on this clock is over, and rejects then, whatever `call` makes of it. */
export async function withinTime<T>(
  clock: Clock,
  milliseconds: number,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { signal, cancel } = timeLimit(clock, milliseconds);
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('No time left', 'TimeoutError')), { once: true });
  });
  try {
    return await Promise.race([call(signal), late]);
  } finally {
    cancel();
  }
}

function timeLimit(clock: Clock, milliseconds: number): { signal: AbortSignal; cancel: () => void } {
  if (clock.after === undefined) return { signal: AbortSignal.timeout(milliseconds), cancel: () => undefined };
  const leave = new AbortController();
  return { signal: leave.signal, cancel: clock.after(milliseconds, () => leave.abort()) };
}
