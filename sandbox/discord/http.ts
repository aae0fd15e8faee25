import { type Context, Hono } from 'hono';
import { CUT_CONNECTION, faultMiddleware } from '../core/fault-middleware.ts';
import type { FaultRule } from '../core/faults.ts';
import { type Hop, stopwatch } from '../core/trace.ts';
import { type Body, readBody } from './body.ts';
import { Refusal } from './errors.ts';
import type { JsonObject } from './json.ts';
import { type Limit, type RateLimits, tooManyRequests } from './rate-limits.ts';
import type { Cloud } from './store.ts';

export const API_PATH = '/api/v10';

export interface Call {
  /** A part of the path. */
  param(name: string): string;
  readonly query: URLSearchParams;
  readonly body: Body;
  /** Adds ids and codes to what the trace shows of this call. */
  note(details: Hop['details']): void;
}

export interface Answer {
  readonly status: 200 | 201 | 204;
  readonly body?: JsonObject | readonly JsonObject[];
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** `token`: an interaction's token in the path stands in for the bot's. */
  readonly auth: 'bot' | 'token';
  readonly limit: Limit;
  /** The part of the path that has a bucket of its own. */
  readonly limitBy?: string;
  /** A second, narrower limit for some bodies. */
  readonly narrower?: (body: Body) => Limit | null;
  handle(call: Call): Answer | Promise<Answer>;
}

export function ok(body: JsonObject | readonly JsonObject[]): Answer {
  return { status: 200, body };
}

export const NO_CONTENT: Answer = { status: 204 };

interface Tracked {
  details: Hop['details'];
  signature: Hop['signature'];
  isCarriedOut: boolean;
  code: number | null;
  /** Of the bucket; refusals carry them too. */
  limits: Readonly<Record<string, string>>;
}

const REQUESTS_KEPT = 1_000;

function json(body: unknown, status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { ...headers, 'Content-Type': 'application/json' } });
}

/** Below the API's base, without interaction tokens. */
export function shownPath(path: string): string {
  const inner = path.slice(path.indexOf(API_PATH) + API_PATH.length);
  return inner.replace(/^\/(interactions|webhooks)\/([^/]+)\/[^/]+/, '/$1/$2/…');
}

/** Cloudflare stands before the API: it wants a bot's User-Agent, and bans without JSON. */
function cloudflare(message: string, status: number): Response {
  return new Response(`<!DOCTYPE html><title>${message}</title>`, { status, headers: { 'Content-Type': 'text/html' } });
}

function faultAnswer(c: Context, rule: FaultRule): Response {
  const status = rule.status ?? 500;
  if (status === 429) return tooManyRequests(rule.retryAfter ?? 1, rule.scope ?? 'user', {}, rule.code ?? 0);
  if (rule.code !== undefined) return json({ message: 'Injected fault', code: rule.code }, status);
  return status >= 500
    ? cloudflare(`${status}`, status)
    : json({ message: `${status}: ${c.req.method} refused`, code: 0 }, status);
}

/** Builds the REST API: faults, Cloudflare, token, limits, body, then the route itself; every call is recorded. */
export function createApi(cloud: Cloud, limits: RateLimits, routes: readonly Route[]): Hono {
  const app = new Hono();
  const tracked = new WeakMap<Request, Tracked>();

  function trackedOf(c: Context): Tracked {
    const known = tracked.get(c.req.raw) ?? {
      details: {},
      signature: 'none',
      isCarriedOut: false,
      code: null,
      limits: {},
    };
    tracked.set(c.req.raw, known);
    return known;
  }

  function record(c: Context, took: number): void {
    const { details, signature, isCarriedOut, code } = trackedOf(c);
    const { clock, trace } = cloud.world;
    const at = clock.now() - took;
    const path = shownPath(c.req.path);
    const { status } = c.res;
    const isShared = c.res.headers.get('X-RateLimit-Scope') === 'shared';
    if ([401, 403, 429].includes(status) && !isShared) limits.countInvalid();
    const isCut = c.res.headers.has(CUT_CONNECTION);
    const outcome = isCut ? (isCarriedOut ? 'dropped' : 'reset') : status;
    trace.record({
      at,
      from: 'functions',
      to: 'discord',
      what: `${c.req.method} ${path}`,
      outcome,
      took,
      ...(signature !== undefined && { signature }),
      details: code === null ? details : { ...details, code },
    });
    const { requests } = cloud.store;
    requests.push({ at, method: c.req.method, path, status, code });
    if (requests.length > REQUESTS_KEPT) requests.splice(0, requests.length - REQUESTS_KEPT);
  }

  async function guarded(c: Context, route: Route): Promise<Response> {
    const state = trackedOf(c);
    state.signature = route.auth === 'token' ? 'interaction-token' : 'none';
    if (limits.invalid().banned) return cloudflare('Error 1015: You are being rate limited', 429);
    if (!c.req.header('user-agent')?.startsWith('DiscordBot (')) throw new Refusal('userAgent');
    if (route.auth === 'bot') {
      if (c.req.header('authorization') !== `Bot ${cloud.application.botToken}`) throw new Refusal('unauthorized');
      state.signature = 'bot-token';
      const overall = limits.takeGlobal();
      if (!overall.isAllowed) return tooManyRequests(overall.retryAfter, 'global');
    }
    const params: Readonly<Record<string, string>> = c.req.param();
    const own = limits.take(route.limit, route.limitBy === undefined ? '' : (params[route.limitBy] ?? ''));
    if (!own.isAllowed) return tooManyRequests(own.retryAfter, 'user', own.headers);
    state.limits = own.headers;
    const body = await readBody(c.req.raw);
    const narrower = route.narrower?.(body) ?? null;
    const second = narrower === null ? own : limits.take(narrower, params[route.limitBy ?? ''] ?? '');
    if (!second.isAllowed) return tooManyRequests(second.retryAfter, 'user', second.headers);
    const answer = await route.handle({
      param: (name) => params[name] ?? '',
      query: new URL(c.req.url).searchParams,
      body,
      note(details) {
        state.details = { ...state.details, ...details };
      },
    });
    state.isCarriedOut = true;
    if (answer.body === undefined) return new Response(null, { status: answer.status, headers: own.headers });
    return json(answer.body, answer.status, own.headers);
  }

  async function answer(c: Context, route: Route): Promise<Response> {
    try {
      return await guarded(c, route);
    } catch (error: unknown) {
      if (!(error instanceof Refusal)) throw error;
      trackedOf(c).code = error.code;
      return json(error.body(), error.status, trackedOf(c).limits);
    }
  }

  app.use(`${API_PATH}/*`, async (c, next) => {
    const took = stopwatch(cloud.world.clock);
    await next();
    record(c, took());
  });
  app.use(`${API_PATH}/*`, faultMiddleware(cloud.world, 'discord', faultAnswer));
  for (const route of routes) app.on(route.method, `${API_PATH}${route.path}`, (c) => answer(c, route));
  app.all(`${API_PATH}/*`, () => json(new Refusal('notFound').body(), 404));
  return app;
}
