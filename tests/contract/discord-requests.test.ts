import { createDiscordRest, type DiscordRest } from '../../src/discord/rest.ts';
import {
  APPLICATION_ID,
  BOT_TOKEN,
  createHarness,
  type Harness,
  registerCommands,
} from '../support/discord-harness.ts';
import { SPEC_MISSING, specIsThere, validateRequest } from '../support/discord-spec.ts';

if (!specIsThere) console.warn(SPEC_MISSING);
const whenSpecIsThere = specIsThere ? describe : describe.skip;
const BASE = 'http://sandbox.test/api/v10';

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

whenSpecIsThere('our own client against the OpenAPI file', () => {
  let harness: Harness;
  let rest: DiscordRest;
  let sent: Sent[];

  beforeEach(() => {
    harness = createHarness();
    sent = [];
    rest = createDiscordRest({
      baseUrl: BASE,
      applicationId: APPLICATION_ID,
      botToken: BOT_TOKEN,
      clock: harness.clock,
      random: { next: () => 0 },
      deadline: { at: harness.clock.now() + 3_600_000 },
      fetch: async (url, init) => {
        const body: unknown = init?.body === undefined ? undefined : JSON.parse(String(init.body));
        sent.push({ method: init?.method ?? 'GET', path: url.slice(BASE.length), body });
        return harness.discord.api.request(url, init);
      },
    });
  });

  it('sends nothing that Discord does not describe', async () => {
    const { memberId, channels } = harness.discord.seed;
    const dm = await rest.openDm(memberId);
    const button = { type: 2, style: 1, label: 'Talk to a person', custom_id: 'person' } as const;
    const first = await rest.send(dm.id, {
      nonce: 'n1',
      content: 'Hi',
      embeds: [{ title: 'Article', url: 'https://support.example.com/a', description: 'Text' }],
      components: [{ type: 1, components: [button] }],
    });
    await rest.send(dm.id, { nonce: 'n2', content: 'A reply', replyTo: first.id });
    await rest.edit(dm.id, first.id, { content: 'Hi!', components: [] });
    await rest.messages(dm.id, { limit: 100, after: first.id });
    await rest.message(dm.id, first.id);
    await rest.channel(dm.id);
    await rest.typing(dm.id);
    await rest.react(dm.id, first.id, '✅');
    const thread = await rest.createPrivateThread(channels['customer-support'] ?? '', 'Ann');
    await rest.addThreadMember(thread.id, memberId);
    await rest.remove(dm.id, first.id);
    await rest.registerCommands([
      { type: 1, name: 'helpme', description: 'Help', contexts: [0, 1], default_member_permissions: '32' },
    ]);

    const problems = sent.flatMap(({ method, path, body }) =>
      validateRequest(method, path, body).map((one) => `${method} ${path}: ${one}`),
    );
    expect(problems).toEqual([]);
    expect(sent).toHaveLength(13);
  });

  it('answers interactions with what Discord describes', async () => {
    await registerCommands(harness);
    const channelId = (await rest.openDm(harness.discord.seed.memberId)).id;
    harness.endpoint = async ({ payload }) => {
      await rest.acknowledge(payload, { type: 5, data: { flags: 64 } });
      await rest.editOriginal(payload, { content: 'Done' });
      await rest.followUp(payload, { content: 'And more' });
      return new Response(null, { status: 202 });
    };

    const outcome = await harness.act('commands', { channelId, name: 'helpme', options: {} });

    expect(outcome.body).toMatchObject({ endpointStatus: 202, responseType: 5 });
    expect(sent.slice(1).map(({ method, path, body }) => [method, validateRequest(method, path, body)])).toEqual([
      ['POST', []],
      ['PATCH', []],
      ['POST', []],
    ]);
  });

  it.each([
    { given: 'a key that Discord does not know', path: '/channels/1/messages', body: { content: 'a', colour: 1 } },
    { given: 'a wrong type', path: '/channels/1/messages', body: { content: 5 } },
    { given: 'a missing key', path: '/channels/1/threads', body: {} },
    { given: 'a route that Discord does not have', path: '/channels/1/message', body: {} },
    { given: 'a body where none belongs', path: '/channels/1/typing', body: { a: 1 } },
  ])('would notice $given', ({ path, body }) => {
    expect(validateRequest('POST', path, body)).not.toEqual([]);
  });
});
