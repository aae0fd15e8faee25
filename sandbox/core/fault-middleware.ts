import type { Context, MiddlewareHandler } from 'hono';
import type { FaultRule, FaultTarget } from './faults.ts';
import type { World } from './world.ts';

/**
 * Header an emulator sets on an answer that must never reach the caller: the HTTP server cuts the connection instead.
 * In-process callers (simulation) turn it into a rejected promise.
 */
export const CUT_CONNECTION = 'x-sandbox-cut-connection';

export function cutConnection(): Response {
  return new Response(null, { status: 599, headers: { [CUT_CONNECTION]: '1' } });
}

/** Applies the fault rules of one cloud. `answer` writes the vendor's own body for a `status` fault. */
export function faultMiddleware(
  world: World,
  target: Exclude<FaultTarget, 'delivery'>,
  answer: (c: Context, rule: FaultRule) => Response,
): MiddlewareHandler {
  return async (c, next) => {
    const rule = world.faults.strike(target, `${c.req.method} ${c.req.path}`);
    if (rule === undefined) return next();
    switch (rule.kind) {
      case 'reset':
        return cutConnection();
      case 'status':
        return answer(c, rule);
      case 'hang':
        return new Promise<Response>(() => {});
      case 'delay':
        await world.clock.sleep(rule.delay ?? 0);
        return next();
      case 'drop-response':
        await next();
        c.res = cutConnection();
        return undefined;
      case 'lose':
      case 'double':
        return next();
    }
  };
}
