import { createHarness, type Harness } from '../../support/discord-harness.ts';

describe('discord/routes/threads', () => {
  let harness: Harness;
  let support: string;

  beforeEach(() => {
    harness = createHarness();
    support = harness.discord.seed.channels['customer-support'] ?? '';
  });

  async function start(json: object = {}, parent = support) {
    return harness.api<{ id: string; code: number }>('POST', `/channels/${parent}/threads`, {
      json: { name: 'Ann', type: 12, invitable: false, ...json },
    });
  }

  it('R33 opens a private place for one member', async () => {
    const { memberId } = harness.discord.seed;
    const thread = await start();
    const before = (await harness.member()).channels.some(({ id }) => id === thread.body.id);
    const added = await harness.api('PUT', `/channels/${thread.body.id}/thread-members/${memberId}`);
    await harness.api('POST', `/channels/${thread.body.id}/messages`, { json: { content: 'Hi' } });

    const shown = (await harness.member()).channels.find(({ id }) => id === thread.body.id);
    const others = await harness.control<{ members: readonly { id: string; username: string }[] }>('GET', '/members');
    const ben = others.body.members.find(({ username }) => username === 'ben');
    expect(before).toBe(false);
    expect(added.status).toBe(204);
    expect(shown).toMatchObject({ kind: 'thread', parentId: support, canWrite: true, unread: 1 });
    expect((await harness.member(ben?.id)).channels.some(({ id }) => id === thread.body.id)).toBe(false);
  });

  it('R23 finds what an unsure creation left behind', async () => {
    await start({ name: 'support-1' });

    const active = await harness.api('GET', `/guilds/${harness.discord.seed.guildId}/threads/active`);

    expect(active.body).toMatchObject({
      threads: [{ name: 'support-1', parent_id: support, type: 12 }],
      members: [{ user_id: harness.discord.seed.botUserId }],
    });
  });

  it.each([
    { given: 'no right to make private threads', deny: String(1n << 36n), then: [403, 50013] },
    { given: 'no right to see the channel', deny: '1024', then: [403, 50001] },
  ])('is refused with $given', async ({ deny, then }) => {
    await harness.api('PUT', `/channels/${support}/permissions/${harness.discord.seed.botUserId}`, {
      json: { type: 1, deny },
    });

    const refused = await start();

    expect([refused.status, refused.body.code]).toEqual(then);
  });

  it('is not private in an announcement channel', async () => {
    expect(await start({}, harness.discord.seed.channels['announcements'])).toMatchObject({
      status: 400,
      body: { code: 50024 },
    });
  });

  it('takes members of the server only, and lists and removes them', async () => {
    const { memberId, botUserId } = harness.discord.seed;
    const thread = await start();
    const path = `/channels/${thread.body.id}/thread-members`;
    await harness.control('PATCH', `/members/${memberId}`, { inGuild: false });
    const gone = await harness.api('PUT', `${path}/${memberId}`);
    await harness.control('PATCH', `/members/${memberId}`, { inGuild: true });
    await harness.api('PUT', `${path}/${memberId}`);
    const listed = await harness.api<readonly { user_id: string }[]>('GET', path);
    await harness.api('DELETE', `${path}/${memberId}`);

    expect(gone.body['code']).toBe(10007);
    expect(listed.body.map(({ user_id: id }) => id)).toEqual([botUserId, memberId]);
    expect((await harness.api<readonly unknown[]>('GET', path)).body).toHaveLength(1);
  });

  it('is brought back by a message, unless it is locked', async () => {
    const thread = await start();
    const path = `/channels/${thread.body.id}`;
    await harness.api('PUT', `${path}/thread-members/${harness.discord.seed.memberId}`);
    await harness.api('PATCH', path, { json: { archived: true } });
    await harness.act('messages', { channelId: thread.body.id, content: 'Hello again' });
    const back = await harness.api('GET', path);
    await harness.api('PATCH', path, { json: { archived: true, locked: true } });
    const typed = await harness.act('messages', { channelId: thread.body.id, content: 'And again' });

    expect(back.body).toMatchObject({ thread_metadata: { archived: false } });
    expect(typed.status).toBe(403);
  });

  it('hangs on a message once', async () => {
    const sent = await harness.api<{ id: string }>('POST', `/channels/${support}/messages`, {
      json: { content: 'Topic' },
    });
    const path = `/channels/${support}/messages/${sent.body.id}/threads`;
    const first = await harness.api('POST', path, { json: { name: 'Topic' } });
    const second = await harness.api('POST', path, { json: { name: 'Topic' } });

    expect(first).toMatchObject({ status: 201, body: { id: sent.body.id, type: 11 } });
    expect(second.body['code']).toBe(160004);
  });

  describe('a forum', () => {
    async function forum(json: object = {}): Promise<string> {
      const made = await harness.api<{ id: string }>('POST', `/guilds/${harness.discord.seed.guildId}/channels`, {
        json: { name: 'Bug tracker', type: 15, ...json },
      });
      return made.body.id;
    }

    it('takes posts with their first message, and no messages of its own', async () => {
      const id = await forum();
      const post = await harness.api('POST', `/channels/${id}/threads`, {
        json: { name: 'A bug', message: { content: 'It breaks' } },
      });
      const plain = await harness.api('POST', `/channels/${id}/messages`, { json: { content: 'x' } });

      expect(post).toMatchObject({
        status: 201,
        body: { type: 11, message: { content: 'It breaks', id: post.body['id'] } },
      });
      expect(plain.body['code']).toBe(40058);
    });

    it('refuses Components V2 in the first message', async () => {
      const json = { name: 'A bug', message: { flags: 32768, components: [{ type: 10, content: 'x' }] } };

      expect((await harness.api('POST', `/channels/${await forum()}/threads`, { json })).body['code']).toBe(50035);
    });

    it('asks for a tag when it requires one', async () => {
      const id = await forum({ available_tags: [{ name: 'new' }] });
      await harness.api('PATCH', `/channels/${id}`, { json: { flags: 16 } });

      expect(
        (await harness.api('POST', `/channels/${id}/threads`, { json: { name: 'A bug', message: { content: 'x' } } }))
          .body['code'],
      ).toBe(40067);
    });
  });
});
