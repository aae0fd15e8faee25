import { health } from '../../src/app/health.ts';
import { schema } from '../../src/config/schema.ts';
import type { HostEnvironment } from '../../src/host/types.ts';

const REQUEST = { path: '/health', headers: {}, parameters: {} };
const EXAMPLES = Object.fromEntries(schema.map((entry) => [entry.key, entry.example]));

function host(variables: Record<string, string>, asset: string | undefined): HostEnvironment {
  return {
    variables,
    domainName: 'support.example.com',
    twilioClient: () => Promise.reject(new Error('health calls nobody')),
    asset: (path) => (path === '/knowledge.json' ? asset : undefined),
    startedAt: 0,
  };
}

describe('health', () => {
  let lines: string[];

  beforeEach(() => {
    lines = [];
    jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  describe('health()', () => {
    it('says ok, and logs nothing, when everything is there', async () => {
      const answer = await health(REQUEST, host(EXAMPLES, '[]'));

      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({ status: 'ok', configuration: [], knowledge: 'present' });
      expect(lines).toEqual([]);
    });

    it('names every missing key in answer and log when nothing is configured', async () => {
      const answer = await health(REQUEST, host({}, '[]'));

      const required = schema.filter((entry) => entry.required).map((entry) => entry.key);
      expect(answer.status).toBe(500);
      expect(answer.body).toMatchObject({ status: 'unhealthy', error: { code: 'CONFIGURATION_MISSING' } });
      for (const key of required) {
        expect(JSON.stringify(answer.body)).toContain(`"key":"${key}","kind":"missing"`);
        expect(JSON.parse(lines[0] ?? '').reason).toContain(key);
      }
    });

    it('shows no value when values are wrong (X03)', async () => {
      const wrong = Object.fromEntries(schema.map((entry) => [entry.key, 'canary 7d1f']));

      const answer = await health(REQUEST, host(wrong, '[]'));

      expect(answer.body).toMatchObject({ error: { code: 'CONFIGURATION_INVALID' } });
      expect(JSON.stringify(answer) + lines.join()).not.toContain('canary');
    });

    it('is unhealthy when the knowledge base was not deployed', async () => {
      const answer = await health(REQUEST, host(EXAMPLES, undefined));

      expect(answer.status).toBe(500);
      expect(answer.body).toMatchObject({ status: 'unhealthy', knowledge: 'missing', configuration: [] });
    });
  });
});
