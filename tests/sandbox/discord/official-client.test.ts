import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { DiscordAPIError, REST } from '@discordjs/rest';
import { serve } from '@hono/node-server';
import { type RESTPostAPIChannelMessageResult, Routes } from 'discord-api-types/v10';
import { Hono } from 'hono';
import { createWorld } from '../../../sandbox/core/world.ts';
import { createDiscord, type DiscordEmulator } from '../../../sandbox/discord/emulator.ts';
import { createKeyPair } from '../../../sandbox/discord/keys.ts';

/** The official client over real HTTP, as an application of anybody's would use it. */
describe('discord/emulator with @discordjs/rest', () => {
  let discord: DiscordEmulator;
  let server: ReturnType<typeof serve>;
  let rest: REST;
  let port: number;

  beforeAll(async () => {
    discord = createDiscord({
      world: createWorld(),
      application: { id: '1440000000000000100', name: 'Support', botToken: 'fake-bot-token', ...createKeyPair() },
      interactionsUrl: () => 'http://127.0.0.1:9/discord/interactions',
      publicUrl: () => `http://127.0.0.1:${port}/discord`,
    });
    const app = new Hono().route('/discord', discord.api);
    server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
    rest = new REST({ api: `http://127.0.0.1:${port}/discord/api`, retries: 0 }).setToken('fake-bot-token');
  });

  beforeEach(() => {
    discord.reset();
  });

  afterAll(async () => {
    rest.clearHashSweeper();
    rest.clearHandlerSweeper();
    server.close();
    await once(server, 'close');
  });

  async function openDm(): Promise<string> {
    const opened = (await rest.post(Routes.userChannels(), { body: { recipient_id: discord.seed.memberId } })) as {
      id: string;
    };
    return opened.id;
  }

  it('sends with a nonce, reads, edits, reacts and deletes', async () => {
    const dm = await openDm();
    const body = { content: 'Hi Ann', nonce: 'n1', enforce_nonce: true, allowed_mentions: { parse: [] } };
    const first = (await rest.post(Routes.channelMessages(dm), { body })) as RESTPostAPIChannelMessageResult;
    const again = (await rest.post(Routes.channelMessages(dm), { body })) as RESTPostAPIChannelMessageResult;
    const edited = (await rest.patch(Routes.channelMessage(dm, first.id), {
      body: { content: 'Hi!' },
    })) as RESTPostAPIChannelMessageResult;
    await rest.put(Routes.channelMessageOwnReaction(dm, first.id, encodeURIComponent('✅')));
    const listed = (await rest.get(Routes.channelMessages(dm), {
      query: new URLSearchParams({ limit: '100' }),
    })) as readonly unknown[];
    await rest.delete(Routes.channelMessage(dm, first.id));

    expect(again.id).toBe(first.id);
    expect(edited.content).toBe('Hi!');
    expect(listed).toMatchObject([{ id: first.id, reactions: [{ emoji: { name: '✅' }, me: true }] }]);
  });

  it('uploads a file and loads it from the attachment host', async () => {
    const dm = await openDm();
    const sent = (await rest.post(Routes.channelMessages(dm), {
      body: { content: 'A log' },
      files: [{ name: 'app.log', data: Buffer.from('line 1'), contentType: 'text/plain' }],
    })) as RESTPostAPIChannelMessageResult;

    const loaded = await fetch(sent.attachments[0]?.url ?? '');

    expect(sent.attachments[0]).toMatchObject({ filename: 'app.log', size: 6 });
    expect(await loaded.text()).toBe('line 1');
  });

  it('understands refusals and form errors', async () => {
    const dm = await openDm();
    const tooLong = rest.post(Routes.channelMessages(dm), { body: { content: 'x'.repeat(2001) } });
    const unknown = rest.get(Routes.channel('1440000000000099999'));

    await expect(tooLong).rejects.toThrow(/content\[BASE_TYPE_MAX_LENGTH\]/);
    await expect(unknown).rejects.toBeInstanceOf(DiscordAPIError);
    await expect(unknown).rejects.toMatchObject({ code: 10003, status: 404 });
  });

  it('registers commands', async () => {
    const path = Routes.applicationCommands('1440000000000000100');
    await rest.put(path, { body: [{ name: 'helpme', description: 'Help' }] });

    expect(await rest.get(path)).toMatchObject([{ name: 'helpme', type: 1 }]);
  });

  it('waits out a limit and then succeeds', async () => {
    const dm = await openDm();
    const startedAt = performance.now();
    for (const content of ['1', '2', '3', '4', '5', '6'])
      await rest.post(Routes.channelMessages(dm), { body: { content } });

    const listed = (await rest.get(Routes.channelMessages(dm))) as readonly { content: string }[];
    expect(listed.map(({ content }) => content)).toEqual(['6', '5', '4', '3', '2', '1']);
    expect(performance.now() - startedAt).toBeGreaterThan(4_000);
  });
});
