import { createLog, describeError } from '../src/log.ts';

const CLOCK = { now: () => Date.UTC(2026, 10, 22, 12) };

function collect(options = {}, fields = {}) {
  const lines: string[] = [];
  const log = createLog((line) => lines.push(line), CLOCK, fields, options);
  return { log, lines };
}

describe('log', () => {
  describe('createLog()', () => {
    it('writes one JSON line with level, time, message and fields', () => {
      const { log, lines } = collect({}, { path: '/health' });

      log.info('Session opened', { memberId: '1440000000000000600', count: 2, ids: ['IM1', 'IM2'] });

      expect(lines).toHaveLength(1);
      expect(JSON.parse(lines[0] ?? '')).toEqual({
        level: 'info',
        at: '2026-11-22T12:00:00.000Z',
        message: 'Session opened',
        path: '/health',
        memberId: '1440000000000000600',
        count: 2,
        ids: ['IM1', 'IM2'],
      });
    });

    it('stays one line when a value has line breaks (X10)', () => {
      const { log, lines } = collect();

      log.warn('Odd name', { name: 'a\n{"level":"error"}\r\u2028b' });

      expect(lines).toHaveLength(1);
      expect(lines[0]).not.toMatch(/[\r\n]/);
    });

    it('leaves out lines below its level', () => {
      const { log, lines } = collect({ level: 'warn' });

      log.info('a');
      log.warn('b');
      log.error('c');

      expect(lines.map((line) => JSON.parse(line).message)).toEqual(['b', 'c']);
    });

    it.each([
      ['a bot token', ['MTQ0MDAwMDAwMDAwMDAwMDEwMA', 'GabcDE', 'canaryCanaryCanaryCanaryCanaryCanary42'].join('.')],
      ['an interaction token', `aW50ZXJhY3Rpb246${'canaryCANARY'.repeat(8)}`],
      ['a callback path', '/interactions/1440000000000000700/canary-canary/callback'],
      ['a webhook path', '/webhooks/1440000000000000100/canary_canary/messages/@original'],
      ['a signed link', 'https://cdn.example.com/attachments/1/2/a.png?ex=1&is=2&hm=canary'],
      ['credentials in a link', 'https://user:canary-canary@example.com/a'],
      ['an authorization header', 'Basic Y2FuYXJ5OmNhbmFyeQ=='],
      ['a bearer token', 'Bearer canary-canary-canary'],
      ['an auth token', 'c0ffee'.repeat(5).concat('ca')],
      ['an Ed25519 signature', 'ca'.repeat(64)],
      [
        'a JSON web token',
        ['eyJjYW5hcnkiOiJhbGciOiJIUzI1NiJ9', 'eyJjYW5hcnkiOjF9', 'canaryCanaryCanaryCanary'].join('.'),
      ],
    ])('takes %s out of messages and fields (X03)', (_what, secret) => {
      const { log, lines } = collect();

      log.error('Upstream refused', { where: `call to ${secret} failed`, list: [secret] });

      expect(lines[0]).not.toContain(secret);
      expect(lines[0]).not.toMatch(/canary|c0ffee|(?:ca){8}|Y2FuYXJ5/i);
    });

    it('takes known secrets out wherever they stand (X03)', () => {
      const { log, lines } = collect({ secrets: ['plain canary', undefined] });

      log.error('plain canary in the message', { [`x`]: 'and plain canary here' });

      expect(lines[0]).not.toContain('canary');
    });

    it.each(['token', 'botToken', 'authorization', 'body', 'content', 'text', 'X-Twilio-Signature'])(
      'withholds the field %s whatever it holds (X03)',
      (name) => {
        const { log, lines } = collect();

        log.info('Message', { [name]: 'canary' });

        expect(lines[0]).not.toContain('canary');
      },
    );

    it.each([
      'CHa5f4c3e2d1b0a9f8e7d6c5b4a3f2e1d0',
      '1440000000000000600',
      'discord_1440000000000000600',
      'POST /channels/1440000000000000600/messages',
      'https://example.com/releases',
      'STORE_CONFLICT',
      '4:relay:1440000000000000600',
    ])('keeps %s, which helps to follow a message', (value) => {
      const { log, lines } = collect();

      log.info('Seen', { id: value });

      expect(JSON.parse(lines[0] ?? '').id).toBe(value);
    });
  });

  describe('describeError()', () => {
    it('says name, code and place but never the message, which quotes what was read (X03)', () => {
      const error = Object.assign(new TypeError('Unexpected "canary"'), { code: 'ECANARYNOT' });

      const fields = describeError(error);

      expect(fields.errorName).toBe('TypeError');
      expect(fields.errorCode).toBe('ECANARYNOT');
      expect(JSON.stringify(fields.stack)).toContain('log.test.ts');
      expect(JSON.stringify(fields)).not.toContain('"canary');
    });

    it('says the type when something else than an error was thrown', () => {
      expect(describeError('canary')).toEqual({ errorName: 'string' });
    });
  });
});
