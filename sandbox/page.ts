import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Hono } from 'hono';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
};

/** The page shows what members and agents wrote: nothing but its own files may run, load or be sent to. */
const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** Serves the built page. The files are read once, so no path from outside ever reaches the file system. */
export function pageRoutes(folder: string): Hono {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => TYPES[extname(name)] !== undefined) : [];
  const routes = new Hono();
  for (const name of files) {
    const content = new Uint8Array(readFileSync(join(folder, name)));
    const headers = { ...HEADERS, 'Content-Type': TYPES[extname(name)] ?? '' };
    routes.get(name === 'index.html' ? '/' : `/${name}`, () => new Response(content, { headers }));
  }
  return routes;
}
