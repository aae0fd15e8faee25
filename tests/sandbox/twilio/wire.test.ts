import { basic, createTwilioHarness, rowsAt, TWILIO_ACCOUNT, textAt } from '../../support/twilio-world.ts';

const CONVERSATIONS = '/conversations.twilio.com/v1/Conversations';

describe('twilio emulator › the wire', () => {
  describe('authentication', () => {
    it.each([
      ['nothing', {}],
      ['a wrong token', { Authorization: basic('fake-other-token') }],
      ['another scheme', { Authorization: 'Bearer fake-token' }],
    ])('answers 401, 20003 to %s, before any state is read', async (_name, headers) => {
      const { twilio } = createTwilioHarness();

      const answer = await twilio.api.request(CONVERSATIONS, { headers });

      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ code: 20003, status: 401, message: 'Authenticate' });
    });
  });

  describe('forms', () => {
    it.each([
      ['an unknown field', `${CONVERSATIONS}`, { Uniquename: 'x' }],
      ['a missing field', '/conversations.twilio.com/v1/Users', { FriendlyName: 'Ann' }],
      ['a field given twice', `${CONVERSATIONS}`, { FriendlyName: ['a', 'b'] }],
      ['a SID of the wrong kind', `${CONVERSATIONS}`, { MessagingServiceSid: `CH${'0'.repeat(32)}` }],
      ['a value that is not listed', `${CONVERSATIONS}`, { State: 'asleep' }],
      ['a text where JSON is due', '/sync.twilio.com/v1/Services/default/Documents', { Data: 'nonsense' }],
      ['an array where an object is due', '/sync.twilio.com/v1/Services/default/Documents', { Data: '[]' }],
    ])('refuses %s with 400, 20001', async (_name, path, form) => {
      const { rest } = createTwilioHarness();

      const answer = await rest('POST', path, form);

      expect(answer).toMatchObject({ status: 400, body: { code: 20001, status: 400 } });
      expect(answer.body.more_info).toContain('20001');
    });

    it('refuses a JSON body', async () => {
      const { twilio } = createTwilioHarness();

      const answer = await twilio.api.request(CONVERSATIONS, {
        method: 'POST',
        headers: { Authorization: basic(), 'Content-Type': 'application/json' },
        body: '{}',
      });

      expect(answer.status).toBe(400);
    });
  });

  describe('addresses', () => {
    it.each([
      '/conversations.twilio.com/v1/Nothing',
      '/chat.twilio.com/v2/Services',
      `${CONVERSATIONS}/CH${'0'.repeat(32)}`,
      `/conversations.twilio.com/v1/Services/IS${'0'.repeat(32)}/Conversations`,
      `/taskrouter.twilio.com/v1/Workspaces/WS${'0'.repeat(32)}/Tasks`,
    ])('answers 404 for %s', async (path) => {
      const { rest } = createTwilioHarness();

      const answer = await rest('GET', path);

      expect(answer).toMatchObject({ status: 404, body: { code: 20404 } });
    });

    it('serves conversations below their service as well', async () => {
      const { rest, twilio } = createTwilioHarness();
      await rest('POST', CONVERSATIONS, { UniqueName: 'one' });

      const path = `/conversations.twilio.com/v1/Services/${twilio.seed.chatServiceSid}/Conversations/one`;
      const answer = await rest('GET', path);

      expect(answer).toMatchObject({ status: 200, body: { unique_name: 'one', account_sid: TWILIO_ACCOUNT.sid } });
    });
  });

  describe('lists', () => {
    it('pages with a token that holds when something is removed meanwhile', async () => {
      const { rest } = createTwilioHarness();
      for (const name of ['a', 'b', 'c', 'd']) await rest('POST', CONVERSATIONS, { UniqueName: name });

      const first = await rest('GET', `${CONVERSATIONS}?PageSize=2`);
      await rest('DELETE', `${CONVERSATIONS}/a`);
      const next = String((first.body.meta as { next_page_url: string }).next_page_url);
      const second = await rest('GET', `${CONVERSATIONS}${new URL(next).search}`);

      expect(rowsAt(first.body, 'conversations').map((one) => one.unique_name)).toEqual(['a', 'b']);
      expect(rowsAt(second.body, 'conversations').map((one) => one.unique_name)).toEqual(['c', 'd']);
      expect(second.body.meta).toMatchObject({ page: 1, page_size: 2, next_page_url: null, key: 'conversations' });
    });

    it('cuts the page size down to the maximum', async () => {
      const { rest } = createTwilioHarness();

      const answer = await rest('GET', `${CONVERSATIONS}?PageSize=1000`);

      expect(answer.body.meta).toMatchObject({ page_size: 100 });
    });
  });

  describe('records', () => {
    it('counts every request, with method, path and status but never a body', async () => {
      const { rest, twilio } = createTwilioHarness();

      await rest('POST', CONVERSATIONS, { UniqueName: 'secret-name' });
      await rest('POST', CONVERSATIONS, { UniqueName: 'secret-name' });

      expect(twilio.store.requests).toMatchObject([
        { method: 'POST', path: CONVERSATIONS, status: 201 },
        { method: 'POST', path: CONVERSATIONS, status: 409 },
      ]);
      expect(JSON.stringify(twilio.store.requests)).not.toContain('secret-name');
    });

    it('traces every request with the ids of the answer, without credentials or bodies (X03)', async () => {
      const { rest, world } = createTwilioHarness();

      const { body } = await rest('POST', CONVERSATIONS, { UniqueName: 'one', FriendlyName: 'canary' });

      const [hop] = world.trace.list();
      expect(hop).toMatchObject({ from: 'functions', to: 'twilio', outcome: 201, signature: 'basic' });
      expect(hop?.details.sid).toBe(textAt(body, 'sid'));
      expect(JSON.stringify(hop)).not.toMatch(/canary|Basic |fake-auth-token/);
    });
  });

  describe('faults', () => {
    it.each([
      { kind: 'reset', made: false, outcome: 599 },
      { kind: 'drop-response', made: true, outcome: 599 },
      { kind: 'status', made: false, outcome: 503 },
    ] as const)('$kind answers $outcome; carried out: $made (R01)', async ({ kind, made, outcome }) => {
      const { rest, world } = createTwilioHarness();
      world.faults.add({ target: 'twilio', kind, match: 'POST', times: 1, status: 503 });

      const answer = await rest('POST', CONVERSATIONS, { UniqueName: 'one' });

      expect(answer.status).toBe(outcome);
      expect((await rest('GET', `${CONVERSATIONS}/one`)).status).toBe(made ? 200 : 404);
    });

    it('answers an injected 429 with the code of Twilio and Retry-After', async () => {
      const { rest, world } = createTwilioHarness();
      world.faults.add({ target: 'twilio', kind: 'status', match: '', status: 429, retryAfter: 3, times: 1 });

      const answer = await rest('GET', CONVERSATIONS);

      expect(answer).toMatchObject({ status: 429, body: { code: 20429 } });
      expect(answer.headers.get('Retry-After')).toBe('3');
    });
  });

  describe('reset()', () => {
    it('goes back to a fresh account whose names are the same', async () => {
      const { rest, twilio } = createTwilioHarness();
      const { seed } = twilio;
      await rest('POST', CONVERSATIONS, { UniqueName: 'one' });

      twilio.reset();

      expect(twilio.store.conversations.size).toBe(0);
      expect(twilio.store.requests).toEqual([]);
      expect(twilio.seed).toEqual(seed);
      expect(twilio.store.workers.get(seed.workerSid)).toMatchObject({ name: 'kim' });
    });
  });
});
