import type { Context } from 'hono';
import type { Product } from './hosts.ts';
import { addressOf } from './hosts.ts';

/** Twilio's REST answers carry whole seconds. */
export function date(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

export function dateOrNull(at: number | null): string | null {
  return at === null ? null : date(at);
}

interface PageOptions<T> {
  readonly product: Product;
  /** Path below the product host, e.g. `/v1/Conversations`. */
  readonly path: string;
  /** Key of the array in the answer. */
  readonly key: string;
  readonly items: readonly T[];
  /** What a page token remembers: the last item of the page before. */
  readonly identify: (item: T) => string;
  readonly format: (item: T) => unknown;
  /** Twilio caps the page size per resource; larger wishes are cut down. */
  readonly maximum: number;
}

function positionAfter<T>(options: PageOptions<T>, token: string | undefined, page: number, size: number): number {
  if (token === undefined || token === '') return page * size;
  const found = options.items.findIndex((item) => options.identify(item) === token.slice(2));
  return found === -1 ? page * size : found + 1;
}

function withoutPaging(c: Context): URLSearchParams {
  const query = new URL(c.req.url).searchParams;
  for (const name of ['PageSize', 'Page', 'PageToken']) query.delete(name);
  return query;
}

/** One page in Twilio's envelope: the array under its key, and `meta`. */
export function pageAnswer<T>(c: Context, options: PageOptions<T>): Response {
  const wished = Number(c.req.query('PageSize') ?? 50);
  const size = Math.min(Math.max(1, Number.isInteger(wished) ? wished : 50), options.maximum);
  const page = Math.max(0, Number(c.req.query('Page') ?? 0) || 0);
  const start = positionAfter(options, c.req.query('PageToken'), page, size);
  const items = options.items.slice(start, start + size);

  function url(number: number, token?: string): string {
    const query = withoutPaging(c);
    query.set('PageSize', String(size));
    query.set('Page', String(number));
    if (token !== undefined) query.set('PageToken', token);
    return `${addressOf(options.product, options.path)}?${query}`;
  }

  const last = items.at(-1);
  const hasNext = last !== undefined && start + size < options.items.length;
  const before = options.items[start - size - 1];
  return c.json({
    [options.key]: items.map(options.format),
    meta: {
      page,
      page_size: size,
      first_page_url: url(0),
      previous_page_url:
        page === 0 ? null : url(page - 1, before === undefined ? undefined : `PB${options.identify(before)}`),
      url: url(page, c.req.query('PageToken')),
      next_page_url: hasNext ? url(page + 1, `PA${options.identify(last)}`) : null,
      key: options.key,
    },
  });
}
