import { AsyncLocalStorage } from 'node:async_hooks';
import { channel } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { type Hop, stopwatch } from '../core/trace.ts';
import type { World } from '../core/world.ts';

/** Something a Function did that the deployed platform would punish. */
export interface PlatformViolation {
  readonly path: string;
  readonly kind:
    | 'second-callback'
    | 'work-after-callback'
    | 'time-limit'
    | 'response-too-large'
    | 'unhandled-rejection';
  readonly detail: string;
}

/** One call of a Function, from its start to its callback. */
interface Invocation {
  readonly path: string;
  answered: boolean;
}

export interface Watch {
  readonly violations: readonly PlatformViolation[];
  report(violation: PlatformViolation): void;
  /** Runs a Function so that what it does is known to be its doing. */
  run(invocation: Invocation, task: () => void): void;
  clear(): void;
  stop(): void;
}

interface UndiciRequest {
  readonly origin: string | URL;
  readonly method: string;
  readonly path: string;
}

/**
 * Watches outgoing HTTP of the Functions through Node's own diagnostics: requests begun after the callback, which the
 * deployed platform would freeze or lose, and calls of Functions to Functions, which nobody else can record.
 */
export function createWatch(world: World, ownUrl: () => string): Watch {
  const current = new AsyncLocalStorage<Invocation>();
  const selfCalls = new WeakMap<object, () => number>();
  let violations: PlatformViolation[] = [];

  function report(violation: PlatformViolation): void {
    violations.push(violation);
  }

  function noteBeginning(method: string, path: string): void {
    const invocation = current.getStore();
    if (invocation?.answered !== true) return;
    report({ path: invocation.path, kind: 'work-after-callback', detail: `${method} ${withoutQuery(path)}` });
  }

  function onFetch(message: unknown): void {
    const { request } = message as { request: UndiciRequest };
    noteBeginning(request.method, request.path);
    if (current.getStore() !== undefined && String(request.origin) === ownUrl()) {
      selfCalls.set(request, stopwatch(world.clock));
    }
  }

  function onFetchHeaders(message: unknown): void {
    const { request, response } = message as { request: UndiciRequest; response: { statusCode: number } };
    recordSelfCall(request, response.statusCode);
  }

  function onFetchError(message: unknown): void {
    const { request, error } = message as { request: UndiciRequest; error: { readonly name?: string } };
    // A caller that does not wait for the answer gives the request up on purpose.
    recordSelfCall(request, ['AbortError', 'TimeoutError'].includes(error.name ?? '') ? 'timeout' : 'dropped');
  }

  function recordSelfCall(request: Pick<UndiciRequest, 'method' | 'path'>, outcome: Hop['outcome']): void {
    const took = selfCalls.get(request);
    if (took === undefined) return;
    selfCalls.delete(request);
    world.trace.record({
      at: world.clock.now() - took(),
      from: 'functions',
      to: 'functions',
      what: `${request.method} ${withoutQuery(request.path)}`,
      outcome,
      took: took(),
      signature: 'x-twilio-signature',
      details: {},
    });
  }

  function onHttp(message: unknown): void {
    const { request } = message as { request: ClientRequest };
    noteBeginning(request.method, request.path);
    if (current.getStore() === undefined || `http://${String(request.getHeader('host'))}` !== ownUrl()) return;
    selfCalls.set(request, stopwatch(world.clock));
    request.once('response', (response) => recordSelfCall(request, response.statusCode ?? 0));
    request.once('error', (error) => recordSelfCall(request, error.name === 'AbortError' ? 'timeout' : 'dropped'));
  }

  const subscriptions: readonly (readonly [string, (message: unknown) => void])[] = [
    ['undici:request:create', onFetch],
    ['undici:request:headers', onFetchHeaders],
    ['undici:request:error', onFetchError],
    ['http.client.request.start', onHttp],
  ];
  for (const [name, listener] of subscriptions) channel(name).subscribe(listener);

  return {
    get violations() {
      return violations;
    },
    report,
    run: (invocation, task) => current.run(invocation, task),
    clear() {
      violations = [];
    },
    stop() {
      for (const [name, listener] of subscriptions) channel(name).unsubscribe(listener);
    },
  };
}

function withoutQuery(path: string): string {
  return path.split('?')[0] ?? path;
}
