import { spawn } from 'node:child_process';
import { request } from 'node:http';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import type { SandboxEvent } from '../../sandbox/core/trace.ts';
import { type SandboxClient, startSandbox } from '../support/sandbox.ts';

const START = join(__dirname, '../../dist/sandbox/start.js');

interface RawAnswer {
  readonly status: number;
  readonly body: string;
}

describe('the running sandbox', () => {
  let sandbox: SandboxClient;

  beforeAll(async () => {
    sandbox = await startSandbox();
  });

  afterAll(async () => {
    await sandbox.stop();
  });

  /** With headers that `fetch` would not send. */
  function raw(method: string, path: string, headers: Record<string, string>, body = ''): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      const sent = request(
        sandbox.url + path,
        { method, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
        (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => {
            text += chunk.toString('utf8');
          });
          response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
        },
      );
      sent.once('error', reject).end(body);
    });
  }

  describe('guards (X11)', () => {
    const JSON_TYPE = { 'content-type': 'application/json' };

    it.each([
      {
        what: 'a foreign host name',
        method: 'GET',
        path: '/control/info',
        headers: { host: 'rebound.example.com' },
        status: 403,
      },
      { what: 'a foreign host name', method: 'GET', path: '/', headers: { host: 'rebound.example.com' }, status: 403 },
      { what: 'another port', method: 'GET', path: '/control/info', headers: { host: '127.0.0.1:1' }, status: 403 },
      {
        what: 'a foreign page',
        method: 'GET',
        path: '/control/info',
        headers: { origin: 'https://example.com' },
        status: 403,
      },
      {
        what: 'a page without a name',
        method: 'POST',
        path: '/control/reset',
        headers: { origin: 'null', ...JSON_TYPE },
        status: 403,
      },
      {
        what: 'a foreign page that hides its name',
        method: 'GET',
        path: '/control/info',
        headers: { 'sec-fetch-site': 'cross-site' },
        status: 403,
      },
      {
        what: 'a form',
        method: 'POST',
        path: '/control/reset',
        headers: { 'content-type': 'text/plain' },
        status: 415,
      },
      { what: 'no content type', method: 'DELETE', path: '/control/faults', headers: {}, status: 415 },
      { what: 'no content type', method: 'POST', path: '/control/discord/endpoint-check', headers: {}, status: 415 },
    ])('refuse $what on $method $path', async ({ method, path, headers, status }) => {
      const answer = await raw(method, path, headers);

      expect(answer.status).toBe(status);
      expect(JSON.parse(answer.body)).toEqual({ error: { code: expect.any(String), message: expect.any(String) } });
    });

    it('let its own page through', async () => {
      const answer = await raw('POST', '/control/clock', { origin: sandbox.url, ...JSON_TYPE }, '{"advance":0}');

      expect(answer.status).toBe(200);
    });

    it('listens on loopback only', async () => {
      const { hostname, port } = new URL(sandbox.url);

      const address = await new Promise((resolve, reject) => {
        const socket = createConnection(Number(port), hostname, () => {
          resolve(socket.remoteAddress);
          socket.destroy();
        });
        socket.once('error', reject);
      });

      expect(address).toBe('127.0.0.1');
    });
  });

  describe('control API', () => {
    beforeEach(async () => {
      await sandbox.reset();
    });

    it('answers in its own shape when there is no such call, and when the body is not JSON', async () => {
      const unknown = await raw('GET', '/control/nothing', {});
      const broken = await raw('POST', '/control/faults', { 'content-type': 'application/json' }, '{');

      expect([unknown.status, JSON.parse(unknown.body).error.code]).toEqual([404, 'NOT_FOUND']);
      expect([broken.status, JSON.parse(broken.body).error.code]).toEqual([400, 'BAD_JSON']);
    });

    it('adds, lists and removes faults', async () => {
      const rule = await sandbox.faults.add({
        target: 'delivery',
        kind: 'lose',
        match: 'POST /conversations/events',
        times: 1,
      });

      const listed = await sandbox.http.get('/faults');
      await sandbox.http.send('DELETE', `/faults/${rule.id}`);
      const after = await sandbox.http.get('/faults');
      expect(listed).toEqual({ faults: [rule] });
      expect(after).toEqual({ faults: [] });
      await expect(sandbox.http.send('DELETE', '/faults/fault-0')).rejects.toThrow('404');
    });

    it.each([{ advance: -1 }, { advance: 'a day' }, {}, { advance: 1e12 }])(
      'refuses to move the clock by %j',
      async (body) => {
        await expect(sandbox.http.send('POST', '/clock', body)).rejects.toThrow('400');
      },
    );

    it('moves the clock for both clouds', async () => {
      const before = Date.parse((await sandbox.http.get<{ now: string }>('/info')).now);

      const { now } = await sandbox.http.send<{ now: string }>('POST', '/clock', { advance: 3_600_000 });

      expect(Date.parse(now) - before).toBeGreaterThanOrEqual(3_600_000);
    });

    it('streams hops and changes while they happen', async () => {
      const stopping = new AbortController();
      const response = await fetch(`${sandbox.url}/control/events`, { signal: stopping.signal });
      const reading = readEvents(
        response,
        (events) =>
          events.some((event) => event.kind === 'change' && event.area === 'faults') &&
          events.some((event) => event.kind === 'hop'),
      );

      await sandbox.faults.add({ target: 'discord', kind: 'hang', match: 'nothing' });
      await sandbox.http.send('POST', '/discord/endpoint-check');

      const events = await reading;
      stopping.abort();
      expect(response.headers.get('content-type')).toContain('text/event-stream');
      expect(events).toContainEqual({ kind: 'change', area: 'faults' });
      expect(events).toContainEqual({
        kind: 'hop',
        hop: expect.objectContaining({ from: 'discord', to: 'functions', outcome: 200 }),
      });
    });

    it.each(['drop-response', 'reset'] as const)('cuts the connection on the fault %s', async (kind) => {
      await sandbox.faults.add({ target: 'discord', kind, match: 'GET /discord/api/v10/users/@me' });

      await expect(fetch(`${sandbox.info.discordApiUrl}/users/@me`)).rejects.toThrow('fetch failed');
    });

    it('is as after the start when it was reset', async () => {
      const before = await sandbox.member().view();
      await sandbox.member().command('helpme');
      await sandbox.member().waitForMessage('how may I help you');
      await sandbox.faults.add({ target: 'discord', kind: 'hang', match: 'nothing' });

      await sandbox.reset();

      const after = await sandbox.member().view();
      expect(after.channels.map((channel) => channel.name)).toEqual(before.channels.map((channel) => channel.name));
      expect(after.commands.map((command) => command.name)).toEqual(before.commands.map((command) => command.name));
      expect(await sandbox.http.get('/faults')).toEqual({ faults: [] });
    });
  });

  describe('an endpoint that Discord would accept', () => {
    it('answers PING and refuses a bad signature', async () => {
      const check = await sandbox.http.send('POST', '/discord/endpoint-check');

      expect(check).toEqual({ ping: 200, badSignature: 401, ok: true });
    });

    it('says in health that nothing is missing', async () => {
      const response = await fetch(`${sandbox.info.functionsUrl}/health`);

      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ status: 'ok', configuration: [] });
    });
  });

  describe('the page', () => {
    it('may load and run nothing but its own files', async () => {
      const page = await fetch(sandbox.url);
      const html = await page.text();

      const policy = page.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|https?:\/\//);
    });

    it.each(['/../package.json', '/%2e%2e/start.js', '/start.js', '/.env'])('is not a way to %s', async (path) => {
      const answer = await raw('GET', path, {});

      expect(answer.status).toBe(404);
    });
  });
});

describe('start', () => {
  interface Ended {
    readonly code: number | null;
    readonly output: string;
  }

  function run(args: readonly string[]): Promise<Ended> {
    return new Promise((resolve) => {
      const child = spawn(process.execPath, [START, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
      let output = '';
      const read = (chunk: Buffer): void => {
        output += chunk.toString('utf8');
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('close', (code) => resolve({ code, output }));
    });
  }

  it('says which port is in use, and what to do', async () => {
    const first = await startSandbox();
    const { port } = new URL(first.url);

    const second = await run(['--port', port]);
    await first.stop();

    expect(second.code).toBe(1);
    expect(second.output).toContain(`Port ${port} is in use.`);
    expect(second.output).toContain('npm start -- --port');
    expect(second.output).not.toContain('    at ');
  });

  it.each([[['--port', 'x']], [['--colour', 'red']], [['--set', 'lower=1']]])(
    'shows its usage when called with %j',
    async (args) => {
      const ended = await run(args);

      expect(ended.code).toBe(1);
      expect(ended.output).toContain('Usage: npm start');
      expect(ended.output).not.toContain('    at ');
    },
  );

  it.each(['SIGINT', 'SIGTERM'] as const)('ends, and lets its ports go, on %s', async (signal) => {
    const child = spawn(process.execPath, [START, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const url = await new Promise<string>((resolve) => {
      child.stdout.once('data', (chunk: Buffer) =>
        resolve(/http:\/\/127\.0\.0\.1:\d+/.exec(chunk.toString('utf8'))?.[0] ?? ''),
      );
    });
    const { functionsUrl } = (await (await fetch(`${url}/control/info`)).json()) as { functionsUrl: string };

    child.kill(signal);
    const code = await new Promise((resolve) => child.once('exit', resolve));

    expect(code).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
    await expect(fetch(functionsUrl)).rejects.toThrow();
  });
});

async function readEvents(
  response: Response,
  enough: (events: readonly SandboxEvent[]) => boolean,
): Promise<readonly SandboxEvent[]> {
  const events: SandboxEvent[] = [];
  if (response.body === null) return events;
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      if (block.startsWith('data: ')) events.push(JSON.parse(block.slice('data: '.length)) as SandboxEvent);
    }
    if (enough(events)) break;
  }
  return events;
}
