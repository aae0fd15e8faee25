import { verifyKey } from 'discord-interactions';
import { createHarness, type Harness, inline, registerCommands } from '../../support/discord-harness.ts';
import { accepted, type InteractionCalls, interactionCalls } from '../../support/discord-interactions.ts';

describe('discord/deliver', () => {
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

  describe('a delivery', () => {
    it('X01 is signed over the very bytes that are sent', async () => {
      await calls.command();
      const { raw, headers } = calls.lastDelivered();

      const signature = headers.get('x-signature-ed25519') ?? '';
      const timestamp = headers.get('x-signature-timestamp') ?? '';
      expect(await verifyKey(raw, signature, timestamp, harness.publicKey)).toBe(true);
      expect(headers.get('user-agent')).toBe('Discord-Interactions/1.0 (+https://discord.com)');
      expect(headers.get('content-type')).toBe('application/json');
    });

    it('is compact, sorted and in raw UTF-8, with whole NUMBER options as floats', async () => {
      await harness.act('commands', { channelId: dm, name: 'rate', options: { stars: 3, count: 3 } });
      await calls.command(dm, { question: 'Schlüssel ✅ 안녕' });

      expect(harness.delivered[0]?.raw).toContain(
        '{"name":"stars","type":10,"value":3.0},{"name":"count","type":4,"value":3}',
      );
      expect(calls.lastDelivered().raw).toContain('"name":"question","type":3,"value":"Schlüssel ✅ 안녕"');
      expect(calls.lastDelivered().raw.startsWith('{"app_permissions":"442368","application_id":')).toBe(true);
    });

    it('carries a user and context 1 in the DM', async () => {
      await calls.command();

      const { payload } = calls.lastDelivered();
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
      await calls.command(channels['general']);

      const { payload } = calls.lastDelivered();
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

      await calls.command();

      expect(calls.lastDelivered().url).toBe('https://functions.example.com/discord/interactions');
    });
  });

  describe('faults of a delivery', () => {
    it('R02 delivers twice: the second answer changes nothing', async () => {
      harness.world.faults.add({ target: 'delivery', kind: 'double', match: '/discord/interactions', times: 1 });
      await calls.command();

      expect(harness.delivered).toHaveLength(2);
      expect(harness.delivered[0]?.raw).toBe(harness.delivered[1]?.raw);
      expect(await shown()).toHaveLength(1);
    });

    it('loses it: nothing arrives, and the client waits in vain', async () => {
      harness.world.faults.add({ target: 'delivery', kind: 'lose', match: '', times: 1 });
      const pressed = calls.command();
      await new Promise(setImmediate);
      harness.clock.advance(3_000);

      expect((await pressed).responseType).toBeNull();
      expect(harness.delivered).toEqual([]);
      expect(harness.world.trace.list().at(-1)).toMatchObject({ from: 'discord', outcome: 'dropped' });
    });

    it('answers for the endpoint with a status', async () => {
      harness.world.faults.add({ target: 'delivery', kind: 'status', status: 502, match: '', times: 1 });

      expect(await calls.command()).toMatchObject({ endpointStatus: 502, responseType: null });
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
      { given: 'one without PONG', good: accepted, bad: 401, then: { ping: 202, badSignature: 401, ok: false } },
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
