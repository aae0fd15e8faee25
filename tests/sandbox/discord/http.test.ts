import { createHarness, type Harness, inline, registerCommands } from '../../support/discord-harness.ts';

describe('discord/http', () => {
  let harness: Harness;

  beforeEach(() => {
    harness = createHarness();
  });

  describe('who calls', () => {
    it.each([
      { given: 'no token', headers: { Authorization: null }, then: [401, 0] },
      { given: 'a wrong token', headers: { Authorization: 'Bot wrong' }, then: [401, 0] },
      { given: 'a token without its kind', headers: { Authorization: 'fake-bot-token' }, then: [401, 0] },
      { given: 'another User-Agent', headers: { 'User-Agent': 'node' }, then: [403, 40333] },
    ])('is refused with $given', async ({ headers, then }) => {
      const { status, body } = await harness.api('GET', '/users/@me', { headers });

      expect([status, body['code']]).toEqual(then);
    });

    it('gets 404 for routes that are not served', async () => {
      expect(await harness.api('GET', '/gateway/bot')).toMatchObject({ status: 404, body: { code: 0 } });
    });
  });

  describe('faults', () => {
    it.each([
      { given: 'a vendor code', rule: { status: 403, code: 50007 }, then: { status: 403, body: { code: 50007 } } },
      {
        given: 'a limit',
        rule: { status: 429, retryAfter: 64.5, scope: 'global' as const },
        then: { status: 429, body: { retry_after: 64.5, global: true } },
      },
      {
        given: 'a broken gateway, without JSON',
        rule: { status: 502 },
        then: { status: 502, body: expect.stringContaining('<title>502') },
      },
    ])('answer with $given before anything is carried out', async ({ rule, then }) => {
      harness.world.faults.add({ target: 'discord', kind: 'status', match: 'POST', times: 1, ...rule });

      expect(
        await harness.api('POST', '/users/@me/channels', { json: { recipient_id: harness.discord.seed.memberId } }),
      ).toMatchObject(then);
      expect((await harness.state()).channels.some(({ type }) => type === 1)).toBe(false);
    });

    it('cut the connection before or after the work, and the trace tells which', async () => {
      const path = `/channels/${harness.discord.seed.channels['general']}/messages`;
      for (const kind of ['reset', 'drop-response'] as const) {
        harness.world.faults.add({ target: 'discord', kind, match: '/messages', times: 1 });
        await harness.api('POST', path, { json: { content: kind } });
      }

      const contents = (await harness.state()).messages.map(({ content }) => content);
      expect(contents).not.toContain('reset');
      expect(contents).toContain('drop-response');
      expect(harness.world.trace.list().map(({ outcome }) => outcome)).toEqual(['reset', 'dropped']);
    });
  });

  describe('the trace', () => {
    it('has each call with its outcome, its code and how it was signed', async () => {
      const dm = await harness.openDm();
      await harness.api('POST', `/channels/${dm}/messages`, { json: {} });
      await harness.api('GET', '/users/@me', { headers: { Authorization: null } });

      expect(harness.world.trace.list()).toMatchObject([
        {
          from: 'functions',
          to: 'discord',
          what: 'POST /users/@me/channels',
          outcome: 200,
          signature: 'bot-token',
          details: { channelId: dm },
        },
        { what: `POST /channels/${dm}/messages`, outcome: 400, details: { code: 50006 } },
        { what: 'GET /users/@me', outcome: 401, signature: 'none', details: { code: 0 } },
      ]);
    });

    it('follows a command from the member to the endpoint, without the words', async () => {
      await registerCommands(harness);
      harness.world.trace.clear();
      await harness.act('commands', {
        channelId: harness.discord.seed.channels['general'],
        name: 'helpme',
        options: { question: 'top secret' },
      });

      expect(harness.world.trace.list()).toMatchObject([
        { from: 'member', to: 'discord', what: '/helpme' },
        {
          from: 'discord',
          to: 'functions',
          what: 'POST /discord/interactions',
          outcome: 200,
          signature: 'ed25519',
          details: { name: 'helpme', responseType: 4 },
        },
      ]);
      expect(JSON.stringify(harness.world.trace.list())).not.toContain('top secret');
    });
  });

  describe('reset()', () => {
    it('goes back to the demonstration server', async () => {
      const { discord } = harness;
      const atStart = await harness.member();
      await harness.openDm();
      await registerCommands(harness);
      await harness.api('POST', `/channels/${discord.seed.channels['general']}/messages`, { json: { content: 'x' } });
      await harness.api('POST', `/channels/${discord.seed.channels['general']}/typing`);

      discord.reset();

      expect(await harness.member()).toEqual(atStart);
      expect(await harness.state()).toMatchObject({ interactions: [], requests: [], invalidRequests: { count: 0 } });
    });
  });

  it('lets nothing that was under way reach the new world after a reset', async () => {
    await registerCommands(harness);
    let answer = (_: Response): void => {};
    harness.endpoint = () => new Promise((resolve) => (answer = resolve));
    const command = { channelId: harness.discord.seed.channels['general'], name: 'helpme', options: {} };
    const pressed = harness.act('commands', command);
    await new Promise(setImmediate);
    const atStart = createHarness();

    harness.discord.reset();
    answer(inline({ type: 4, data: { content: 'too late' } }));
    await pressed;
    harness.clock.advance(3_000);

    expect(await harness.member()).toEqual(await atStart.member());
  });

  it('refuses with the headers of the limit, so that callers can count', async () => {
    const refused = await harness.api('POST', `/channels/${await harness.openDm()}/messages`, { json: {} });

    expect(refused.status).toBe(400);
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('4');
  });

  it('tells listeners that something changed, and only then', async () => {
    const areas: string[] = [];
    const dm = await harness.openDm();
    harness.world.events.subscribe((event) => {
      if (event.kind === 'change') areas.push(event.area);
    });
    await harness.api('GET', `/channels/${dm}/messages`);
    const afterReading = [...areas];
    await harness.api('POST', `/channels/${dm}/messages`, { json: { content: 'x' } });

    expect(afterReading).toEqual([]);
    expect(areas).toEqual(['discord']);
  });
});
