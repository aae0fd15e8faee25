import type { SandboxClock } from '../../sandbox/core/clock.ts';
import { createWorld, type World } from '../../sandbox/core/world.ts';
import { createTwilio, type TwilioEmulator } from '../../sandbox/twilio/emulator.ts';
import type { StudioModule } from '../../sandbox/twilio/studio-port.ts';

export const TWILIO_ACCOUNT = { sid: `AC${'0'.repeat(31)}1`, authToken: 'fake-auth-token' } as const;

/** A clock that stands still until it is moved; what falls due runs at once, in order. */
export function createManualClock(start = Date.UTC(2026, 10, 23, 9)): SandboxClock {
  let now = start;
  let timers: { due: number; task: () => void }[] = [];

  function after(milliseconds: number, task: () => void): () => void {
    const timer = { due: now + milliseconds, task };
    timers.push(timer);
    return () => {
      timers = timers.filter((one) => one !== timer);
    };
  }

  return {
    now: () => now,
    after,
    sleep: (milliseconds) => new Promise((resolve) => after(milliseconds, resolve)),
    advance(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        const next = timers.filter((one) => one.due <= end).sort((a, b) => a.due - b.due)[0];
        if (next === undefined) break;
        timers = timers.filter((one) => one !== next);
        now = Math.max(now, next.due);
        next.task();
      }
      now = end;
    },
  };
}

/** A webhook as the Functions would receive it. */
export interface Received {
  readonly url: string;
  readonly method: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly signature: string;
}

export interface RestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

type FormValue = string | number | readonly string[];

export interface TwilioHarness {
  readonly twilio: TwilioEmulator;
  readonly world: World;
  readonly received: Received[];
  /** A REST call with valid credentials; `path` is `/<product host>/<path>`. */
  rest(
    method: string,
    path: string,
    form?: Readonly<Record<string, FormValue>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<RestAnswer>;
  /** A call of the control API below `/control/flex`. */
  control(method: string, path: string, body?: unknown): Promise<RestAnswer>;
  /** Lets webhooks and what hangs on time zero happen. */
  settle(): Promise<void>;
}

interface HarnessOptions {
  readonly flexServerWebhooks?: boolean;
  readonly studio?: StudioModule;
  readonly random?: () => number;
  /** How the webhook endpoint answers. Default: 200 at once. */
  readonly answer?: (received: Received, signal: AbortSignal | null) => Promise<Response>;
}

export function createTwilioHarness(options: HarnessOptions = {}): TwilioHarness {
  const received: Received[] = [];
  const world = createWorld({
    clock: createManualClock(),
    random: { next: options.random ?? (() => 0.5) },
    async fetch(url, init) {
      const one: Received = {
        url,
        method: init?.method ?? 'GET',
        fields: Object.fromEntries(new URLSearchParams(String(init?.body ?? ''))),
        signature: new Headers(init?.headers).get('X-Twilio-Signature') ?? '',
      };
      received.push(one);
      return (await options.answer?.(one, init?.signal ?? null)) ?? new Response(null, { status: 200 });
    },
  });
  const twilio = createTwilio({
    world,
    account: TWILIO_ACCOUNT,
    publicUrl: () => 'http://127.0.0.1/twilio',
    ...(options.studio === undefined ? {} : { studio: options.studio }),
    ...(options.flexServerWebhooks === undefined ? {} : { flexServerWebhooks: options.flexServerWebhooks }),
  });

  return {
    twilio,
    world,
    received,
    async rest(method, path, form, headers = {}) {
      const body = form === undefined ? null : formBody(form);
      const type = body === null ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' };
      const response = await twilio.api.request(path, {
        method,
        headers: { Authorization: basic(), ...type, ...headers },
        ...(body === null ? {} : { body }),
      });
      return answerOf(response);
    },
    async control(method, path, body) {
      const response = await twilio.control.request(path, {
        method,
        headers: { 'Content-Type': 'application/json' },
        ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
      });
      return answerOf(response);
    },
    async settle() {
      world.clock.advance(0);
      for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

export function basic(token: string = TWILIO_ACCOUNT.authToken): string {
  return `Basic ${Buffer.from(`${TWILIO_ACCOUNT.sid}:${token}`).toString('base64')}`;
}

function formBody(form: Readonly<Record<string, FormValue>>): string {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(form)) {
    for (const one of Array.isArray(value) ? value : [value]) body.append(name, String(one));
  }
  return body.toString();
}

async function answerOf(response: Response): Promise<RestAnswer> {
  const text = await response.text();
  const isJson = response.headers.get('Content-Type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : { text } };
}

/** The text under a key of an answer; fails when it is none. */
export function textAt(body: Readonly<Record<string, unknown>>, key: string): string {
  const value = body[key];
  if (typeof value !== 'string') throw new Error(`${key} is no text`);
  return value;
}

/** The objects in a list of an answer. */
export function rowsAt(body: Readonly<Record<string, unknown>>, key: string): Record<string, unknown>[] {
  const value = body[key];
  if (!Array.isArray(value)) throw new Error(`${key} is no list`);
  return value;
}
