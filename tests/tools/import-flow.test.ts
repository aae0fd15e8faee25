import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { createWorld } from '../../sandbox/core/world.ts';
import { createTwilio, type TwilioEmulator } from '../../sandbox/twilio/emulator.ts';
import { createStudio } from '../../sandbox/twilio/studio/studio.ts';

const ACCOUNT = { sid: `AC${'0'.repeat(31)}1`, authToken: 'fake-auth-token' };
const SERVICE = `ZS${'1'.repeat(32)}`;
const TOOL = join(process.cwd(), 'dist/tools/import-flow.js');

/** What a deployed service lists about itself; deploying is not emulated yet. */
function serverless(): Hono {
  const app = new Hono().basePath('/twilio/serverless.twilio.com/v1/Services');
  const page = (c: Context, key: string, items: readonly object[]) => c.json({ [key]: items, meta: { key } });
  app.get('/', (c) => page(c, 'services', [{ sid: SERVICE, unique_name: 'discord-flex' }]));
  app.get('/:service/Environments', (c) =>
    page(c, 'environments', [
      { sid: `ZE${'1'.repeat(32)}`, unique_name: 'dev-environment', domain_name: 'discord-flex-1234-dev.twil.io' },
    ]),
  );
  app.get('/:service/Functions', (c) =>
    page(
      c,
      'functions',
      ['/studio/chatbot', '/studio/handoff', '/relay/sweep'].map((path, number) => ({
        sid: `ZH${String(number).repeat(32)}`,
        friendly_name: path,
      })),
    ),
  );
  return app;
}

describe('npm run flow', () => {
  let twilio: TwilioEmulator;
  let server: Server;
  let base: string;

  beforeAll(async () => {
    const world = createWorld({ fetch: async () => new Response(null) });
    twilio = createTwilio({ world, account: ACCOUNT, publicUrl: () => base, studio: createStudio() });
    const app = new Hono();
    app.route('/', serverless());
    app.route('/twilio', twilio.api);
    server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server;
    await new Promise((resolve) => server.once('listening', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/twilio`;
  });

  afterAll(async () => {
    twilio.reset();
    await new Promise((resolve) => server.close(resolve));
  });

  /** In a folder without `.env`, with the account's values in the environment. */
  async function run(...options: readonly string[]): Promise<string> {
    const env = { ...process.env, ACCOUNT_SID: ACCOUNT.sid, AUTH_TOKEN: ACCOUNT.authToken, TWILIO_API_BASE_URL: base };
    const { stdout } = await promisify(execFile)(process.execPath, [TOOL, ...options], { cwd: tmpdir(), env });
    return stdout.trim();
  }

  it('was built', () => {
    expect(existsSync(TOOL)).toBe(true);
  });

  it('imports the support flow and prints its sid; again, it finds the same one', async () => {
    const first = await run();
    const second = await run();

    expect(first).toMatch(/^STUDIO_FLOW_SID=FW[0-9a-f]{32}$/);
    expect(second).toBe(first);
  });

  it('names the deployed Functions in what it prints', async () => {
    const definition = await run('--print');

    expect(definition).toContain('https://discord-flex-1234-dev.twil.io/studio/chatbot');
    expect(definition).toContain(SERVICE);
  });

  it('imports the relay flow beside it', async () => {
    expect(await run('--relay')).toMatch(/^RELAY_FLOW_SID=FW/);
  });

  it('says what is missing when the service is not deployed', async () => {
    await expect(run('--service', 'elsewhere')).rejects.toThrow('The service "elsewhere" was not found');
  });
});
