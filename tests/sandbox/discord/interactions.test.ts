import { verifyKey } from 'discord-interactions';
import type { InteractionOutcome } from '../../../sandbox/control/types.ts';
import {
  APPLICATION_ID,
  createHarness,
  type Delivered,
  type Harness,
  inline,
  registerCommands,
} from '../../support/discord-harness.ts';

const ACCEPTED = () => new Response(null, { status: 202 });
const MODAL = {
  custom_id: 'form',
  title: 'Form',
  components: [{ type: 18, label: 'Text', component: { type: 4, custom_id: 'text', style: 1 } }],
};

describe('discord/interactions', () => {
  let harness: Harness;
  let dm: string;

  beforeEach(async () => {
    harness = createHarness();
    dm = await harness.openDm();
    await registerCommands(harness);
  });

  async function command(channelId = dm, options: object = {}) {
    return (await harness.act<InteractionOutcome>('commands', { channelId, name: 'helpme', options })).body;
  }

  function callback({ payload }: Pick<Delivered, 'payload'>, json: unknown, query = '') {
    return harness.api('POST', `/interactions/${payload.id}/${payload.token}/callback${query}`, {
      json,
      headers: { Authorization: null },
    });
  }

  function webhook(method: string, { payload }: Pick<Delivered, 'payload'>, rest: string, json?: unknown) {
    return harness.api(method, `/webhooks/${APPLICATION_ID}/${payload.token}${rest}`, {
      json,
      headers: { Authorization: null },
    });
  }

  function lastDelivered(): Delivered {
    const one = harness.delivered.at(-1);
    if (one === undefined) throw new Error('Nothing was delivered');
    return one;
  }

  /** Runs a command whose answer is deferred, and gives what was delivered. */
  async function deferred(flags?: number): Promise<Delivered> {
    harness.endpoint = async (one) => {
      await callback(one, { type: 5, ...(flags !== undefined && { data: { flags } }) });
      return ACCEPTED();
    };
    await command();
    return lastDelivered();
  }

  async function shown() {
    const member = await harness.member();
    return member.channels.find(({ id }) => id === dm)?.messages ?? [];
  }

  describe('a delivery', () => {
    it('X01 is signed over the very bytes that are sent', async () => {
      await command();
      const { raw, headers } = lastDelivered();

      const signature = headers.get('x-signature-ed25519') ?? '';
      const timestamp = headers.get('x-signature-timestamp') ?? '';
      expect(await verifyKey(raw, signature, timestamp, harness.publicKey)).toBe(true);
      expect(headers.get('user-agent')).toBe('Discord-Interactions/1.0 (+https://discord.com)');
      expect(headers.get('content-type')).toBe('application/json');
    });

    it('is compact, sorted and in raw UTF-8, with whole NUMBER options as floats', async () => {
      await harness.act('commands', { channelId: dm, name: 'rate', options: { stars: 3, count: 3 } });
      await command(dm, { question: 'Schlüssel ✅ 안녕' });

      expect(harness.delivered[0]?.raw).toContain(
        '{"name":"stars","type":10,"value":3.0},{"name":"count","type":4,"value":3}',
      );
      expect(lastDelivered().raw).toContain('"name":"question","type":3,"value":"Schlüssel ✅ 안녕"');
      expect(lastDelivered().raw.startsWith('{"app_permissions":"442368","application_id":')).toBe(true);
    });

    it('carries a user and context 1 in the DM', async () => {
      await command();

      const { payload } = lastDelivered();
      expect(payload).toMatchObject({
        type: 2,
        version: 1,
        context: 1,
        channel_id: dm,
        channel: { type: 1 },
        user: { username: 'ann', global_name: 'Ann' },
        authorizing_integration_owners: { 0: '0' },
        locale: 'en-US',
        attachment_size_limit: 10_485_760,
      });
      expect(payload).not.toHaveProperty('member');
      expect(payload).not.toHaveProperty('guild_id');
    });

    it('carries a member with permissions and context 0 in a server', async () => {
      const { guildId, channels } = harness.discord.seed;
      await command(channels['general']);

      const { payload } = lastDelivered();
      expect(payload).toMatchObject({
        context: 0,
        guild_id: guildId,
        guild_locale: 'en-US',
        guild: { id: guildId },
        member: { user: { username: 'ann' }, permissions: expect.stringMatching(/^\d+$/), roles: [] },
        channel: { name: 'general', permissions: expect.stringMatching(/^\d+$/), last_message_id: expect.any(String) },
        authorizing_integration_owners: { 0: guildId },
      });
      expect(payload).not.toHaveProperty('user');
    });

    it('goes where the application says, once it has set an endpoint', async () => {
      harness.endpoint = ({ headers, payload, raw }) =>
        verifyKey(
          raw,
          headers.get('x-signature-ed25519') ?? '',
          headers.get('x-signature-timestamp') ?? '',
          harness.publicKey,
        ).then((isGood) =>
          isGood
            ? inline(payload.type === 1 ? { type: 1 } : { type: 4, data: { content: 'hi' } })
            : new Response(null, { status: 401 }),
        );
      await harness.api('PATCH', '/applications/@me', {
        json: { interactions_endpoint_url: 'https://functions.example.com/discord/interactions' },
      });

      await command();

      expect(lastDelivered().url).toBe('https://functions.example.com/discord/interactions');
    });
  });

  describe('the first response', () => {
    it('may come inline', async () => {
      const outcome = await command();

      expect(outcome).toMatchObject({ endpointStatus: 200, responseType: 4, acknowledgedAfter: 0 });
      expect(await shown()).toMatchObject([{ content: 'done', interaction: { name: 'helpme', user: 'Ann' } }]);
    });

    it('may come through the callback, which tells about the message when asked', async () => {
      let answer: unknown;
      harness.endpoint = async (one) => {
        answer = (await callback(one, { type: 4, data: { content: 'hi', flags: 64 } }, '?with_response=true')).body;
        return ACCEPTED();
      };
      const outcome = await command();

      expect(outcome).toMatchObject({ endpointStatus: 202, responseType: 4 });
      expect(answer).toMatchObject({
        interaction: { type: 2, response_message_loading: false, response_message_ephemeral: true },
        resource: { type: 4, message: { content: 'hi', flags: 64 } },
      });
    });

    it('S15 is missed after 3 s: the client says so, and the token is dead', async () => {
      harness.endpoint = () => new Promise(() => {});
      const pressed = command();
      await new Promise(setImmediate);
      harness.clock.advance(2_999);
      const before = (await harness.member()).notices;
      harness.clock.advance(1);
      const outcome = await pressed;

      const late = await callback(lastDelivered(), { type: 5 });
      const original = await webhook('PATCH', lastDelivered(), '/messages/@original', { content: 'late' });
      expect(before).toEqual([]);
      expect(outcome).toMatchObject({ endpointStatus: null, responseType: null, acknowledgedAfter: null });
      expect((await harness.member()).notices).toMatchObject([{ text: 'The application did not respond' }]);
      expect(late).toMatchObject({ status: 404, body: { code: 10062 } });
      expect(original).toMatchObject({ status: 404, body: { code: 10015 } });
    });

    it('may follow a 202 within the 3 s', async () => {
      harness.endpoint = ACCEPTED;
      const pressed = command();
      await new Promise(setImmediate);
      harness.clock.advance(1_000);
      await callback(lastDelivered(), { type: 4, data: { content: 'handed on' } });

      expect(await pressed).toMatchObject({ endpointStatus: 202, responseType: 4, acknowledgedAfter: 1_000 });
    });

    it('R31 is accepted once', async () => {
      const statuses: unknown[] = [];
      harness.endpoint = async (one) => {
        const both = await Promise.all([callback(one, { type: 5 }), callback(one, { type: 5 })]);
        statuses.push(...both.map(({ status, body }) => [status, body['code']]));
        return inline({ type: 4, data: { content: 'once more' } });
      };
      await command();

      expect(statuses).toEqual([
        [204, undefined],
        [400, 40060],
      ]);
      expect(await shown()).toMatchObject([{ pending: true }]);
      expect((await harness.state()).interactions[0]?.callbacks).toMatchObject([
        { accepted: true },
        { accepted: false, code: 40060 },
        { via: 'inline', accepted: false, code: 40060 },
      ]);
    });

    it('R31 is refused with 10062 for a wrong token', async () => {
      await command();

      const { payload } = lastDelivered();
      expect(await callback({ payload: { ...payload, token: 'wrong' } }, { type: 5 })).toMatchObject({
        status: 404,
        body: { code: 10062 },
      });
    });

    it.each([
      { given: 'HTTP 500', answer: () => new Response('no', { status: 500 }) },
      { given: 'no JSON', answer: () => new Response('hello', { status: 200 }) },
      { given: 'a type that does not exist', answer: () => inline({ type: 99 }) },
      { given: 'a refused connection', answer: () => Promise.reject(new TypeError('fetch failed')) },
    ])('fails at once when the endpoint answers with $given', async ({ answer }) => {
      harness.endpoint = answer;
      const outcome = await command();

      expect(outcome.responseType).toBeNull();
      expect((await harness.member()).notices).toHaveLength(1);
    });

    it.each([
      { given: 'flag 4096 on a deferred answer', json: { type: 5, data: { flags: 4096 } } },
      { given: 'content in a deferred answer', json: { type: 5, data: { content: 'x' } } },
      { given: 'an update without a message', json: { type: 7, data: { content: 'x' } } },
      { given: 'PONG', json: { type: 1 } },
      { given: 'a key that Discord does not know', json: { type: 4, data: { content: 'x', text: 'x' } } },
      {
        given: 'a form with a button',
        json: { type: 9, data: { ...MODAL, components: [{ type: 1, components: [] }] } },
      },
      {
        given: 'a form with six parts',
        json: {
          type: 9,
          data: { ...MODAL, components: Array.from({ length: 6 }, () => ({ type: 10, content: 'x' })) },
        },
      },
      { given: 'a form title of 46', json: { type: 9, data: { ...MODAL, title: 'x'.repeat(46) } } },
      {
        given: 'a disabled part in a form',
        json: {
          type: 9,
          data: {
            ...MODAL,
            components: [{ type: 18, label: 'a', component: { type: 4, custom_id: 'a', style: 1, disabled: true } }],
          },
        },
      },
      {
        given: 'a required part that takes no file',
        json: {
          type: 9,
          data: {
            ...MODAL,
            components: [{ type: 18, label: 'a', component: { type: 19, custom_id: 'a', min_values: 0 } }],
          },
        },
      },
    ])('is refused with 50035 and can be tried again: $given', async ({ json }) => {
      const answers: unknown[] = [];
      harness.endpoint = async (one) => {
        const refused = await callback(one, json);
        answers.push(refused.body['code'], (await callback(one, { type: 5 })).status);
        return ACCEPTED();
      };
      await command();

      expect(answers).toEqual([50035, 204]);
    });
  });

  describe('a deferred answer', () => {
    it('R31 shows that it is pending until it is edited, and stays as private as it began', async () => {
      const one = await deferred(64);
      const before = await shown();
      const edited = await webhook('PATCH', one, '/messages/@original', { content: 'ready' });

      expect(before).toMatchObject([{ pending: true, ephemeral: true, content: '' }]);
      expect(edited.body).toMatchObject({ content: 'ready', flags: 64, edited_timestamp: null });
      expect(await shown()).toMatchObject([{ pending: false, ephemeral: true, content: 'ready' }]);
    });

    it('is filled by the first follow-up', async () => {
      const one = await deferred();
      await webhook('POST', one, '', { content: 'first' });
      await webhook('POST', one, '', { content: 'second', flags: 64 });

      expect(await shown()).toMatchObject([
        { content: 'first', ephemeral: false },
        { content: 'second', ephemeral: true },
      ]);
    });

    it('may turn into Components V2', async () => {
      const one = await deferred();
      const edited = await webhook('PATCH', one, '/messages/@original', {
        flags: 32768,
        components: [{ type: 10, content: 'A text' }],
      });

      expect(edited).toMatchObject({ status: 200, body: { flags: 32768 } });
      expect(await shown()).toMatchObject([{ content: 'A text' }]);
    });

    it('cannot be followed by a form', async () => {
      const one = await deferred();

      expect(await callback(one, { type: 9, data: MODAL })).toMatchObject({ status: 400, body: { code: 40060 } });
    });
  });

  describe('the token', () => {
    it('R31 dies after 15 minutes with 50027', async () => {
      const one = await deferred();
      harness.clock.advance(15 * 60_000);
      const inTime = await webhook('GET', one, '/messages/@original');
      harness.clock.advance(1);
      const late = await webhook('PATCH', one, '/messages/@original', { content: 'late' });

      expect(inTime.status).toBe(200);
      expect(late).toMatchObject({ status: 401, body: { code: 50027 } });
    });

    it('gives 10015 before the first response', async () => {
      const codes: unknown[] = [];
      harness.endpoint = async (one) => {
        codes.push((await webhook('GET', one, '/messages/@original')).body['code']);
        return inline({ type: 4, data: { content: 'hi' } });
      };
      await command();

      expect(codes).toEqual([10015]);
    });

    it('reads, edits and deletes only what belongs to its interaction', async () => {
      const one = await deferred();
      const typed = await harness.act<{ id: string }>('messages', { channelId: dm, content: 'mine' });
      const foreign = await webhook('PATCH', one, `/messages/${typed.body.id}`, { content: 'changed' });
      const followUp = await webhook('POST', one, '', { content: 'filled' });
      const second = await webhook('POST', one, '', { content: 'second' });
      const read = await webhook('GET', one, `/messages/${String(second.body['id'])}`);
      await webhook('PATCH', one, `/messages/${String(second.body['id'])}`, { content: 'second, changed' });
      harness.pause();
      const removed = await webhook('DELETE', one, `/messages/${String(second.body['id'])}`);
      await webhook('DELETE', one, '/messages/@original');

      expect(foreign).toMatchObject({ status: 404, body: { code: 10008 } });
      expect([followUp.status, read.status, removed.status]).toEqual([200, 200, 204]);
      expect((await shown()).map(({ content }) => content)).toEqual(['mine']);
    });

    it('does not name the bot: X03 neither trace nor state show it', async () => {
      const { payload } = await deferred();

      const seen = JSON.stringify([harness.world.trace.list(), await harness.state()]);
      expect(seen).toContain(`/interactions/${payload.id}/…/callback`);
      expect(seen).not.toContain(payload.token);
      expect(seen).not.toContain('fake-bot-token');
    });
  });

  describe('components and forms', () => {
    async function ask(
      components: readonly object[] = [{ type: 1, components: [{ type: 2, style: 1, label: 'Go', custom_id: 'go' }] }],
    ): Promise<string> {
      const sent = await harness.api<{ id: string }>('POST', `/channels/${dm}/messages`, {
        json: { content: 'Question', components },
      });
      return sent.body.id;
    }

    async function press(messageId: string, more: object = {}) {
      return harness.act<InteractionOutcome>('components', { channelId: dm, messageId, customId: 'go', ...more });
    }

    it('delivers a press with its message', async () => {
      const messageId = await ask();
      await press(messageId);

      expect(lastDelivered().payload).toMatchObject({
        type: 3,
        data: { component_type: 2, custom_id: 'go', id: 2 },
        message: { id: messageId },
      });
    });

    it('answers a press as a reply to its message', async () => {
      const messageId = await ask();
      harness.endpoint = () => inline({ type: 4, data: { content: 'Article' } });
      await press(messageId);

      expect((await shown()).at(-1)).toMatchObject({
        content: 'Article',
        replyTo: { id: messageId, author: 'Support', content: 'Question' },
      });
    });

    it('updates the message, at once or after a silent acknowledgement', async () => {
      const messageId = await ask();
      harness.endpoint = () => inline({ type: 7, data: { content: 'Chosen', components: [] } });
      await press(messageId);
      const atOnce = (await shown())[0];
      const second = await ask();
      harness.endpoint = async (one) => {
        await callback(one, { type: 6 });
        await webhook('PATCH', one, '/messages/@original', { content: 'Later' });
        return ACCEPTED();
      };
      await press(second);

      expect(atOnce).toMatchObject({ id: messageId, content: 'Chosen', components: [] });
      expect((await shown()).map(({ content }) => content)).toEqual(['Chosen', 'Later']);
    });

    it('shows a form, submits it, and closes it', async () => {
      const messageId = await ask();
      harness.endpoint = () => inline({ type: 9, data: MODAL });
      await press(messageId);
      const { modal } = await harness.member();
      harness.endpoint = () => inline({ type: 7, data: { content: 'Thanks', components: [] } });
      const submitted = await harness.act<InteractionOutcome>('modals', { id: modal?.id, values: { text: 'words' } });

      expect(modal).toMatchObject({ title: 'Form', fields: [{ customId: 'text', kind: 'short', required: true }] });
      expect(lastDelivered().payload).toMatchObject({
        type: 5,
        data: {
          custom_id: 'form',
          components: [{ type: 18, component: { type: 4, custom_id: 'text', value: 'words' } }],
        },
        message: { id: messageId },
      });
      expect(submitted.body.responseType).toBe(7);
      expect((await harness.member()).modal).toBeNull();
    });

    it('keeps the form open when there is no answer, and refuses a form as the answer', async () => {
      harness.endpoint = () => inline({ type: 9, data: MODAL });
      await command();
      const id = (await harness.member()).modal?.id;
      const submitted = await harness.act<InteractionOutcome>('modals', { id, values: { text: 'words' } });

      expect(submitted.body.responseType).toBeNull();
      expect((await harness.member()).modal?.id).toBe(id);
      expect((await harness.member()).notices).toMatchObject([{ text: 'Something went wrong. Try again.' }]);
    });

    it('delivers chosen values, and refuses others', async () => {
      const select = {
        type: 3,
        custom_id: 'go',
        options: [
          { label: 'A', value: 'a' },
          { label: 'B', value: 'b' },
        ],
      };
      const messageId = await ask([{ type: 1, components: [select] }]);
      const wrong = await press(messageId, { values: ['c'] });
      await press(messageId, { values: ['b'] });

      expect(wrong.status).toBe(400);
      expect(lastDelivered().payload).toMatchObject({ data: { component_type: 3, values: ['b'] } });
    });
  });

  describe('faults of a delivery', () => {
    it('R02 delivers twice: the second answer changes nothing', async () => {
      harness.world.faults.add({ target: 'delivery', kind: 'double', match: '/discord/interactions', times: 1 });
      await command();

      expect(harness.delivered).toHaveLength(2);
      expect(harness.delivered[0]?.raw).toBe(harness.delivered[1]?.raw);
      expect(await shown()).toHaveLength(1);
    });

    it('loses it: nothing arrives, and the client waits in vain', async () => {
      harness.world.faults.add({ target: 'delivery', kind: 'lose', match: '', times: 1 });
      const pressed = command();
      await new Promise(setImmediate);
      harness.clock.advance(3_000);

      expect((await pressed).responseType).toBeNull();
      expect(harness.delivered).toEqual([]);
      expect(harness.world.trace.list().at(-1)).toMatchObject({ from: 'discord', outcome: 'dropped' });
    });

    it('answers for the endpoint with a status', async () => {
      harness.world.faults.add({ target: 'delivery', kind: 'status', status: 502, match: '', times: 1 });

      expect(await command()).toMatchObject({ endpointStatus: 502, responseType: null });
      expect(harness.delivered).toEqual([]);
    });
  });

  describe('the endpoint check', () => {
    it.each([
      {
        given: 'a sound endpoint',
        good: () => inline({ type: 1 }),
        bad: 401,
        then: { ping: 200, badSignature: 401, ok: true },
      },
      {
        given: 'one that takes any signature',
        good: () => inline({ type: 1 }),
        bad: 200,
        then: { ping: 200, badSignature: 200, ok: false },
      },
      { given: 'one without PONG', good: ACCEPTED, bad: 401, then: { ping: 202, badSignature: 401, ok: false } },
    ])('X01 judges $given', async ({ good, bad, then }) => {
      harness.endpoint = async ({ raw, headers }) => {
        const signature = headers.get('x-signature-ed25519') ?? '';
        const isGood = await verifyKey(raw, signature, headers.get('x-signature-timestamp') ?? '', harness.publicKey);
        return isGood ? good() : new Response(null, { status: bad });
      };

      expect((await harness.control('POST', '/endpoint-check', {})).body).toEqual(then);
    });
  });
});
