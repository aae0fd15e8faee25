import { Fault } from '../../src/errors.ts';
import { defineFunction } from '../../src/host/define-function.ts';
import type { FunctionRequest, FunctionResponse, HostEnvironment, UseCase } from '../../src/host/types.ts';
import { callFunction, type PlatformAnswer } from '../support/platform-globals.ts';

const CANARY = 'canary-0f3a-secret';

function answering(response: FunctionResponse): UseCase {
  return () => Promise.resolve(response);
}

async function seen(context: object, event: object): Promise<{ request: FunctionRequest; host: HostEnvironment }> {
  let found: { request: FunctionRequest; host: HostEnvironment } | undefined;
  const handler = defineFunction((request, host) => {
    found = { request, host };
    return Promise.resolve({ status: 200 });
  });
  await callFunction(handler, context, event);
  if (found === undefined) throw new Error('The use case was not called');
  return found;
}

describe('define-function', () => {
  let lines: string[];

  beforeEach(() => {
    lines = [];
    jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  describe('defineFunction()', () => {
    it.each<{ when: string; response: FunctionResponse; then: PlatformAnswer }>([
      {
        when: 'an object',
        response: { status: 200, body: { a: 1 } },
        then: { status: 200, headers: { 'Content-Type': 'application/json' }, body: { a: 1 } },
      },
      {
        when: 'an array',
        response: { status: 201, body: [1] },
        then: { status: 201, headers: { 'Content-Type': 'application/json' }, body: [1] },
      },
      {
        when: 'text',
        response: { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<p>' },
        then: { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<p>' },
      },
      { when: 'no body', response: { status: 202 }, then: { status: 202, headers: {}, body: null } },
      {
        when: 'its own content type',
        response: { status: 400, headers: { 'content-type': 'application/problem+json' }, body: {} },
        then: { status: 400, headers: { 'content-type': 'application/problem+json' }, body: {} },
      },
    ])('answers once when the use case gives $when', async ({ response, then }) => {
      const answers = await callFunction(defineFunction(answering(response)), {}, {});

      expect(answers).toEqual([then]);
    });

    it('answers with code and kind, and logs the rest, when a fault is thrown', async () => {
      const fault = new Fault('SIGNATURE_REFUSED', 'Signature does not fit', { remedy: 'Check the key.', status: 401 });

      const answers = await callFunction(
        defineFunction(() => Promise.reject(fault)),
        { PATH: '/discord/interactions' },
        {},
      );

      expect(answers).toEqual([
        {
          status: 401,
          headers: { 'Content-Type': 'application/json' },
          body: { error: { code: 'SIGNATURE_REFUSED', message: 'The signature is missing or wrong.' } },
        },
      ]);
      expect(lines.map((line) => JSON.parse(line))).toEqual([
        expect.objectContaining({
          level: 'warn',
          path: '/discord/interactions',
          code: 'SIGNATURE_REFUSED',
          reason: 'Signature does not fit',
          remedy: 'Check the key.',
        }),
      ]);
    });

    it.each<{ what: string; useCase: UseCase }>([
      { what: 'rejects', useCase: () => Promise.reject(new Error(CANARY)) },
      {
        what: 'throws',
        useCase: () => {
          throw new TypeError(CANARY);
        },
      },
      { what: 'rejects with text', useCase: () => Promise.reject(CANARY) },
    ])('answers 500 once and keeps the details to itself when the use case $what (X03)', async ({ useCase }) => {
      const variables = { AUTH_TOKEN: CANARY, DISCORD_BOT_TOKEN: CANARY };

      const answers = await callFunction(defineFunction(useCase), variables, { content: CANARY });

      expect(answers.map((answer) => answer.status)).toEqual([500]);
      expect(answers[0]?.body).toEqual({
        error: { code: 'UNEXPECTED', message: 'The request could not be carried out.' },
      });
      expect(lines).toHaveLength(1);
      expect(lines.join()).not.toContain(CANARY);
    });

    it('gives the path, plain headers in lower case and the parameters in their order', async () => {
      const event = {
        request: { headers: { 'X-Signature': 's', twice: ['a', 'b'] }, cookies: {} },
        type: 1,
        id: '2',
        data: { z: 1, a: 2 },
      };

      const { request } = await seen({ PATH: '/a/b' }, event);

      expect(request).toEqual({
        path: '/a/b',
        headers: { 'x-signature': 's' },
        parameters: { type: 1, id: '2', data: { z: 1, a: 2 } },
      });
      expect(JSON.stringify(request.parameters)).toBe('{"type":1,"id":"2","data":{"z":1,"a":2}}');
    });

    it.each([
      ['text', 'x'],
      ['null', null],
      ['an array', [{ headers: { a: 'b' } }]],
      ['headers that are an array', { headers: ['a'] }],
      ['headers that are no text', { headers: { a: { b: 'c' }, d: 4, e: ['f'] } }],
    ])('finds no headers when the key request is taken by %s', async (_what, request) => {
      const { request: read } = await seen({}, { request, content: 'x' });

      expect(read.headers).toEqual({});
      expect(read.parameters).toEqual({ content: 'x' });
    });

    it('hands on text variables only, and the client lazily', async () => {
      const getTwilioClient = jest.fn((options: object) => ({ made: options }));

      const { host } = await seen(
        { ACCOUNT_SID: 'AC1', DOMAIN_NAME: 'a.example.com', SERVICE_SID: 'ZS1', getTwilioClient },
        {},
      );

      expect(host.variables).toEqual({ ACCOUNT_SID: 'AC1', DOMAIN_NAME: 'a.example.com', PATH: '/test' });
      expect(host.domainName).toBe('a.example.com');
      expect(getTwilioClient).not.toHaveBeenCalled();
      await expect(host.twilioClient({ timeout: 5 })).resolves.toEqual({ made: { timeout: 5 } });
    });

    it('opens private assets, and says so when there is none', async () => {
      const { host } = await seen({}, {});

      expect(host.asset('/knowledge.json')).toBe('[]');
      expect(host.asset('/other.json')).toBeUndefined();
    });
  });
});
