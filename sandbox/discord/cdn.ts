import type { Hono } from 'hono';
import { fileBehind } from './attachments.ts';
import type { Cloud } from './store.ts';

/** Kinds a browser may show in place; everything else is downloaded, so that no upload can run as a page. */
const SHOWN = /^(image\/(png|jpeg|gif|webp|avif)|audio\/[\w.-]+|video\/[\w.-]+)$/;

/** Discord's attachment host. A link without a good signature, or after its time, leads nowhere. */
export function addCdn(app: Hono, cloud: Cloud): void {
  for (const folder of ['attachments', 'ephemeral-attachments']) {
    app.get(`/cdn/${folder}/:channel/:attachment/:filename`, (c) => {
      const attachment = fileBehind(cloud, c.req.param('attachment'), new URL(c.req.url).searchParams);
      const isRight = attachment !== null && attachment.ephemeral === (folder === 'ephemeral-attachments');
      if (!isRight) return c.text('This content is no longer available.', 404);
      const disposition = SHOWN.test(attachment.contentType) ? 'inline' : 'attachment';
      return c.body(new Uint8Array(attachment.bytes), 200, {
        'Content-Type': attachment.contentType,
        'Content-Disposition': `${disposition}; filename*=UTF-8''${encodeURIComponent(attachment.filename)}`,
        'Content-Security-Policy': "sandbox; default-src 'none'",
        'X-Content-Type-Options': 'nosniff',
      });
    });
  }
}
