import { CUT_CONNECTION } from '../core/fault-middleware.ts';
import type { SeededRandom } from './random.ts';
import type { VirtualClock } from './virtual-clock.ts';

type Serve = (request: Request) => Response | Promise<Response>;

/** The way from one party to another: it takes time, connections break, and callers lose patience. */
export interface Network {
  /**
   * Brings a request there and the answer back. Rejects when the connection is cut, and when `signal` says that the
   * caller gives up; the request goes its way all the same.
   */
  carry(serve: Serve, request: Request, signal?: AbortSignal | null): Promise<Response>;
}

export function createNetwork(clock: VirtualClock, random: SeededRandom): Network {
  /** One way, in milliseconds: mostly quick, sometimes not, so that requests overtake each other. */
  function latency(): number {
    return random.happens(0.03) ? random.between(100, 500) : random.between(12, 45);
  }

  async function roundTrip(serve: Serve, request: Request): Promise<Response> {
    await clock.sleep(latency());
    const response = await serve(request);
    await clock.sleep(latency());
    if (response.headers.has(CUT_CONNECTION)) throw connectionLost();
    return response;
  }

  return {
    carry: (serve, request, signal) => untilGivenUp(roundTrip(serve, request), signal ?? undefined),
  };
}

/** As an HTTP client tells it. */
export function connectionLost(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}

function untilGivenUp<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(Object.assign(new Error('given up'), { name: 'AbortError' }));
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    const leave = () => signal.removeEventListener('abort', giveUp);
    work.then(resolve, reject).finally(leave);
  });
}
