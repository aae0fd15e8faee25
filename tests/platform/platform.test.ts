import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { createWorld } from '../../sandbox/core/world.ts';
import { type Platform, startPlatform } from '../../sandbox/platform/platform.ts';

const TOKEN = 'fake-auth-token-0123456789012345';
const VARIABLES = { ACCOUNT_SID: `AC${'0'.repeat(32)}`, AUTH_TOKEN: TOKEN, COLOUR: 'green' };

const FUNCTIONS = {
  'echo.js': 'async (context, event, callback) => callback(null, event)',
  'variables.js':
    '(context, event, callback) => callback(null, { base: context.PUBLIC_BASE_URL, path: context.PATH, colour: context.COLOUR })',
  'asset.js': "(context, event, callback) => callback(null, Runtime.getAssets()['/notes.json'].open())",
  'inner/signed.protected.js': "(context, event, callback) => callback(null, 'signed')",
  'hidden.private.js': "(context, event, callback) => callback(null, 'hidden')",
  'never.js': '() => {}',
  'late.js': "(context, event, callback) => setTimeout(() => callback(null, 'late'), 400)",
  'twice.js': "(context, event, callback) => { callback(null, 'first'); callback(null, 'second'); }",
  'twice-later.js':
    "async (context, event, callback) => { callback(null, 'first'); await null; callback(null, 'second'); }",
  'goes-on.js':
    "(context, event, callback) => { callback(null, 'done'); setTimeout(() => fetch(context.PUBLIC_BASE_URL + '/echo?token=canary'), 5); }",
  'calls-itself.js':
    "async (context, event, callback) => { const answer = await fetch(context.PUBLIC_BASE_URL + '/echo?token=canary'); callback(null, String(answer.status)); }",
  'large.js': "(context, event, callback) => callback(null, 'x'.repeat(4 * 1024 * 1024 + 1))",
};

async function until<T>(read: () => T | undefined): Promise<T> {
  const deadline = Date.now() + 3_000;
  for (;;) {
    const value = read();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error('It did not come to that in time');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('platform', () => {
  const world = createWorld();
  let folder: string;
  let platform: Platform;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'platform-'));
    for (const [name, source] of Object.entries(FUNCTIONS)) {
      const file = join(folder, 'functions', name);
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, `exports.handler = ${source};`);
    }
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'assets/notes.private.json'), '["note"]');
    writeFileSync(join(folder, 'assets/style.css'), 'p {}');
    platform = await startPlatform({
      world,
      functionsDir: join(folder, 'functions'),
      assetsDir: join(folder, 'assets'),
      variables: VARIABLES,
      port: 0,
      timeLimit: 200,
    });
  });

  afterAll(async () => {
    await platform.close();
    rmSync(folder, { recursive: true });
  });

  beforeEach(() => {
    platform.clearViolations();
    world.trace.clear();
  });

  function post(path: string, headers: Record<string, string>, body: string): Promise<Response> {
    return fetch(platform.url + path, { method: 'POST', headers, body });
  }

  describe('startPlatform()', () => {
    it('merges query and body into the event, the body winning, and removes Host', async () => {
      const response = await post(
        '/echo?a=1&b=2',
        { 'content-type': 'application/json', 'x-mine': 'yes' },
        '{"b":3,"c":[4]}',
      );

      const { request: seen, ...parameters } = (await response.json()) as {
        request: { headers: Record<string, string> };
      };
      expect(parameters).toEqual({ a: '1', b: 3, c: [4] });
      expect(seen.headers).toMatchObject({ 'x-mine': 'yes' });
      expect(seen.headers).not.toHaveProperty('host');
    });

    it('gives variables and its own address, and new variables with the next call', async () => {
      const before = await (await fetch(`${platform.url}/variables`)).json();
      platform.setVariables({ COLOUR: 'blue' });
      const after = await (await fetch(`${platform.url}/variables`)).json();

      expect(before).toEqual({ base: platform.url, path: '/variables', colour: 'green' });
      expect(after).toMatchObject({ colour: 'blue' });
    });

    it('opens private assets to Functions only', async () => {
      const opened = await fetch(`${platform.url}/asset`);
      const fetched = await fetch(`${platform.url}/notes.json`);
      const style = await fetch(`${platform.url}/style.css`);

      expect(await opened.text()).toBe('["note"]');
      expect(fetched.status).toBe(403);
      expect(style.headers.get('content-type')).toContain('text/css');
    });

    it('leaves the web standard Response in its place', () => {
      expect(new Response('x')).toHaveProperty('bodyUsed', false);
    });

    it.each([
      { what: 'PUT', status: 405, path: '/echo', init: { method: 'PUT' } },
      { what: 'DELETE', status: 405, path: '/echo', init: { method: 'DELETE' } },
      { what: 'OPTIONS', status: 204, path: '/inner/signed', init: { method: 'OPTIONS' } },
      { what: 'more than 1 MB', status: 413, path: '/echo', init: { method: 'POST', body: 'x'.repeat(1024 * 1024) } },
      {
        what: 'more than 15 kB of headers',
        status: 431,
        path: '/echo',
        init: { headers: { 'x-long': 'x'.repeat(16_000) } },
      },
      {
        what: 'more than 90 headers',
        status: 431,
        path: '/echo',
        init: { headers: Object.fromEntries(Array.from({ length: 91 }, (_, n) => [`x-${n}`, 'x'])) },
      },
      { what: 'a private function', status: 404, path: '/hidden', init: {} },
      { what: 'the file name of a protected function', status: 404, path: '/inner/signed.protected', init: {} },
      { what: 'nothing that is there', status: 404, path: '/nothing', init: {} },
    ])('answers $status to $what', async ({ status, path, init }) => {
      const response = await fetch(platform.url + path, init);

      expect(response.status).toBe(status);
    });

    it('refuses GET with a body', async () => {
      const status = await new Promise((resolve, reject) => {
        const sent = request(
          `${platform.url}/echo`,
          { method: 'GET', headers: { 'content-length': '2' } },
          (response) => resolve(response.resume().statusCode),
        );
        sent.once('error', reject).end('{}');
      });

      expect(status).toBe(403);
    });

    describe('protected functions (X01, X02)', () => {
      const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

      function sign(path: string, parameters: Record<string, string | string[]>): string {
        return getExpectedTwilioSignature(TOKEN, platform.url + path, parameters);
      }

      it.each([
        { body: 'a=1&b=%C3%A9', parameters: { a: '1', b: 'é' }, path: '/inner/signed' },
        { body: 'a=1&a=2&empty=', parameters: { a: ['1', '2'], empty: '' }, path: '/inner/signed?x=y' },
      ])('runs for a signed form: $body at $path', async ({ body, parameters, path }) => {
        const response = await post(path, { ...FORM, 'x-twilio-signature': sign(path, parameters) }, body);

        expect(response.status).toBe(200);
      });

      it('runs for JSON when the signed URL carries the hash of the body', async () => {
        const body = '{"a": 1}';
        const path = `/inner/signed?bodySHA256=${createHash('sha256').update(body).digest('hex')}`;
        const headers = { 'content-type': 'application/json', 'x-twilio-signature': sign(path, {}) };

        const right = await post(path, headers, body);
        const other = await post(path, headers, '{"a": 2}');

        expect([right.status, other.status]).toEqual([200, 403]);
      });

      it.each([
        { what: 'no signature', headers: () => ({}) },
        {
          what: 'a signature for other parameters',
          headers: () => ({ 'x-twilio-signature': sign('/inner/signed', { a: '2' }) }),
        },
        { what: 'a signature for another path', headers: () => ({ 'x-twilio-signature': sign('/inner', { a: '1' }) }) },
        { what: 'no base64', headers: () => ({ 'x-twilio-signature': 'forged' }) },
      ])('refuses $what', async ({ headers }) => {
        const response = await post('/inner/signed', { ...FORM, ...headers() }, 'a=1');

        expect(response.status).toBe(403);
      });
    });

    it('answers 504, and reports it, when no callback comes in time', async () => {
      const never = await fetch(`${platform.url}/never`);
      const late = await fetch(`${platform.url}/late`);
      await new Promise((resolve) => setTimeout(resolve, 300));

      expect([never.status, late.status]).toEqual([504, 504]);
      expect(platform.violations().map(({ path, kind }) => ({ path, kind }))).toEqual([
        { path: '/never', kind: 'time-limit' },
        { path: '/late', kind: 'time-limit' },
      ]);
    });

    it.each(['/twice', '/twice-later'])('sends the first answer, and reports the second, of %s', async (path) => {
      const response = await fetch(platform.url + path);

      expect(await response.text()).toBe('first');
      expect(platform.violations()).toEqual([expect.objectContaining({ path, kind: 'second-callback' })]);
    });

    it('reports requests that a Function begins after its callback, without their query', async () => {
      await fetch(`${platform.url}/goes-on`);

      const violation = await until(() => platform.violations()[0]);
      await until(() => world.trace.list()[0]);
      expect(violation).toEqual({ path: '/goes-on', kind: 'work-after-callback', detail: 'GET /echo' });
    });

    it('reports nothing, and records the hop, when a Function awaits its call of another', async () => {
      const response = await fetch(`${platform.url}/calls-itself`);

      expect(await response.text()).toBe('200');
      expect(platform.violations()).toEqual([]);
      expect(world.trace.list()).toEqual([
        expect.objectContaining({ from: 'functions', to: 'functions', what: 'GET /echo', outcome: 200 }),
      ]);
    });

    it('does not send an answer above 4 MB', async () => {
      const response = await fetch(`${platform.url}/large`);

      expect(response.status).toBe(502);
      expect(platform.violations()).toEqual([expect.objectContaining({ path: '/large', kind: 'response-too-large' })]);
    });
  });
});
