import { createTwilioHarness, rowsAt, type TwilioHarness, textAt } from '../../support/twilio-world.ts';

const CONVERSATIONS = '/conversations.twilio.com/v1/Conversations';

async function conversation(harness: TwilioHarness, form: Record<string, string> = {}): Promise<string> {
  const { body } = await harness.rest('POST', CONVERSATIONS, form);
  return textAt(body, 'sid');
}

describe('twilio emulator › conversations', () => {
  describe('unique names', () => {
    it('are atomic: of twenty creations at once one wins (R08)', async () => {
      const { rest, twilio } = createTwilioHarness();

      const answers = await Promise.all(
        Array.from({ length: 20 }, () => rest('POST', CONVERSATIONS, { UniqueName: 'discord-1-1' })),
      );

      expect(answers.filter((one) => one.status === 201)).toHaveLength(1);
      expect(answers.filter((one) => one.status === 409 && one.body.code === 50353)).toHaveLength(19);
      expect(twilio.store.conversations.size).toBe(1);
    });

    it('stay taken when the conversation is closed, and are free when it is deleted', async () => {
      const harness = createTwilioHarness();
      const sid = await conversation(harness, { UniqueName: 'one' });
      await harness.rest('POST', `${CONVERSATIONS}/${sid}`, { State: 'closed' });

      const whileClosed = await harness.rest('POST', CONVERSATIONS, { UniqueName: 'one' });
      await harness.rest('DELETE', `${CONVERSATIONS}/${sid}`);
      const afterwards = await harness.rest('POST', CONVERSATIONS, { UniqueName: 'one' });

      expect(whileClosed.body.code).toBe(50353);
      expect(afterwards.status).toBe(201);
    });
  });

  describe('closed means closed', () => {
    it.each([
      ['the conversation', '', { State: 'active' }],
      ['its attributes', '', { Attributes: '{}' }],
      ['a participant', '/Participants', { Identity: 'discord_2' }],
      ['a message', '/Messages', { Body: 'hello' }],
      ['a webhook', '/Webhooks', { Target: 'webhook', 'Configuration.Url': 'http://127.0.0.1/' }],
    ])('refuses to write %s with 50377', async (_name, path, form) => {
      const harness = createTwilioHarness();
      const sid = await conversation(harness);
      await harness.rest('POST', `${CONVERSATIONS}/${sid}`, { State: 'closed' });

      const answer = await harness.rest('POST', `${CONVERSATIONS}/${sid}${path}`, form);

      expect(answer).toMatchObject({ status: 400, body: { code: 50377 } });
    });

    it.each(['Participants', 'Messages', 'Webhooks'])('refuses to remove from %s', async (kind) => {
      const harness = createTwilioHarness();
      const sid = await conversation(harness);
      const form = {
        Participants: { Identity: 'discord_1' },
        Messages: { Body: 'hello' },
        Webhooks: { Target: 'webhook', 'Configuration.Url': 'http://127.0.0.1/' },
      }[kind];
      const { body } = await harness.rest('POST', `${CONVERSATIONS}/${sid}/${kind}`, form);
      await harness.rest('POST', `${CONVERSATIONS}/${sid}`, { State: 'closed' });

      const answer = await harness.rest('DELETE', `${CONVERSATIONS}/${sid}/${kind}/${textAt(body, 'sid')}`);

      expect(answer.body.code).toBe(50377);
    });
  });

  describe('limits', () => {
    const blob = (size: number) => JSON.stringify({ x: 'x'.repeat(size - 8) });

    it.each([
      ['16 KB of conversation attributes', '', { Attributes: blob(16 * 1024) }, 200],
      ['more conversation attributes', '', { Attributes: blob(16 * 1024 + 1) }, 400],
      ['attributes that are no JSON', '', { Attributes: 'status=bot' }, 400],
      ['4 KB of message attributes', '/Messages', { Body: 'x', Attributes: blob(4 * 1024) }, 201],
      ['more message attributes', '/Messages', { Body: 'x', Attributes: blob(4 * 1024 + 1) }, 400],
      ['more participant attributes', '/Participants', { Identity: 'a', Attributes: blob(4 * 1024 + 1) }, 400],
      ['2,000 characters, as Discord sends them', '/Messages', { Body: 'ü'.repeat(2_000) }, 201],
      ['a body over 32 KB', '/Messages', { Body: 'x'.repeat(32 * 1024 + 1) }, 400],
      ['a message of nothing', '/Messages', { Author: 'discord_1' }, 400],
      ['media that does not exist', '/Messages', { MediaSid: `ME${'0'.repeat(32)}` }, 400],
    ])('%s', async (_name, path, form, status) => {
      const harness = createTwilioHarness();
      const sid = await conversation(harness);

      const answer = await harness.rest('POST', `${CONVERSATIONS}/${sid}${path}`, form);

      expect(answer.status).toBe(status);
    });

    it('allows 30 writes a second into one conversation', async () => {
      const harness = createTwilioHarness();
      const sid = await conversation(harness);
      const write = () => harness.rest('POST', `${CONVERSATIONS}/${sid}/Messages`, { Body: 'x' });

      const burst = await Promise.all(Array.from({ length: 31 }, write));
      harness.world.clock.advance(1_000);
      const later = await write();

      expect(burst.filter((one) => one.status === 429).map((one) => one.body.code)).toEqual([20429]);
      expect(later.status).toBe(201);
    });
  });

  describe('participants', () => {
    it.each([
      ['discord_800000000000000001', 201],
      ['kim_40example_2Ecom', 201],
      ['discord:1', 400],
      ['a@b', 400],
      ['a/b', 400],
      ['', 400],
    ])('identity %j → %d', async (identity, status) => {
      const harness = createTwilioHarness();
      const sid = await conversation(harness);

      const answer = await harness.rest('POST', `${CONVERSATIONS}/${sid}/Participants`, { Identity: identity });

      expect(answer.status).toBe(status);
    });

    it('knows an identity once only (R08)', async () => {
      const harness = createTwilioHarness();
      const sid = await conversation(harness);
      const add = () => harness.rest('POST', `${CONVERSATIONS}/${sid}/Participants`, { Identity: 'discord_1' });

      const answers = await Promise.all([add(), add()]);

      expect(answers.map((one) => one.status).sort()).toEqual([201, 409]);
      expect(answers.find((one) => one.status === 409)?.body.code).toBe(50433);
    });

    it('make a user appear, whose name can be set by identity', async () => {
      const harness = createTwilioHarness();
      const sid = await conversation(harness);
      await harness.rest('POST', `${CONVERSATIONS}/${sid}/Participants`, { Identity: 'discord_1' });

      const changed = await harness.rest('POST', '/conversations.twilio.com/v1/Users/discord_1', {
        FriendlyName: 'Ann',
      });

      expect(changed).toMatchObject({ status: 200, body: { identity: 'discord_1', friendly_name: 'Ann' } });
    });

    it('are found by identity, with the state of each conversation (S2)', async () => {
      const harness = createTwilioHarness();
      for (const name of ['one', 'two']) {
        await harness.rest('POST', CONVERSATIONS, { UniqueName: name });
        await harness.rest('POST', `${CONVERSATIONS}/${name}/Participants`, { Identity: 'discord_1' });
      }
      await harness.rest('POST', `${CONVERSATIONS}/one`, { State: 'closed' });

      const { body } = await harness.rest(
        'GET',
        '/conversations.twilio.com/v1/ParticipantConversations?Identity=discord_1',
      );

      expect(
        rowsAt(body, 'conversations').map((row) => [row.conversation_unique_name, row.conversation_state]),
      ).toEqual([
        ['one', 'closed'],
        ['two', 'active'],
      ]);
    });
  });

  describe('messages', () => {
    it('have indexes that rise and now and then leave a number out', async () => {
      let calls = 0;
      const harness = createTwilioHarness({
        random: () => {
          calls += 1;
          return (calls % 47) / 47;
        },
      });
      const sid = await conversation(harness);

      const indexes: number[] = [];
      for (let count = 0; count < 60; count += 1) {
        harness.world.clock.advance(100);
        const { body } = await harness.rest('POST', `${CONVERSATIONS}/${sid}/Messages`, { Body: 'x' });
        indexes.push(Number(body.index));
      }

      expect(indexes[0]).toBe(0);
      expect(indexes).toEqual([...new Set(indexes)].sort((a, b) => a - b));
      expect(indexes.at(-1)).toBeGreaterThan(59);
    });

    it('name the participant when the author is one', async () => {
      const harness = createTwilioHarness();
      const sid = await conversation(harness);
      const participant = await harness.rest('POST', `${CONVERSATIONS}/${sid}/Participants`, { Identity: 'discord_1' });

      const own = await harness.rest('POST', `${CONVERSATIONS}/${sid}/Messages`, { Author: 'discord_1', Body: 'x' });
      const system = await harness.rest('POST', `${CONVERSATIONS}/${sid}/Messages`, { Body: 'x' });

      expect(own.body.participant_sid).toBe(participant.body.sid);
      expect(system.body).toMatchObject({ author: 'system', participant_sid: null, attributes: '{}', media: null });
    });

    it('are listed from either end', async () => {
      const harness = createTwilioHarness();
      const sid = await conversation(harness);
      for (const body of ['a', 'b', 'c'])
        await harness.rest('POST', `${CONVERSATIONS}/${sid}/Messages`, { Body: body });

      const newest = await harness.rest('GET', `${CONVERSATIONS}/${sid}/Messages?Order=desc&PageSize=2`);

      expect(rowsAt(newest.body, 'messages').map((one) => one.body)).toEqual(['c', 'b']);
    });
  });

  describe('timers and states', () => {
    const timers = { State: 'active', 'Timers.Inactive': 'PT1M', 'Timers.Closed': 'PT10M' };

    it('turns inactive, and closes for good', async () => {
      const harness = createTwilioHarness();
      const sid = await conversation(harness, timers);
      const state = async () => (await harness.rest('GET', `${CONVERSATIONS}/${sid}`)).body.state;

      const states = [await state()];
      for (const minutes of [1, 9]) {
        harness.world.clock.advance(minutes * 60_000);
        states.push(await state());
      }

      expect(states).toEqual(['active', 'inactive', 'closed']);
    });

    it('begins anew with every message, which also brings it back', async () => {
      const harness = createTwilioHarness();
      const sid = await conversation(harness, timers);
      harness.world.clock.advance(5 * 60_000);

      await harness.rest('POST', `${CONVERSATIONS}/${sid}/Messages`, { Body: 'still here' });
      const woken = await harness.rest('GET', `${CONVERSATIONS}/${sid}`);
      harness.world.clock.advance(9 * 60_000);
      const later = await harness.rest('GET', `${CONVERSATIONS}/${sid}`);

      expect(woken.body.state).toBe('active');
      expect(later.body.state).toBe('inactive');
    });

    it('has no timer without being asked', async () => {
      const harness = createTwilioHarness();

      const { body } = await harness.rest('POST', CONVERSATIONS, {});

      expect(body).toMatchObject({ state: 'active', timers: {} });
    });

    it.each([
      ['timers without a state', { 'Timers.Closed': 'PT10M' }, 50382],
      ['a closed beginning', { State: 'closed' }, 50384],
      ['an inactivity under a minute', { State: 'active', 'Timers.Inactive': 'PT59S' }, 20001],
      ['a closing under ten minutes', { State: 'active', 'Timers.Closed': 'PT9M' }, 20001],
      ['no duration', { State: 'active', 'Timers.Closed': '10 minutes' }, 20001],
    ])('refuses %s', async (_name, form, code) => {
      const { rest } = createTwilioHarness();

      const answer = await rest('POST', CONVERSATIONS, form);

      expect(answer).toMatchObject({ status: 400, body: { code } });
    });
  });
});
