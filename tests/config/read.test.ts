import { checkConfiguration } from '../../src/config/check.ts';
import { readConfig } from '../../src/config/read.ts';
import { schema } from '../../src/config/schema.ts';
import { Fault } from '../../src/errors.ts';

const COMPLETE = {
  DOMAIN_NAME: 'support-1234.example.com',
  DISCORD_APPLICATION_ID: '1440000000000000100',
  DISCORD_PUBLIC_KEY: 'ab'.repeat(32),
  DISCORD_BOT_TOKEN: 'fake-bot-token',
  DISCORD_GUILD_ID: '1440000000000000200',
  ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  AUTH_TOKEN: 'fake-auth-token',
  STUDIO_FLOW_SID: `FW${'0'.repeat(32)}`,
};

function faultOf(action: () => unknown): Fault {
  try {
    action();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('Nothing was thrown');
}

describe('read', () => {
  describe('readConfig()', () => {
    it('fills in the defaults when only what is required is given', () => {
      const config = readConfig(COMPLETE);

      expect(config.discord.apiBaseUrl).toBe('https://discord.com/api/v10');
      expect(config.twilio.publicBaseUrl).toBe('https://support-1234.example.com');
      expect(config.twilio.apiBaseUrl).toBeUndefined();
      expect(config.twilio.syncServiceSid).toBe('default');
      expect(config.relay).toEqual({ mode: 'self', flowSid: undefined });
      expect(config.brand.agentAlias).toBeUndefined();
      expect(config.log.level).toBe('info');
    });

    it('names every missing key at once, with where to find it, when nothing is given', () => {
      const fault = faultOf(() => readConfig({}));

      const required = schema.filter((entry) => entry.required).map((entry) => entry.key);
      expect(fault.code).toBe('CONFIGURATION_MISSING');
      expect(fault.status).toBe(500);
      expect(fault.message).toBe(`Configuration missing: ${required.join(', ')}`);
      for (const key of required) expect(fault.remedy).toContain(`${key} is required: `);
    });

    it('reports what is missing and what is wrong together when there is both', () => {
      const fault = faultOf(() => readConfig({ ...COMPLETE, DISCORD_BOT_TOKEN: ' ', DISCORD_GUILD_ID: 'my server' }));

      expect(fault.code).toBe('CONFIGURATION_MISSING');
      expect(fault.message).toBe('Configuration missing: DISCORD_BOT_TOKEN; invalid: DISCORD_GUILD_ID');
    });

    it('never repeats a value when it is wrong (X03)', () => {
      const canary = 'canary-5cb1e0d2';
      const wrong = Object.fromEntries(schema.map((entry) => [entry.key, `${canary} ${entry.key}`]));

      const fault = faultOf(() => readConfig(wrong));

      expect(fault.code).toBe('CONFIGURATION_INVALID');
      expect(`${fault.message} ${fault.remedy}`).not.toContain(canary);
    });

    it.each(['self', 'studio', 'off'] as const)('reads the relay mode when it is %s', (mode) => {
      const config = readConfig({ ...COMPLETE, RELAY_MODE: mode, RELAY_FLOW_SID: `FW${'1'.repeat(32)}` });

      expect(config.relay.mode).toBe(mode);
    });

    it.each(['info', 'warn', 'error'] as const)('reads the log level when it is %s', (level) => {
      expect(readConfig({ ...COMPLETE, LOG_LEVEL: level }).log.level).toBe(level);
    });

    it('takes slashes off the ends of addresses when there are any', () => {
      const config = readConfig({
        ...COMPLETE,
        PUBLIC_BASE_URL: 'https://a.example.com//',
        TWILIO_API_BASE_URL: 'http://127.0.0.1:1/twilio/',
      });

      expect(config.twilio.publicBaseUrl).toBe('https://a.example.com');
      expect(config.twilio.apiBaseUrl).toBe('http://127.0.0.1:1/twilio');
    });
  });
});

describe('check', () => {
  describe('checkConfiguration()', () => {
    it('finds nothing when everything is given', () => {
      expect(checkConfiguration(COMPLETE)).toEqual([]);
    });

    it('asks for the relay flow only when Studio keeps the relay going', () => {
      expect(checkConfiguration({ ...COMPLETE, RELAY_MODE: 'off' })).toEqual([]);
      expect(checkConfiguration({ ...COMPLETE, RELAY_MODE: 'studio' })).toEqual([
        expect.objectContaining({ key: 'RELAY_FLOW_SID', kind: 'missing' }),
      ]);
    });

    it.each([
      { key: 'DISCORD_APPLICATION_ID', value: '12' },
      { key: 'DISCORD_PUBLIC_KEY', value: 'ab'.repeat(31) },
      { key: 'DISCORD_PUBLIC_KEY', value: 'zz'.repeat(32) },
      { key: 'ACCOUNT_SID', value: `SK${'0'.repeat(32)}` },
      { key: 'SYNC_SERVICE_SID', value: 'Default' },
      { key: 'STUDIO_FLOW_SID', value: 'FW1' },
      { key: 'RELAY_MODE', value: 'on' },
      { key: 'LOG_LEVEL', value: 'debug' },
      { key: 'DISCORD_API_BASE_URL', value: 'discord.com/api' },
      { key: 'DISCORD_API_BASE_URL', value: 'http://discord.example.com/api' },
      { key: 'PUBLIC_BASE_URL', value: 'https://user:password@example.com' },
      { key: 'PUBLIC_BASE_URL', value: 'https://example.com/?a=1' },
      { key: 'RELEASES_URL', value: 'javascript:alert(1)' },
    ])('refuses $key when it is $value', ({ key, value }) => {
      expect(checkConfiguration({ ...COMPLETE, [key]: value })).toEqual([
        expect.objectContaining({ key, kind: 'invalid' }),
      ]);
    });
  });
});

describe('schema', () => {
  it('has examples that pass its own checks', () => {
    const examples = Object.fromEntries(schema.map((entry) => [entry.key, entry.example]));

    expect(checkConfiguration(examples)).toEqual([]);
  });

  it('stays within the limits of the platform: 450 bytes each, 3 kB together', () => {
    const examples = schema.map((entry) => [entry.key, entry.example] as const);

    const longest = Math.max(...examples.map(([, value]) => Buffer.byteLength(value)));
    const together = Buffer.byteLength(JSON.stringify(Object.fromEntries(examples)));
    expect(longest).toBeLessThan(450);
    expect(together).toBeLessThan(3_000);
  });

  it('has a secret for each key that lets its holder act', () => {
    const secrets = schema.filter((entry) => entry.secret).map((entry) => entry.key);

    expect(secrets).toEqual(['DISCORD_BOT_TOKEN', 'AUTH_TOKEN']);
  });
});
