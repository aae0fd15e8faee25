import type { PlatformHandler } from '../../src/host/platform.ts';

export interface PlatformAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** The class the platform puts at `Twilio.Response`, as far as Functions use it. */
class PlatformResponse {
  status = 200;
  body: unknown = null;
  readonly headers: Record<string, string> = {};

  setStatusCode(status: number): this {
    this.status = status;
    return this;
  }

  appendHeader(name: string, value: string): this {
    this.headers[name] = value;
    return this;
  }

  setBody(body: unknown): this {
    this.body = body;
    return this;
  }
}

const ASSETS = { '/knowledge.json': { path: '/var/task/files/ZN1', open: () => '[]' } };

/** Calls a handler as the platform does, and gives every answer it handed to `callback`. */
export async function callFunction(
  handler: PlatformHandler,
  context: object,
  event: object,
): Promise<PlatformAnswer[]> {
  Object.assign(globalThis, { Twilio: { Response: PlatformResponse }, Runtime: { getAssets: () => ASSETS } });
  const answers: PlatformAnswer[] = [];
  const platformContext = { PATH: '/test', DOMAIN_NAME: 'test.example.com', ...context };
  await handler(platformContext as Parameters<PlatformHandler>[0], { ...event }, (error, payload) => {
    if (error !== null || !(payload instanceof PlatformResponse)) throw new Error('Not an answer of this platform');
    answers.push({ status: payload.status, headers: payload.headers, body: payload.body });
  });
  return answers;
}
