import { createHarness, type Harness, inline, registerCommands } from '../../support/discord-harness.ts';

interface Listed {
  readonly id: string;
  readonly content: string;
  readonly attachments: readonly unknown[];
}

describe('discord/reading', () => {
  let harness: Harness;
  let dm: string;
  let ids: string[];

  async function list(query: string, channelId = dm) {
    harness.pause();
    return harness.api<readonly Listed[]>('GET', `/channels/${channelId}/messages${query}`);
  }

  async function type(channelId: string, content: string, more: object = {}): Promise<string> {
    const typed = await harness.act<{ id: string }>('messages', { channelId, content, ...more });
    return typed.body.id;
  }

  beforeEach(async () => {
    harness = createHarness();
    dm = await harness.openDm();
    ids = [];
    for (let count = 0; count < 6; count += 1) ids.push(await type(dm, `message ${count}`));
  });

  describe('pageOf()', () => {
    it.each([
      { given: 'no query', query: () => '', then: [5, 4, 3, 2, 1, 0] },
      { given: 'a limit', query: () => '?limit=2', then: [5, 4] },
      { given: 'after, with the ids next after it', query: () => `?after=${ids[1]}&limit=2`, then: [3, 2] },
      { given: 'after 0, from the start', query: () => '?after=0&limit=2', then: [1, 0] },
      { given: 'before, with the ids next before it', query: () => `?before=${ids[4]}&limit=2`, then: [3, 2] },
      { given: 'around', query: () => `?around=${ids[2]}&limit=3`, then: [3, 2, 1] },
      { given: 'after the newest', query: () => `?after=${ids[5]}`, then: [] },
    ])('answers newest first: $given', async ({ query, then }) => {
      const page = await list(query());

      expect(page.body.map(({ id }) => ids.indexOf(id))).toEqual(then);
    });

    it.each([
      { given: 'limit 0', query: '?limit=0' },
      { given: 'limit 101', query: '?limit=101' },
      { given: 'after and before', query: '?after=1&before=2' },
      { given: 'an id that is none', query: '?after=abc' },
      { given: 'a key Discord does not know', query: '?since=1' },
    ])('refuses $given with 50035', async ({ query }) => {
      expect(await list(query)).toMatchObject({ status: 400, body: { code: 50035 } });
    });

    it('R13 lets 137 messages be read in two pages of at most 100', async () => {
      for (let count = 6; count < 137; count += 1) ids.push(await type(dm, `message ${count}`));

      const first = await list('?after=0&limit=100');
      const second = await list(`?after=${first.body[0]?.id}&limit=100`);

      expect(first.body).toHaveLength(100);
      expect(second.body).toHaveLength(37);
      expect(new Set([...first.body, ...second.body].map(({ id }) => id)).size).toBe(137);
    });
  });

  describe('what members do between two reads', () => {
    it('shows an edit by its time, and a deletion by absence', async () => {
      await harness.act('messages', { channelId: dm, messageId: ids[0], content: 'changed' }, 'PATCH');
      await harness.act('messages', { channelId: dm, messageId: ids[1] }, 'DELETE');

      const page = await list('?limit=100');

      expect(page.body).toHaveLength(5);
      expect(page.body.at(-1)).toMatchObject({ content: 'changed', edited_timestamp: expect.any(String) });
    });

    it('R21 shows stickers, voice messages, polls and forwards in their own forms, without text', async () => {
      for (const kind of ['sticker', 'voice', 'poll', 'forward']) await type(dm, 'words', { kind });

      const page = await list('?limit=4');

      expect(page.body.map(({ content }) => content)).toEqual(['', '', '', '']);
      expect(page.body).toMatchObject([
        { message_reference: { type: 1 }, message_snapshots: [{ message: { content: 'words' } }] },
        { poll: { question: { text: 'words' } } },
        { flags: 8192, attachments: [{ duration_secs: 3, waveform: expect.any(String) }] },
        { sticker_items: [{ name: 'words' }] },
      ]);
    });
  });

  describe('isBlanked()', () => {
    const FILE = { filename: 'a.txt', contentType: 'text/plain', data: 'YQ==' };

    async function listGeneral(): Promise<readonly Listed[]> {
      return (await list('?limit=1', harness.discord.seed.channels['general'])).body;
    }

    it('empties what members type in a server', async () => {
      await type(harness.discord.seed.channels['general'] ?? '', 'secret', { files: [FILE] });

      expect(await listGeneral()).toMatchObject([{ content: '', attachments: [] }]);
    });

    it('leaves DMs full', async () => {
      await type(dm, 'with a file', { files: [FILE] });

      expect((await list('?limit=1')).body).toMatchObject([
        { content: 'with a file', attachments: [{ filename: 'a.txt' }] },
      ]);
    });

    it('leaves a mention of the bot full', async () => {
      await type(harness.discord.seed.channels['general'] ?? '', `<@${harness.discord.seed.botUserId}> help`);

      expect((await listGeneral())[0]?.content).toContain('help');
    });

    it('leaves a reply to a regular message of the bot full, but not one to an answer of an interaction', async () => {
      const general = harness.discord.seed.channels['general'] ?? '';
      const sent = await harness.api<{ id: string }>('POST', `/channels/${general}/messages`, {
        json: { content: 'regular' },
      });
      await type(general, 'to the regular one', { replyTo: sent.body.id });
      const toRegular = await listGeneral();
      await registerCommands(harness);
      harness.endpoint = () => inline({ type: 4, data: { content: 'an answer' } });
      await harness.act('commands', { channelId: general, name: 'helpme', options: {} });
      const answer = (await harness.state()).messages.find(({ content }) => content === 'an answer');
      await type(general, 'to the answer', { replyTo: answer?.id });

      expect(toRegular[0]?.content).toBe('to the regular one');
      expect((await listGeneral())[0]?.content).toBe('');
    });

    it('empties nothing once the application has the intent', async () => {
      await harness.api('PATCH', '/applications/@me', { json: { flags: 1 << 19 } });
      await type(harness.discord.seed.channels['general'] ?? '', 'open words');

      expect((await listGeneral())[0]?.content).toBe('open words');
    });
  });

  it('hides ephemeral messages from the bot', async () => {
    await registerCommands(harness);
    harness.endpoint = () => inline({ type: 4, data: { content: 'only you', flags: 64 } });
    await harness.act('commands', { channelId: dm, name: 'helpme', options: {} });
    const hidden = (await harness.state()).messages.find(({ content }) => content === 'only you');

    const page = await list('?limit=100');
    const single = await harness.api('GET', `/channels/${dm}/messages/${hidden?.id}`);

    expect(page.body).toHaveLength(6);
    expect(single).toMatchObject({ status: 404, body: { code: 10008 } });
  });
});
