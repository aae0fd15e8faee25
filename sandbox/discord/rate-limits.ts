import type { Clock } from '../../src/ports.ts';
import type { JsonObject } from './json.ts';

/** So many calls in a window of so many milliseconds. */
export interface Limit {
  readonly name: string;
  readonly count: number;
  readonly window: number;
  /**
   * Reading messages announces 1000 calls until the real limit of 5 is used up (discord-api-docs issue 8161): callers
   * that trust the header run into it.
   */
  readonly isMisleading?: boolean;
}

interface Window {
  startedAt: number;
  used: number;
}

interface Taken {
  readonly isAllowed: boolean;
  readonly headers: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly retryAfter: number;
}

const GLOBAL: Limit = { name: 'global', count: 50, window: 1_000 };
const INVALID_WINDOW_MS = 600_000;
const INVALID_LIMIT = 10_000;

export interface InvalidRequests {
  readonly count: number;
  readonly since: number;
  readonly banned: boolean;
}

export interface RateLimits {
  /** Counts a call in its bucket. `key` is the bucket's channel, server or webhook. */
  take(limit: Limit, key: string): Taken;
  /** Counts a call of the bot over all routes. */
  takeGlobal(): Taken;
  /** Counts answers 401, 403 and 429 that are the caller's fault; 10,000 in 10 minutes ban its address. */
  countInvalid(): void;
  invalid(): InvalidRequests;
  reset(): void;
}

function seconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds)) / 1000;
}

export function createRateLimits(clock: Clock): RateLimits {
  const windows = new Map<string, Window>();
  let invalid: Window = { startedAt: 0, used: 0 };

  function current(name: string, length: number): Window {
    const now = clock.now();
    const known = windows.get(name);
    if (known !== undefined && now - known.startedAt < length) return known;
    const opened = { startedAt: now, used: 0 };
    windows.set(name, opened);
    return opened;
  }

  function take(limit: Limit, key: string): Taken {
    const opened = current(`${limit.name}:${key}`, limit.window);
    const isAllowed = opened.used < limit.count;
    if (isAllowed) opened.used += 1;
    const remaining = limit.count - opened.used;
    const resetAt = opened.startedAt + limit.window;
    const retryAfter = seconds(resetAt - clock.now());
    const isHidden = limit.isMisleading === true && remaining > 0;
    return {
      isAllowed,
      retryAfter,
      headers: {
        'X-RateLimit-Limit': String(isHidden ? 1000 : limit.count),
        'X-RateLimit-Remaining': String(isHidden ? 999 : remaining),
        'X-RateLimit-Reset': (resetAt / 1000).toFixed(3),
        'X-RateLimit-Reset-After': retryAfter.toFixed(3),
        'X-RateLimit-Bucket': Buffer.from(limit.name).toString('hex').padEnd(32, '0').slice(0, 32),
      },
    };
  }

  return {
    take,
    takeGlobal: () => take(GLOBAL, ''),
    countInvalid() {
      const now = clock.now();
      if (now - invalid.startedAt >= INVALID_WINDOW_MS) invalid = { startedAt: now, used: 0 };
      invalid.used += 1;
    },
    invalid() {
      const isOver = clock.now() - invalid.startedAt >= INVALID_WINDOW_MS;
      const count = isOver ? 0 : invalid.used;
      return { count, since: invalid.startedAt, banned: count >= INVALID_LIMIT };
    },
    reset() {
      windows.clear();
      invalid = { startedAt: 0, used: 0 };
    },
  };
}

export type LimitScope = 'user' | 'global' | 'shared';

/** Discord's answer to a call too many. */
export function tooManyRequests(
  retryAfter: number,
  scope: LimitScope,
  headers: Readonly<Record<string, string>> = {},
  code = 0,
): Response {
  const body: JsonObject = {
    message: 'You are being rate limited.',
    retry_after: retryAfter,
    global: scope === 'global',
    code,
  };
  return new Response(JSON.stringify(body), {
    status: 429,
    headers: {
      ...headers,
      'Content-Type': 'application/json',
      'Retry-After': String(Math.ceil(retryAfter)),
      'X-RateLimit-Scope': scope,
      ...(scope === 'global' && { 'X-RateLimit-Global': 'true' }),
    },
  });
}
