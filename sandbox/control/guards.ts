import type { Context, MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ApiError } from './types.ts';

/** Names under which a browser on this machine reaches the sandbox. */
const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/** Refuses requests under a foreign host name: a web page that has its own name resolve to this machine. */
export function ownHostOnly(port: () => number): MiddlewareHandler {
  return async (c, next) => {
    const allowed = LOOPBACK_NAMES.map((name) => `${name}:${port()}`);
    const host = c.req.header('host');
    if (host === undefined || !allowed.includes(host))
      return refuse(c, 403, 'FOREIGN_HOST', 'Use the address that was printed.');
    return next();
  };
}

/**
 * Refuses requests that a foreign page could make a browser send: with its `Origin`, or changing something without the
 * content type that a form cannot have.
 */
export function ownPageOnly(): MiddlewareHandler {
  return async (c, next) => {
    const origin = c.req.header('origin');
    if (origin !== undefined && origin !== `http://${c.req.header('host')}`) {
      return refuse(c, 403, 'FOREIGN_ORIGIN', 'The control API answers its own page only.');
    }
    if (c.req.header('sec-fetch-site') === 'cross-site') {
      return refuse(c, 403, 'FOREIGN_ORIGIN', 'The control API answers its own page only.');
    }
    const changes = !['GET', 'HEAD'].includes(c.req.method);
    if (changes && mediaType(c.req.header('content-type')) !== 'application/json') {
      return refuse(c, 415, 'JSON_ONLY', 'Send Content-Type: application/json.');
    }
    return next();
  };
}

export function refuse(c: Context, status: ContentfulStatusCode, code: string, message: string): Response {
  return c.json({ error: { code, message } } satisfies ApiError, status);
}

/** The last resort of the control API: whatever a route threw becomes an error in the API's own shape. */
export function answerError(error: Error, c: Context): Response {
  if (error instanceof HTTPException) return refuse(c, error.status, 'REFUSED', error.message || 'Refused.');
  if (error instanceof SyntaxError) return refuse(c, 400, 'BAD_JSON', 'The body is not JSON.');
  console.error(error);
  return refuse(c, 500, 'SANDBOX_BUG', `${error.name} in the sandbox: ${error.message}`);
}

function mediaType(header: string | undefined): string | undefined {
  return header?.split(';')[0]?.trim().toLowerCase();
}
