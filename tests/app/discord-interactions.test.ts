import { discordInteractions } from '../../src/app/discord-interactions.ts';
import { schema } from '../../src/config/schema.ts';
import { type AppWorld, createAppWorld } from './app-world.ts';

const EPHEMERAL = 64;

describe('discord-interactions', () => {
  let world: AppWorld;

  beforeAll(async () => {
    world = await createAppWorld(discordInteractions);
  });

  afterAll(async () => {
    await world.close();
  });

  beforeEach(async () => {
    await world.requests();
  });

  /** A request as Discord would send it for a command, with a token nobody knows. */
  function payload(given: object = {}): object {
    return {
      application_id: '1440000000000000100',
      channel_id: '1440000000000000507',
      data: { id: '1440000000000000777', name: 'helpme', type: 1 },
      guild_id: world.guildId,
      id: '1574348783616000001',
      locale: 'en-US',
      member: { user: { id: world.memberId, username: 'ann', global_name: 'Ann' } },
      token: 'fake-interaction-token',
      type: 2,
      version: 1,
      ...given,
    };
  }

  function component(customId: string): object {
    return payload({
      type: 3,
      data: { custom_id: customId, component_type: 2 },
      message: { id: '1574348783616000002' },
    });
  }

  describe('discordInteractions()', () => {
    it('answers PING with PONG and nothing else', async () => {
      const answer = await world.interact({ type: 1, id: '1574348783616000001', token: 't', version: 1 });

      expect(answer).toMatchObject({ status: 200, body: { type: 1 } });
      expect(await world.requests()).toEqual([]);
    });

    it.each([
      { what: 'no signature', headers: () => ({}) },
      {
        what: 'a signature of another key',
        headers: () => ({ ...world.signed(payload()), 'x-signature-ed25519': 'ab'.repeat(64) }),
      },
      {
        what: 'a signature that is no signature',
        headers: () => ({ ...world.signed(payload()), 'x-signature-ed25519': 'zz' }),
      },
      { what: 'the signature of another body', headers: () => world.signed(payload({ id: '1574348783616000009' })) },
      { what: 'a stale timestamp', headers: () => world.signed(payload(), Date.now() - 3_600_000) },
      { what: 'a timestamp of tomorrow', headers: () => world.signed(payload(), Date.now() + 86_400_000) },
      {
        what: 'a timestamp that was not signed',
        headers: () => ({ ...world.signed(payload()), 'x-signature-timestamp': '1' }),
      },
    ])('refuses $what with 401 before anything is read (X01)', async ({ headers }) => {
      const answer = await world.interact(payload(), headers());

      expect(answer).toMatchObject({ status: 401, body: { error: { code: 'SIGNATURE_REFUSED' } } });
      expect(await world.requests()).toEqual([]);
    });

    it('refuses a body that was changed on the way (X01, X02)', async () => {
      const headers = world.signed(payload());

      const answer = await world.interact(
        payload({ member: { user: { id: '1440000000000000043', username: 'eve' } } }),
        headers,
      );

      expect(answer.status).toBe(401);
      expect(await world.requests()).toEqual([]);
    });

    it('refuses a forged query parameter, which the platform mixes into the body', async () => {
      const headers = world.signed(payload());

      const answer = await world.interact({ ...payload(), forged: 'yes' }, headers);

      expect(answer.status).toBe(401);
      expect(await world.requests()).toEqual([]);
    });

    it.each([{ request: 'forged' }, { request: { headers: {} } }, { request: null }])(
      'refuses a body with a key called request, which takes the place of the headers: %j',
      async (forged) => {
        const answer = await world.interact({ ...payload(), ...forged });

        expect(answer.status).toBe(401);
        expect(await world.requests()).toEqual([]);
      },
    );

    it.each([
      { what: 'no type', body: { id: '1574348783616000001', token: 't' } },
      { what: 'a component without its message', body: () => payload({ type: 3, data: { custom_id: 'help' } }) },
    ])('refuses $what with 400 although it is signed', async ({ body }) => {
      const answer = await world.interact(typeof body === 'function' ? body() : body);

      expect(answer).toMatchObject({ status: 400, body: { error: { code: 'REQUEST_INVALID' } } });
      expect(await world.requests()).toEqual([]);
    });

    it.each([
      {
        what: 'an unknown command',
        body: () => payload({ data: { name: 'gone', type: 1 } }),
        text: 'This command is no longer available.',
      },
      {
        what: 'an unknown message command',
        body: () => payload({ data: { name: 'gone', type: 3, target_id: '1', resolved: { messages: { 1: {} } } } }),
        text: 'This command is no longer available.',
      },
      { what: 'an unknown button', body: () => component('gone:1'), text: 'This button has expired.' },
      { what: 'a button that is not even an id', body: () => component('%E0%A4%A'), text: 'This button has expired.' },
      {
        what: 'autocomplete, which nothing offers',
        body: () => payload({ type: 4 }),
        text: 'This command is no longer available.',
      },
      { what: 'a kind of the future', body: () => payload({ type: 99 }), text: 'This command is no longer available.' },
      {
        what: 'another server (X08)',
        body: () => payload({ guild_id: '1440000000000000999' }),
        text: 'This app only helps members of its own server.',
      },
      {
        what: 'a button of another server (X08)',
        body: () => ({ ...component('rate:1234567890:5'), guild_id: '1440000000000000999' }),
        text: 'This app only helps members of its own server.',
      },
    ])('answers $what kindly, at once and privately', async ({ body, text }) => {
      const answer = await world.interact(body());

      expect(answer).toMatchObject({
        status: 200,
        body: {
          type: 4,
          data: { content: expect.stringContaining(text), flags: EPHEMERAL, allowed_mentions: { parse: [] } },
        },
      });
      expect(await world.requests()).toEqual([]);
    });

    it.each([
      { locale: 'de', text: 'Diesen Befehl' },
      { locale: 'es-419', text: 'comando' },
      { locale: 'xx', text: 'This command' },
    ])('speaks $locale', async ({ locale, text }) => {
      const answer = await world.interact(payload({ locale, data: { name: 'gone', type: 1 } }));

      expect(JSON.stringify(answer.body)).toContain(text);
    });

    it('opens the form at once, with no call before it', async () => {
      const answer = await world.interact(component('reply'));

      expect(answer).toMatchObject({
        status: 200,
        body: { type: 9, data: { custom_id: 'reply', title: 'Write to support' } },
      });
      expect(await world.requests()).toEqual([]);
    });

    it('names every missing key at once, and calls nobody', async () => {
      const required = schema.filter((entry) => entry.required).map((entry) => entry.key);
      const nothing = Object.fromEntries(required.map((key) => [key, '']));

      const answer = await world.interact(payload(), undefined, nothing);

      const logged = world.lines.at(-1) ?? '';
      expect(answer).toMatchObject({ status: 500, body: { error: { code: 'CONFIGURATION_MISSING' } } });
      for (const key of required) expect(logged).toContain(key);
      expect(await world.requests()).toEqual([]);
    });
  });

  describe('discordInteractions() of a member’s acts', () => {
    it('acknowledges before anything else, and edits the answer at the end', async () => {
      const outcome = await world.member().command('helpme');

      const calls = await world.requests();
      expect(outcome).toMatchObject({ endpointStatus: 202, responseType: 5 });
      expect(calls[0]).toMatch(/^POST \/interactions\/\d+\/…\/callback$/);
      expect(calls.filter((call) => call.includes('@original'))).toHaveLength(1);
    });

    it('carries out a replayed request once: Discord says that it was answered before (X01)', async () => {
      await world.member().command('bug', { description: 'once' }, { channel: 'bug-report' });
      const last = world.delivered.at(-1);
      await world.requests();

      const answer = await world.interact(last?.body ?? {}, last?.headers);

      expect(answer.status).toBe(401);
      expect(await world.requests()).toEqual([expect.stringMatching(/callback$/)]);
    });

    it('tells the member when Twilio is down, and still ends well (R31)', async () => {
      const rule = world.world.faults.add({ target: 'twilio', kind: 'status', status: 503, match: '' });

      const outcome = await world.member().command('reply', { message: 'is anybody there?' });

      world.world.faults.remove(rule.id);
      expect(outcome.endpointStatus).toBe(202);
      await expect(world.member().waitForMessage('We are having trouble right now.')).resolves.toMatchObject({
        ephemeral: true,
      });
      expect(world.lines.join('\n')).not.toContain('is anybody there');
    }, 20_000);

    it('counts a rating of the case’s own member only', async () => {
      const before = (await world.flex()).requests.length;

      const forged = component('rate:1234567890:5');
      const answer = await world.interact(forged);

      expect(answer.status).toBe(202);
      expect((await world.flex()).requests.slice(before).every((one) => one.method === 'GET')).toBe(true);
    });
  });
});
