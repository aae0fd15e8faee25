/**
 * One cold acknowledgement, in a process of its own: loads the built interactions Function, hands it a signed `/helpme`,
 * and stops at the acknowledgement. Prints `{"load", "verify", "send"}` in milliseconds. Started by `bench.ts`, with the
 * port of its Discord.
 */
import type { request } from 'node:http';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createKeyPair, signBody } from '../../sandbox/discord/keys.ts';

interface BuiltFunction {
  handler(context: object, event: object, callback: (error: unknown, response: unknown) => void): Promise<void>;
}

const keys = createKeyPair(new Uint8Array(32).fill(9));

function body(): Record<string, unknown> {
  const user = { discriminator: '0', global_name: 'Ann', id: '1440000000000000042', username: 'ann' };
  return {
    application_id: '1440000000000000100',
    channel_id: '1440000000000000500',
    data: { id: '1440000000000000800', name: 'helpme', options: [{ name: 'question', type: 3, value: 'hi' }], type: 1 },
    guild_id: '1440000000000000001',
    id: '1440000000000000901',
    locale: 'en-US',
    member: { permissions: '0', user },
    token: 'fake-interaction-token',
    type: 2,
    version: 1,
  };
}

/** The globals of the platform, as far as a Function touches them before it acknowledges. */
function installPlatform(): void {
  class PlatformResponse {
    setStatusCode(): void {}
    appendHeader(): void {}
    setBody(): void {}
  }
  Object.assign(globalThis, { Twilio: { Response: PlatformResponse }, Runtime: { getAssets: () => ({}) } });
}

function measure(port: number, report: (times: { load: number; verify: number; send: number }) => void): void {
  const text = JSON.stringify(body());
  const timestamp = String(Math.floor(Date.now() / 1000));
  const headers = {
    'x-signature-ed25519': signBody(keys.privateKey, timestamp, text),
    'x-signature-timestamp': timestamp,
  };
  const context = {
    ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    AUTH_TOKEN: 'fake-auth-token',
    DOMAIN_NAME: 'localhost',
    PATH: '/discord/interactions',
    DISCORD_APPLICATION_ID: '1440000000000000100',
    DISCORD_PUBLIC_KEY: keys.publicKey,
    DISCORD_BOT_TOKEN: 'fake-bot-token',
    DISCORD_GUILD_ID: '1440000000000000001',
    DISCORD_API_BASE_URL: `http://127.0.0.1:${port}`,
    STUDIO_FLOW_SID: `FW${'0'.repeat(32)}`,
    LOG_LEVEL: 'error',
    RELAY_MODE: 'off',
    getTwilioClient: () => Promise.reject(new Error('not reached before the acknowledgement')),
  };

  const start = performance.now();
  const built = require(join(process.cwd(), 'dist/functions/discord/interactions.js')) as BuiltFunction;
  const loaded = performance.now();
  const http: { request: typeof request } = require('node:http');
  const original = http.request;
  http.request = ((...parameters: Parameters<typeof request>) => {
    const sending = performance.now();
    const made = original(...parameters);
    made.on('response', () => {
      const sent = performance.now();
      report({ load: loaded - start, verify: sending - loaded, send: sent - sending });
    });
    return made;
  }) as typeof request;
  const event = { request: { headers, cookies: {} }, ...(JSON.parse(text) as object) };
  void built.handler(context, event, () => {});
}

installPlatform();
measure(Number(process.argv[2]), (times) => {
  process.stdout.write(JSON.stringify(times));
  process.exit(0);
});
