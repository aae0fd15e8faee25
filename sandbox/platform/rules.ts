import { createHash } from 'node:crypto';
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import type { Access } from './routes.ts';

/** What the platform looks at before a Function is started. */
export interface IncomingCall {
  readonly method: string;
  /** Path and query, as they came in. */
  readonly target: string;
  /** Name, value, name, value, as they came in. */
  readonly rawHeaders: readonly string[];
  readonly body: Uint8Array;
}

export interface Refusal {
  readonly status: number;
  readonly text: string;
}

/** Limits of Twilio Functions: request with headers, headers alone, number of headers, response, time. */
export const REQUEST_LIMIT = 1024 * 1024;
const HEADER_BYTES_LIMIT = 15 * 1024;
const HEADER_COUNT_LIMIT = 90;
export const RESPONSE_LIMIT = 4 * 1024 * 1024;
export const TIME_LIMIT = 10_000;

/** Headers the platform takes away besides those its local copy removes as well. */
const REMOVED_HEADERS = new Set(['host']);

/** Why the platform refuses a call without starting the Function, if it does. */
export function refusalOf(
  call: IncomingCall,
  access: Access | undefined,
  signing: { readonly authToken: string; readonly publicUrl: string },
): Refusal | undefined {
  const headerBytes = call.rawHeaders.reduce((sum, text) => sum + Buffer.byteLength(text) + 2, 0);
  if (call.rawHeaders.length / 2 > HEADER_COUNT_LIMIT || headerBytes > HEADER_BYTES_LIMIT) {
    return { status: 431, text: 'Request headers are too large (82008)' };
  }
  if (headerBytes + call.body.length > REQUEST_LIMIT) return { status: 413, text: 'Request is too large' };
  if (!['GET', 'POST', 'OPTIONS'].includes(call.method)) return { status: 405, text: 'Method not allowed' };
  if (call.method === 'GET' && call.body.length > 0) return { status: 403, text: 'GET with a body is refused' };
  if (access === 'private') return { status: 404, text: 'Not found' };
  if (access === 'protected' && call.method !== 'OPTIONS' && !isSigned(call, signing)) {
    return { status: 403, text: 'Unauthorized - you are not authenticated to perform this request' };
  }
  return undefined;
}

/** A valid X-Twilio-Signature: over URL and form parameters, or over a URL that carries the hash of another body. */
function isSigned(call: IncomingCall, signing: { readonly authToken: string; readonly publicUrl: string }): boolean {
  const signature = headerOf(call, 'x-twilio-signature');
  if (signature === undefined) return false;
  const url = `${signing.publicUrl}${call.target}`;
  const form = headerOf(call, 'content-type')?.startsWith('application/x-www-form-urlencoded') ?? false;
  if (call.method === 'POST' && form)
    return validateRequest(signing.authToken, signature, url, formParameters(call.body));
  if (!validateRequest(signing.authToken, signature, url, {})) return false;
  const hash = new URL(url).searchParams.get('bodySHA256');
  if (hash === null) return call.body.length === 0;
  return hash.toLowerCase() === createHash('sha256').update(call.body).digest('hex');
}

function formParameters(body: Uint8Array): Record<string, string | string[]> {
  const parameters: Record<string, string | string[]> = {};
  const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
  for (const name of new Set(form.keys())) {
    const values = [...form.getAll(name)];
    parameters[name] = values.length > 1 ? values : (values[0] ?? '');
  }
  return parameters;
}

function headerOf(call: IncomingCall, name: string): string | undefined {
  const at = call.rawHeaders.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === name);
  return at === -1 ? undefined : call.rawHeaders[at + 1];
}

export function withoutRemovedHeaders(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter((_, index) => !REMOVED_HEADERS.has((rawHeaders[index - (index % 2)] ?? '').toLowerCase()));
}
