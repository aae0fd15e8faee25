import { type ClientRequest, type IncomingMessage, request as plainRequest } from 'node:http';
import { Agent, request as secureRequest } from 'node:https';
import type { Fetch, HttpAnswer, HttpRequest } from './ports.ts';

/** Connections outlive one call: a sweep makes many to the same host. */
const agent = new Agent({ keepAlive: true, maxSockets: 32 });

/**
 * `fetch` on Node's own HTTP client. The global `fetch` costs 20–30 ms at its first use, which would be most of the time
 * a cold Function has for its acknowledgement (ADR 0002).
 */
export const nodeFetch: Fetch = (url, init = {}) =>
  new Promise((resolve, reject) => {
    const request = open(new URL(url), init);
    request.on('response', (response) => {
      collect(response).then(resolve, reject);
    });
    request.on('error', reject);
    request.end(init.body);
  });

function open(url: URL, init: HttpRequest): ClientRequest {
  const length = init.body === undefined ? {} : { 'Content-Length': Buffer.byteLength(init.body) };
  const options = {
    method: init.method ?? 'GET',
    headers: { ...init.headers, ...length },
    ...(init.signal === undefined ? {} : { signal: init.signal }),
  };
  return url.protocol === 'https:' ? secureRequest(url, { ...options, agent }) : plainRequest(url, options);
}

async function collect(response: IncomingMessage): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const status = response.statusCode ?? 0;
  return {
    status,
    ok: status >= 200 && status < 300,
    headers: { get: (name) => headerOf(response, name.toLowerCase()) },
    text: () => Promise.resolve(text),
    json: async () => JSON.parse(text) as unknown,
  };
}

function headerOf(response: IncomingMessage, name: string): string | null {
  const value = response.headers[name];
  return Array.isArray(value) ? value.join(', ') : (value ?? null);
}
