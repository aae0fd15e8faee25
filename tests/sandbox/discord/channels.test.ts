import { createHarness, type Harness } from '../../support/discord-harness.ts';

describe('discord/routes/channels', () => {
  let harness: Harness;
  let general: string;
  let bot: string;

  beforeEach(() => {
    harness = createHarness();
    general = harness.discord.seed.channels['general'] ?? '';
    bot = harness.discord.seed.botUserId;
  });

  async function say(channelId: string, content: string): Promise<string> {
    return (await harness.api<{ id: string }>('POST', `/channels/${channelId}/messages`, { json: { content } })).body
      .id;
  }

  it('X08 knows no channel of elsewhere', async () => {
    expect(await harness.api('GET', '/channels/1440000000000099999')).toMatchObject({
      status: 404,
      body: { code: 10003 },
    });
  });

  describe('PATCH /channels/{id}', () => {
    it('changes topic and type, between text and announcement', async () => {
      await harness.api('PATCH', `/channels/${general}`, { json: { topic: 'New', type: 5 } });

      expect((await harness.api('GET', `/channels/${general}`)).body).toMatchObject({ topic: 'New', type: 5 });
    });

    it('lets the name change twice in ten minutes', async () => {
      const statuses: number[] = [];
      for (const name of ['one', 'two', 'three'])
        statuses.push((await harness.api('PATCH', `/channels/${general}`, { json: { name } })).status);

      expect(statuses).toEqual([200, 200, 429]);
    });

    it('is refused in a DM', async () => {
      const dm = await harness.openDm();

      expect(await harness.api('PATCH', `/channels/${dm}`, { json: { name: 'x' } })).toMatchObject({
        status: 403,
        body: { code: 50003 },
      });
    });
  });

  describe('permissions', () => {
    it('makes a channel read-only for members', async () => {
      await harness.api('PUT', `/channels/${general}/permissions/${bot}`, { json: { type: 1, allow: '2048' } });
      await harness.api('PUT', `/channels/${general}/permissions/${harness.discord.seed.guildId}`, {
        json: { type: 0, deny: '377957124096' },
      });
      const typed = await harness.act('messages', { channelId: general, content: 'x' });
      const sent = await harness.api('POST', `/channels/${general}/messages`, { json: { content: 'x' } });
      await harness.api('DELETE', `/channels/${general}/permissions/${harness.discord.seed.guildId}`);
      const later = await harness.act('messages', { channelId: general, content: 'x' });

      expect([typed.status, sent.status, later.status]).toEqual([403, 200, 201]);
    });

    it('cannot give what the bot lacks', async () => {
      expect(
        await harness.api('PUT', `/channels/${general}/permissions/${bot}`, { json: { type: 1, allow: '8' } }),
      ).toMatchObject({ status: 403, body: { code: 50013 } });
    });
  });

  describe('pins', () => {
    it('pins, lists and unpins', async () => {
      const id = await say(general, 'Important');
      await harness.api('PUT', `/channels/${general}/messages/pins/${id}`);
      const listed = await harness.api('GET', `/channels/${general}/messages/pins`);
      await harness.api('DELETE', `/channels/${general}/messages/pins/${id}`);
      const after = await harness.api('GET', `/channels/${general}/messages/pins`);

      expect(listed.body).toMatchObject({ items: [{ message: { id, pinned: true } }], has_more: false });
      expect(after.body).toMatchObject({ items: [] });
    });
  });

  describe('crosspost', () => {
    it('publishes once, in announcement channels only', async () => {
      const news = harness.discord.seed.channels['announcements'] ?? '';
      const id = await say(news, 'News');
      const path = `/channels/${news}/messages/${id}/crosspost`;
      const elsewhere = await say(general, 'No news');
      const codes = [
        await harness.api('POST', path),
        await harness.api('POST', path),
        await harness.api('POST', `/channels/${general}/messages/${elsewhere}/crosspost`),
      ];

      expect(codes.map(({ status, body }) => [status, body['code']])).toEqual([
        [200, undefined],
        [400, 40033],
        [400, 50024],
      ]);
    });

    it('lets ten pass in an hour', async () => {
      const news = harness.discord.seed.channels['announcements'] ?? '';
      const statuses: number[] = [];
      for (let count = 0; count < 11; count += 1) {
        harness.pause();
        statuses.push(
          (await harness.api('POST', `/channels/${news}/messages/${await say(news, `News ${count}`)}/crosspost`))
            .status,
        );
      }

      expect(statuses.filter((status) => status === 429)).toHaveLength(1);
    });
  });

  describe('typing', () => {
    async function typing(channelId: string): Promise<readonly string[]> {
      return (await harness.member()).channels.find(({ id }) => id === channelId)?.typing ?? [];
    }

    it('lasts ten seconds', async () => {
      await harness.api('POST', `/channels/${general}/typing`);
      harness.clock.advance(9_999);
      const still = await typing(general);
      harness.clock.advance(1);

      expect(still).toEqual(['Support']);
      expect(await typing(general)).toEqual([]);
    });

    it('ends with the message', async () => {
      await harness.api('POST', `/channels/${general}/typing`);
      await say(general, 'Here');

      expect(await typing(general)).toEqual([]);
    });
  });
});
