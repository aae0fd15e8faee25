import { type Context, Hono } from 'hono';
import type { Cloud } from '../cloud.ts';
import type { Media } from '../entities.ts';
import { RestError, refusals } from '../errors.ts';
import { addressOf } from '../hosts.ts';
import { date } from '../wire.ts';
import { opens, temporaryLink } from './links.ts';

/** Bytes of one file; Flex itself stops at 16 MiB. */
const LARGEST = 150 * 1_024 * 1_024;

export function storeMedia(
  cloud: Cloud,
  given: { contentType: string; filename: string | null; bytes: Uint8Array<ArrayBuffer> },
): Media {
  if (given.bytes.byteLength > LARGEST) throw new RestError(413, 20413, 'Media is too large');
  const media: Media = { sid: cloud.nextSid('ME'), createdAt: cloud.world.clock.now(), ...given };
  cloud.store.media.set(media.sid, media);
  return media;
}

/** `/v1/Services/{IS}/Media` of mcs.us1.twilio.com, where the files of conversations lie. */
export function mediaRoutes(cloud: Cloud): Hono {
  const routes = new Hono();

  routes.use('/:service/*', async (c, next) => {
    const sid = c.req.param('service');
    if (sid !== cloud.seed.chatServiceSid) throw refusals.notFound(`/Services/${sid}`);
    return next();
  });
  routes.post('/:service/Media', async (c) => c.json(formatMedia(cloud, storeMedia(cloud, await readUpload(c))), 201));
  routes.get('/:service/Media/:media', (c) => c.json(formatMedia(cloud, requireMedia(cloud, c))));
  routes.delete('/:service/Media/:media', (c) => {
    cloud.store.media.delete(requireMedia(cloud, c).sid);
    return c.body(null, 204);
  });
  routes.get('/:service/Media/:media/Content', (c) => serve(requireMedia(cloud, c)));
  return routes;
}

/** The short-lived links, which need no authentication. */
export function mediaLinkRoutes(cloud: Cloud): Hono {
  const routes = new Hono();
  routes.get('/:media', (c) => {
    const { expires = '', seal = '' } = c.req.query();
    const media = cloud.store.media.get(c.req.param('media'));
    if (media === undefined || !opens(cloud, media.sid, expires, seal)) return c.text('Forbidden', 403);
    return serve(media);
  });
  return routes;
}

function serve(media: Media): Response {
  const headers = new Headers({ 'Content-Type': media.contentType });
  if (media.filename !== null) {
    headers.set('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(media.filename)}`);
  }
  return new Response(media.bytes, { headers });
}

function requireMedia(cloud: Cloud, c: Context): Media {
  const sid = c.req.param('media') ?? '';
  const media = cloud.store.media.get(sid);
  if (media === undefined) throw refusals.notFound(`/Media/${sid}`);
  return media;
}

/** The raw body, or the part `Media` of a form: both ways are seen, which one is canonical is not documented. */
async function readUpload(c: Context): Promise<Omit<Media, 'sid' | 'createdAt'>> {
  const contentType = c.req.header('Content-Type') ?? '';
  if (contentType === '') throw refusals.invalid('Content-Type is missing');
  const named = c.req.query('Filename') ?? null;
  if (!contentType.startsWith('multipart/form-data')) {
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    const announced = c.req.header('Content-Size');
    if (announced !== undefined && Number(announced) !== bytes.byteLength) {
      throw refusals.invalid('Content-Size does not match the body');
    }
    return { contentType, filename: named, bytes };
  }
  const part = await partOf(c, 'Media');
  if (!(part instanceof File)) throw refusals.invalid('The part Media is missing');
  return { contentType: part.type, filename: named ?? part.name, bytes: new Uint8Array(await part.arrayBuffer()) };
}

async function partOf(c: Context, name: string): Promise<File | string | null> {
  try {
    return (await c.req.formData()).get(name);
  } catch {
    throw refusals.invalid('The body is no multipart form');
  }
}

export function formatMedia(cloud: Cloud, one: Media): Record<string, unknown> {
  const url = addressOf('media', `/v1/Services/${cloud.seed.chatServiceSid}/Media/${one.sid}`);
  return {
    sid: one.sid,
    account_sid: cloud.account.sid,
    service_sid: cloud.seed.chatServiceSid,
    channel_sid: null,
    message_sid: null,
    author: null,
    category: 'media',
    content_type: one.contentType,
    filename: one.filename,
    size: one.bytes.byteLength,
    is_multipart_upstream: false,
    date_created: date(one.createdAt),
    date_updated: date(one.createdAt),
    date_upload_updated: date(one.createdAt),
    url,
    links: { content: `${url}/Content`, content_direct_temporary: temporaryLink(cloud, one.sid) },
  };
}
