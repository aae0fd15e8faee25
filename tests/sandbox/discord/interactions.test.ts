import { createHarness, type Harness, inline, registerCommands } from '../../support/discord-harness.ts';
import { accepted, type InteractionCalls, interactionCalls } from '../../support/discord-interactions.ts';

const MODAL = {
  custom_id: 'form',
  title: 'Form',
  components: [{ type: 18, label: 'Text', component: { type: 4, custom_id: 'text', style: 1 } }],
};

describe('discord/respond', () => {
  let harness: Harness;
  let dm: string;
  let calls: InteractionCalls;

  beforeEach(async () => {
    harness = createHarness();
    dm = await harness.openDm();
    await registerCommands(harness);
    calls = interactionCalls(harness, dm);
  });

  async function shown() {
    const member = await harness.member();
    return member.channels.find(({ id }) => id === dm)?.messages ?? [];
  }

  describe('the first response', () => {
    it('may come inline', async () => {
      const outcome = await calls.command();

      expect(outcome).toMatchObject({ endpointStatus: 200, responseType: 4, acknowledgedAfter: 0 });
      expect(await shown()).toMatchObject([{ content: 'done', interaction: { name: 'helpme', user: 'Ann' } }]);
    });

    it('may come through the callback, which tells about the message when asked', async () => {
      let answer: unknown;
      harness.endpoint = async (one) => {
        answer = (await calls.callback(one, { type: 4, data: { content: 'hi', flags: 64 } }, '?with_response=true'))
          .body;
        return accepted();
      };
      const outcome = await calls.command();

      expect(outcome).toMatchObject({ endpointStatus: 202, responseType: 4 });
      expect(answer).toMatchObject({
        interaction: { type: 2, response_message_loading: false, response_message_ephemeral: true },
        resource: { type: 4, message: { content: 'hi', flags: 64 } },
      });
    });

    it('S15 is missed after 3 s: the client says so, and the token is dead', async () => {
      harness.endpoint = () => new Promise(() => {});
      const pressed = calls.command();
      await new Promise(setImmediate);
      harness.clock.advance(2_999);
      const before = (await harness.member()).notices;
      harness.clock.advance(1);
      const outcome = await pressed;

      const late = await calls.callback(calls.lastDelivered(), { type: 5 });
      const original = await calls.webhook('PATCH', calls.lastDelivered(), '/messages/@original', { content: 'late' });
      expect(before).toEqual([]);
      expect(outcome).toMatchObject({ endpointStatus: null, responseType: null, acknowledgedAfter: null });
      expect((await harness.member()).notices).toMatchObject([{ text: 'The application did not respond' }]);
      expect(late).toMatchObject({ status: 404, body: { code: 10062 } });
      expect(original).toMatchObject({ status: 404, body: { code: 10015 } });
    });

    it('may follow a 202 within the 3 s', async () => {
      harness.endpoint = accepted;
      const pressed = calls.command();
      await new Promise(setImmediate);
      harness.clock.advance(1_000);
      await calls.callback(calls.lastDelivered(), { type: 4, data: { content: 'handed on' } });

      expect(await pressed).toMatchObject({ endpointStatus: 202, responseType: 4, acknowledgedAfter: 1_000 });
    });

    it('R31 is accepted once', async () => {
      const statuses: unknown[] = [];
      harness.endpoint = async (one) => {
        const both = await Promise.all([calls.callback(one, { type: 5 }), calls.callback(one, { type: 5 })]);
        statuses.push(...both.map(({ status, body }) => [status, body['code']]));
        return inline({ type: 4, data: { content: 'once more' } });
      };
      await calls.command();

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
      await calls.command();

      const { payload } = calls.lastDelivered();
      expect(await calls.callback({ payload: { ...payload, token: 'wrong' } }, { type: 5 })).toMatchObject({
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
      const outcome = await calls.command();

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
        const refused = await calls.callback(one, json);
        answers.push(refused.body['code'], (await calls.callback(one, { type: 5 })).status);
        return accepted();
      };
      await calls.command();

      expect(answers).toEqual([50035, 204]);
    });
  });

  describe('a deferred answer', () => {
    it('R31 shows that it is pending until it is edited, and stays as private as it began', async () => {
      const one = await calls.deferred(64);
      const before = await shown();
      const edited = await calls.webhook('PATCH', one, '/messages/@original', { content: 'ready' });

      expect(before).toMatchObject([{ pending: true, ephemeral: true, content: '' }]);
      expect(edited.body).toMatchObject({ content: 'ready', flags: 64, edited_timestamp: null });
      expect(await shown()).toMatchObject([{ pending: false, ephemeral: true, content: 'ready' }]);
    });

    it('is filled by the first follow-up', async () => {
      const one = await calls.deferred();
      await calls.webhook('POST', one, '', { content: 'first' });
      await calls.webhook('POST', one, '', { content: 'second', flags: 64 });

      expect(await shown()).toMatchObject([
        { content: 'first', ephemeral: false },
        { content: 'second', ephemeral: true },
      ]);
    });

    it('may turn into Components V2', async () => {
      const one = await calls.deferred();
      const edited = await calls.webhook('PATCH', one, '/messages/@original', {
        flags: 32768,
        components: [{ type: 10, content: 'A text' }],
      });

      expect(edited).toMatchObject({ status: 200, body: { flags: 32768 } });
      expect(await shown()).toMatchObject([{ content: 'A text' }]);
    });

    it('cannot be followed by a form', async () => {
      const one = await calls.deferred();

      expect(await calls.callback(one, { type: 9, data: MODAL })).toMatchObject({ status: 400, body: { code: 40060 } });
    });
  });

  describe('the token', () => {
    it('R31 dies after 15 minutes with 50027', async () => {
      const one = await calls.deferred();
      harness.clock.advance(15 * 60_000);
      const inTime = await calls.webhook('GET', one, '/messages/@original');
      harness.clock.advance(1);
      const late = await calls.webhook('PATCH', one, '/messages/@original', { content: 'late' });

      expect(inTime.status).toBe(200);
      expect(late).toMatchObject({ status: 401, body: { code: 50027 } });
    });

    it('gives 10015 before the first response', async () => {
      const codes: unknown[] = [];
      harness.endpoint = async (one) => {
        codes.push((await calls.webhook('GET', one, '/messages/@original')).body['code']);
        return inline({ type: 4, data: { content: 'hi' } });
      };
      await calls.command();

      expect(codes).toEqual([10015]);
    });

    it('reads, edits and deletes only what belongs to its interaction', async () => {
      const one = await calls.deferred();
      const typed = await harness.act<{ id: string }>('messages', { channelId: dm, content: 'mine' });
      const foreign = await calls.webhook('PATCH', one, `/messages/${typed.body.id}`, { content: 'changed' });
      const followUp = await calls.webhook('POST', one, '', { content: 'filled' });
      const second = await calls.webhook('POST', one, '', { content: 'second' });
      const read = await calls.webhook('GET', one, `/messages/${String(second.body['id'])}`);
      await calls.webhook('PATCH', one, `/messages/${String(second.body['id'])}`, { content: 'second, changed' });
      harness.pause();
      const removed = await calls.webhook('DELETE', one, `/messages/${String(second.body['id'])}`);
      await calls.webhook('DELETE', one, '/messages/@original');

      expect(foreign).toMatchObject({ status: 404, body: { code: 10008 } });
      expect([followUp.status, read.status, removed.status]).toEqual([200, 200, 204]);
      expect((await shown()).map(({ content }) => content)).toEqual(['mine']);
    });

    it('does not name the bot: X03 neither trace nor state show it', async () => {
      const { payload } = await calls.deferred();

      const seen = JSON.stringify([harness.world.trace.list(), await harness.state()]);
      expect(seen).toContain(`/interactions/${payload.id}/…/callback`);
      expect(seen).not.toContain(payload.token);
      expect(seen).not.toContain('fake-bot-token');
    });
  });
});
