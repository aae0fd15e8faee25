import { createHarness, type Harness } from '../../support/discord-harness.ts';

describe('discord/rate-limits', () => {
  let harness: Harness;
  let dm: string;

  beforeEach(async () => {
    harness = createHarness();
    dm = await harness.openDm();
  });

  function send(channelId = dm) {
    return harness.api('POST', `/channels/${channelId}/messages`, { json: { content: 'x' } });
  }

  it('R07 lets five messages into a channel in five seconds, and says when to come back', async () => {
    const answers = [];
    for (let count = 0; count < 6; count += 1) answers.push(await send());
    harness.clock.advance(4_999);
    const early = await send();
    harness.clock.advance(1);
    const inTime = await send();

    const [first, , , , , sixth] = answers;
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(first?.headers.get('x-ratelimit-remaining')).toBe('4');
    expect(sixth?.body).toMatchObject({ message: 'You are being rate limited.', retry_after: 5, global: false });
    expect(sixth?.headers.get('retry-after')).toBe('5');
    expect(sixth?.headers.get('x-ratelimit-scope')).toBe('user');
    expect([early.status, inTime.status]).toEqual([429, 200]);
  });

  it('R26 counts each channel for itself', async () => {
    for (let count = 0; count < 5; count += 1) await send();

    expect((await send(harness.discord.seed.channels['general'])).status).toBe(200);
  });

  it('misleads about reading messages until the limit is there', async () => {
    const limits: unknown[] = [];
    for (let count = 0; count < 6; count += 1) {
      const { status, headers } = await harness.api('GET', `/channels/${dm}/messages`);
      limits.push([status, headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-remaining')]);
    }

    expect(limits).toEqual([
      ...Array.from({ length: 4 }, () => [200, '1000', '999']),
      [200, '5', '0'],
      [429, '5', '0'],
    ]);
  });

  it('allows one bot 50 requests a second, but not the routes of interaction tokens', async () => {
    harness.clock.advance(1_000);
    const statuses: number[] = [];
    for (let count = 0; count < 51; count += 1)
      statuses.push((await harness.api('GET', `/channels/14400000000000070${count}/messages`)).status);
    const globally = await send();
    const withToken = await harness.api('POST', '/interactions/1/token/callback', { json: { type: 5 } });

    expect(statuses.slice(0, 50)).toEqual(Array.from({ length: 50 }, () => 404));
    expect(statuses[50]).toBe(429);
    expect(globally).toMatchObject({ status: 429, body: { global: true } });
    expect(globally.headers.get('x-ratelimit-scope')).toBe('global');
    expect(globally.headers.get('x-ratelimit-global')).toBe('true');
    expect(withToken.status).toBe(404);
  });

  describe('invalid requests', () => {
    async function invalid() {
      return (await harness.state()).invalidRequests;
    }

    it('R30 counts 401, 403 and 429, but neither 404 nor limits that others share', async () => {
      await harness.api('GET', '/users/@me', { headers: { Authorization: 'Bot wrong' } });
      await harness.control('PATCH', `/members/${harness.discord.seed.memberId}`, { dms: 'closed' });
      await send();
      await harness.api('GET', '/channels/1');
      for (const scope of ['shared', 'user'] as const) {
        harness.world.faults.add({
          target: 'discord',
          kind: 'status',
          status: 429,
          scope,
          retryAfter: 1,
          match: '',
          times: 1,
        });
        await harness.api('GET', '/users/@me');
      }

      expect(await invalid()).toMatchObject({ count: 3, banned: false });
    });

    it('R30 ban after 10,000 in ten minutes, with an answer that is not JSON', async () => {
      for (let count = 0; count < 10_000; count += 1)
        await harness.api('GET', '/users/@me', { headers: { Authorization: null } });
      const banned = await harness.api('GET', '/users/@me');
      harness.clock.advance(10 * 60_000);
      const later = await harness.api('GET', '/users/@me');

      expect(banned.status).toBe(429);
      expect(banned.headers.get('content-type')).toBe('text/html');
      expect(later.status).toBe(200);
    });
  });
});
