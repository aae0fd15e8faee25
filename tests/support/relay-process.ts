import twilio from 'twilio';
import { CUT_CONNECTION } from '../../sandbox/core/fault-middleware.ts';
import type { VirtualClock } from './relay-clock.ts';

/** When a process dies: at the `at`-th call to either cloud, before it is carried out, or after it and without an answer. */
export interface Death {
  readonly at: number;
  readonly when: 'before' | 'after';
}

/** One invocation of a Function: it can die in the middle, and then does nothing more, ever. */
export interface Life {
  /** Calls made so far to either cloud. */
  readonly calls: number;
  /** Resolves when the process dies. */
  readonly death: Promise<'died'>;
  call(carryOut: () => Promise<Response>): Promise<Response>;
  /** Waiting is part of life as well. */
  guard<T>(work: Promise<T>): Promise<T>;
}

export function createLife(planned?: Death): Life {
  let calls = 0;
  let dead = false;
  let die: (value: 'died') => void = () => undefined;
  const death = new Promise<'died'>((resolve) => {
    die = resolve;
  });

  function forever<T>(): Promise<T> {
    return new Promise(() => undefined);
  }

  function end<T>(): Promise<T> {
    dead = true;
    die('died');
    return forever();
  }

  async function guard<T>(work: Promise<T>): Promise<T> {
    const value = await work;
    return dead ? forever() : value;
  }

  return {
    get calls() {
      return calls;
    },
    death,
    guard,
    async call(carryOut) {
      if (dead) return forever();
      calls += 1;
      if (planned?.at === calls && planned.when === 'before') return end();
      if (planned?.at !== calls) return guard(carryOut());
      await carryOut();
      return end();
    },
  };
}

/** What the network makes of an emulator's answer: a cut connection and a silent server become errors. */
export async function overNetwork(
  clock: VirtualClock,
  patience: number,
  answer: () => Response | Promise<Response>,
): Promise<Response> {
  let cancel: () => void = () => undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    cancel = clock.after(patience, () => reject(new DOMException('No answer', 'TimeoutError')));
  });
  try {
    const response = await clock.during(Promise.race([Promise.resolve(answer()), timeout]));
    if (response.headers.has(CUT_CONNECTION)) throw new TypeError('fetch failed');
    return response;
  } finally {
    cancel();
  }
}

type SdkRequest = Parameters<twilio.RequestClient['request']>[0];
type RestCall = (path: string, init: RequestInit) => Promise<Response>;

/** The official SDK whose requests go to `call`, with the product's host as the first part of the path. */
export function createSdkClient(accountSid: string, authToken: string, call: RestCall): twilio.Twilio {
  const client = new twilio.RequestClient();
  client.request = (async (options: SdkRequest) => {
    const { host, pathname, search } = new URL(options.uri);
    const query = options.params === undefined ? search : `?${formOf(options.params).toString()}`;
    const basic = Buffer.from(`${options.username}:${options.password}`).toString('base64');
    const response = await call(`/${host}${pathname}${query}`, {
      method: options.method,
      headers: { ...textHeaders(options.headers), Authorization: `Basic ${basic}` },
      ...(options.data === undefined ? {} : { body: bodyOf(options.headers, options.data) }),
    });
    const text = await response.text();
    return { statusCode: response.status, body: text === '' ? text : JSON.parse(text) };
  }) as typeof client.request;
  return twilio(accountSid, authToken, { httpClient: client });
}

function textHeaders(headers: object | undefined): Record<string, string> {
  const all = Object.entries(headers ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(all.map(([name, value]) => [name, String(value)]));
}

function bodyOf(headers: object | undefined, data: unknown): string {
  const isJson = textHeaders(headers)['Content-Type'] === 'application/json';
  return isJson ? JSON.stringify(data) : formOf(data as object).toString();
}

/** Lists become repeated keys, as the SDK's own client spells them. */
function formOf(data: object): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(data)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) form.append(name, String(one));
  }
  return form;
}
