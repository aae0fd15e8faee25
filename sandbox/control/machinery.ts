import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { SandboxEvent } from '../core/trace.ts';
import type { World } from '../core/world.ts';
import type { PlatformViolation } from '../platform/watch.ts';
import { parseFaultRule } from './fault-rule.ts';
import { refuse } from './guards.ts';
import type { FaultsAnswer, SandboxInfo, TraceAnswer } from './types.ts';

export interface Machinery {
  readonly world: World;
  readonly info: () => SandboxInfo;
  /** Both clouds, faults and trace as after the start. */
  readonly reset: () => Promise<void>;
  readonly violations: () => readonly PlatformViolation[];
}

/** Long enough for every deadline of both clouds; longer steps only make later times unreadable. */
const LONGEST_ADVANCE = 90 * 24 * 60 * 60 * 1000;
/** Proxies and browsers drop a silent stream; a comment keeps it. */
const KEEP_ALIVE = 15_000;

/** The routes of the control API that act on the sandbox itself. */
export function machineryRoutes({ world, info, reset, violations }: Machinery): Hono {
  const routes = new Hono();

  routes.get('/info', (c) => c.json(info()));

  routes.get('/trace', (c) => {
    const after = Number(c.req.query('after') ?? 0);
    if (!Number.isSafeInteger(after)) return refuse(c, 400, 'BAD_REQUEST', 'after must be the id of a hop.');
    return c.json({ hops: world.trace.list(after) } satisfies TraceAnswer);
  });

  routes.get('/events', (c) =>
    streamSSE(c, async (stream) => {
      const ended = new Promise<void>((resolve) => stream.onAbort(resolve));
      const unsubscribe = world.events.subscribe((event) => void stream.writeSSE({ data: JSON.stringify(event) }));
      const keepAlive = setInterval(() => void stream.write(': still here\n\n'), KEEP_ALIVE);
      await stream.write(': connected\n\n');
      await ended;
      clearInterval(keepAlive);
      unsubscribe();
    }),
  );

  routes.post('/reset', async (c) => {
    await reset();
    return c.body(null, 204);
  });

  routes.post('/clock', async (c) => {
    const body: unknown = await c.req.json();
    const advance = typeof body === 'object' && body !== null && 'advance' in body ? body.advance : undefined;
    if (typeof advance !== 'number' || !(advance >= 0 && advance <= LONGEST_ADVANCE)) {
      return refuse(c, 400, 'BAD_REQUEST', `advance must be milliseconds from 0 to ${LONGEST_ADVANCE}.`);
    }
    world.clock.advance(advance);
    const changed: SandboxEvent = { kind: 'change', area: 'clock' };
    world.events.emit(changed);
    return c.json({ now: new Date(world.clock.now()).toISOString() });
  });

  routes.get('/faults', (c) => c.json({ faults: world.faults.list() } satisfies FaultsAnswer));

  routes.post('/faults', async (c) => {
    const parsed = parseFaultRule(await c.req.json());
    if (!parsed.ok) return refuse(c, 400, 'BAD_REQUEST', parsed.message);
    return c.json(world.faults.add(parsed.rule), 201);
  });

  routes.delete('/faults', (c) => {
    world.faults.clear();
    return c.body(null, 204);
  });

  routes.delete('/faults/:id', (c) => {
    if (world.faults.remove(c.req.param('id'))) return c.body(null, 204);
    return refuse(c, 404, 'NOT_FOUND', 'There is no such fault.');
  });

  routes.get('/platform', (c) => c.json({ violations: violations() }));

  return routes;
}
