import twilio from 'twilio';
import type { VirtualClock } from './virtual-clock.ts';

/** Milliseconds the SDK waits for an answer; as `src/flex/sdk.ts` sets it. */
const CALL_TIMEOUT = 4_000;

type SdkRequest = Parameters<twilio.RequestClient['request']>[0];
export type RestCall = (request: Request) => Promise<Response>;

/** The official SDK with another way out than sockets: the product's host becomes the first part of the path. */
export function createSimulatedTwilio(
  clock: VirtualClock,
  account: { readonly sid: string; readonly authToken: string },
  call: RestCall,
): twilio.Twilio {
  const httpClient = new twilio.RequestClient();
  httpClient.request = (async (options: SdkRequest) => {
    const response = await withinPatience(clock, call(requestOf(options)));
    const text = await response.text();
    return { statusCode: response.status, body: text === '' ? text : JSON.parse(text) };
  }) as typeof httpClient.request;
  return twilio(account.sid, account.authToken, { httpClient });
}

async function withinPatience<T>(clock: VirtualClock, answer: Promise<T>): Promise<T> {
  let cancel: () => void = () => undefined;
  const late = new Promise<never>((_, reject) => {
    const error = Object.assign(new Error('timeout exceeded'), { code: 'ECONNABORTED' });
    cancel = clock.after(CALL_TIMEOUT, () => reject(error));
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    cancel();
  }
}

function requestOf(options: SdkRequest): Request {
  const { host, pathname, search } = new URL(options.uri);
  const query = options.params === undefined ? search : `?${formOf(options.params)}`;
  const headers = new Headers(textEntries(options.headers ?? {}));
  headers.set('Authorization', `Basic ${Buffer.from(`${options.username}:${options.password}`).toString('base64')}`);
  const isJson = headers.get('Content-Type') === 'application/json';
  const body = options.data === undefined ? null : isJson ? JSON.stringify(options.data) : formOf(options.data ?? {});
  return new Request(`https://twilio.test/${host}${pathname}${query}`, { method: options.method, headers, body });
}

function textEntries(object: object): [string, string][] {
  return Object.entries(object).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
}

/** Lists become repeated keys, as the SDK's own client spells them. */
function formOf(data: object): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(data)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) form.append(name, String(one));
  }
  return form.toString();
}
