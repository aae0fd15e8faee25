import type { ServerResponse } from 'node:http';
import { RESPONSE_LIMIT } from './rules.ts';
import type { PlatformViolation } from './watch.ts';

interface Guard {
  readonly invocation: { readonly path: string; answered: boolean };
  readonly report: (violation: PlatformViolation) => void;
  readonly timeLimit: number;
}

/** The methods of Express through which the runtime writes what a Function handed to its callback. */
const WRITERS = ['status', 'set', 'type', 'send'] as const;

/**
 * Stands between the runtime and the answer: the first callback wins, a second one is reported instead of bringing the
 * process down, an answer may not be too large, and 504 goes out when none came in time.
 */
export function guardAnswer(response: ServerResponse, guard: Guard): void {
  const { invocation, report } = guard;
  const end = response.end.bind(response);

  const timer = setTimeout(() => {
    report({ path: invocation.path, kind: 'time-limit', detail: `no callback within ${guard.timeLimit} ms` });
    invocation.answered = true;
    response.writeHead(504, { 'content-type': 'text/plain' });
    end('Function timed out');
    swallowWrites(() => {});
  }, guard.timeLimit);
  response.once('close', () => clearTimeout(timer));

  function guardedEnd(chunk?: unknown, ...rest: unknown[]): ServerResponse {
    clearTimeout(timer);
    invocation.answered = true;
    swallowWrites(() =>
      report({ path: invocation.path, kind: 'second-callback', detail: 'callback was called again' }),
    );
    if (sizeOf(chunk) <= RESPONSE_LIMIT) return Reflect.apply(end, response, [chunk, ...rest]);
    report({ path: invocation.path, kind: 'response-too-large', detail: `${sizeOf(chunk)} bytes` });
    response.removeHeader('content-length');
    response.statusCode = 502;
    return end('Response is too large');
  }

  /** `end` is the last thing Express calls for an answer: whatever writes after it is another callback. */
  function swallowWrites(onFirst: () => void): void {
    let noticed = false;
    function swallow(): ServerResponse {
      if (!noticed) onFirst();
      noticed = true;
      return response;
    }
    for (const name of WRITERS) Object.defineProperty(response, name, { value: swallow, configurable: true });
  }

  response.end = guardedEnd as typeof response.end;
}

function sizeOf(chunk: unknown): number {
  if (typeof chunk === 'string') return Buffer.byteLength(chunk);
  return chunk instanceof Uint8Array ? chunk.length : 0;
}
