import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import twilio from 'twilio';
import { createWorld, type World } from '../../sandbox/core/world.ts';
import { createTwilio, type TwilioEmulator } from '../../sandbox/twilio/emulator.ts';
import type { Exchange } from './twilio-spec.ts';
import { TWILIO_ACCOUNT } from './twilio-world.ts';

/** Sends what the SDK means for a product host to the emulator, with that host as the first path segment. */
function redirectingClient(base: string): twilio.RequestClient {
  const inner = new twilio.RequestClient({ timeout: 5_000 });
  const outer = new twilio.RequestClient({ timeout: 5_000 });
  outer.request = (options) => {
    const { host, pathname, search } = new URL(options.uri);
    return inner.request({ ...options, uri: `${base}/${host}${pathname}${search}` });
  };
  return outer;
}

/** The official SDK, talking to an emulated Twilio below `base`. */
export function createTwilioClient(base: string, authToken: string = TWILIO_ACCOUNT.authToken): twilio.Twilio {
  return twilio(TWILIO_ACCOUNT.sid, authToken, { httpClient: redirectingClient(base) });
}

export interface ServedTwilio {
  readonly twilio: TwilioEmulator;
  readonly client: twilio.Twilio;
  readonly world: World;
  /** Base address, `http://127.0.0.1:<port>/twilio`. */
  readonly url: string;
  /** What went over the wire, for checks against the vendor's descriptions. */
  readonly exchanges: Exchange[];
  close(): Promise<void>;
}

/** The emulator over real HTTP on a free port of loopback. */
export async function serveTwilio(): Promise<ServedTwilio> {
  const world = createWorld({ fetch: async () => new Response(null, { status: 200 }) });
  const exchanges: Exchange[] = [];
  let url = '';
  const emulator = createTwilio({ world, account: TWILIO_ACCOUNT, publicUrl: () => url });
  const app = new Hono();
  app.use(async (c, next) => {
    const body = await c.req.raw.clone().text();
    await next();
    exchanges.push({
      method: c.req.method,
      path: c.req.path.replace(/^\/twilio/, ''),
      query: new URL(c.req.url).search,
      contentType: c.req.header('Content-Type') ?? '',
      requestBody: body,
      status: c.res.status,
      responseBody: await c.res.clone().text(),
    });
  });
  app.route('/twilio', emulator.api);
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server;
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/twilio`;
  return {
    twilio: emulator,
    client: createTwilioClient(url),
    world,
    url,
    exchanges,
    close: () =>
      new Promise((resolve) => {
        // A reset lets go of the timers that tasks wait on.
        emulator.reset();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
