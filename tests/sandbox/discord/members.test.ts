import type { ApiError, MemberView, MessageView } from '../../../sandbox/control/types.ts';
import { createHarness, type Harness, inline, registerCommands } from '../../support/discord-harness.ts';

describe('discord/acts', () => {
  let harness: Harness;
  let general: string;
  let dm: string;

  beforeEach(async () => {
    harness = createHarness();
    general = harness.discord.seed.channels['general'] ?? '';
    dm = await harness.openDm();
    await registerCommands(harness);
  });

  async function channel(id: string, view?: MemberView) {
    const member = view ?? (await harness.member());
    return member.channels.find((one) => one.id === id);
  }

  describe('members', () => {
    it('join, change and are listed', async () => {
      const joined = await harness.control<MemberView>('POST', '/members', {
        username: 'cleo',
        name: 'Cleo',
        locale: 'es-ES',
        dms: 'closed',
      });
      const changed = await harness.control<MemberView>('PATCH', `/members/${joined.body.id}`, {
        name: 'Cleopatra',
        dms: 'open',
      });
      const listed = await harness.control('GET', '/members');

      expect(joined).toMatchObject({
        status: 201,
        body: { username: 'cleo', name: 'Cleo', locale: 'es-ES', dms: 'closed', inGuild: true },
      });
      expect(joined.body.channels.every(({ unread }) => unread === 0)).toBe(true);
      expect(changed.body).toMatchObject({ name: 'Cleopatra', dms: 'open' });
      expect(listed.body).toMatchObject({
        members: expect.arrayContaining([{ id: joined.body.id, username: 'cleo', name: 'Cleopatra' }]),
      });
    });

    it.each([
      { given: 'a name that is taken', body: { username: 'ann' }, then: 409 },
      { given: 'a name Discord does not allow', body: { username: 'Ann Smith' }, then: 400 },
      { given: 'an unknown key', body: { username: 'cleo', admin: true }, then: 400 },
    ])('cannot join with $given', async ({ body, then }) => {
      const refused = await harness.control<ApiError>('POST', '/members', body);

      expect(refused.status).toBe(then);
      expect(refused.body.error.code).toEqual(expect.any(String));
    });

    it('are persons: nobody acts as the bot', async () => {
      expect((await harness.control('GET', `/members/${harness.discord.seed.botUserId}`)).status).toBe(404);
    });

    it('see no server after they left it', async () => {
      const left = await harness.control<MemberView>('PATCH', `/members/${harness.discord.seed.memberId}`, {
        inGuild: false,
      });

      expect(left.body).toMatchObject({ guild: null, channels: [], commands: [] });
    });
  });

  describe('the view', () => {
    it('shows channels under their categories, with what the member may do', async () => {
      const view = await harness.member();

      expect(view.channels.map(({ name }) => name)).toEqual([
        'rules',
        'welcome',
        'meet-the-mods',
        'announcements',
        'general',
        'events',
        'customer-service',
        'bug-report',
        'feature-request',
      ]);
      expect(view.channels.find(({ name }) => name === 'announcements')).toMatchObject({
        kind: 'announcement',
        canWrite: false,
        category: 'INFORMATION',
      });
      expect(view.channels.find(({ name }) => name === 'customer-service')).toMatchObject({
        canWrite: true,
        category: 'HOW TO',
        messages: [{ pinned: true }],
      });
    });

    it('shows the DM with its first message, counts what is unread, and clears it', async () => {
      const before = await channel(dm);
      await harness.api('POST', `/channels/${dm}/messages`, { json: { content: 'Hi Ann', flags: 4096 } });
      const unread = await channel(dm);
      await harness.act('read', { channelId: dm });

      expect(before).toBeUndefined();
      expect(unread).toMatchObject({
        kind: 'dm',
        name: 'Support',
        unread: 1,
        canWrite: true,
        messages: [{ silent: true }],
      });
      expect((await channel(dm))?.unread).toBe(0);
    });

    it('offers commands by place and right, in the member’s language', async () => {
      const localised = {
        name: 'helpme',
        description: 'Talk to support',
        description_localizations: { de: 'Mit dem Support sprechen' },
      };
      const ann = await harness.member();
      const { body } = await harness.control<{ members: readonly { id: string; username: string }[] }>(
        'GET',
        '/members',
      );
      const theo = await harness.member(body.members.find(({ username }) => username === 'theo')?.id);
      harness.pause();
      await harness.api('PUT', '/applications/1440000000000000100/commands', { json: [localised] });
      const ben = await harness.member(body.members.find(({ username }) => username === 'ben')?.id);

      expect(ann.commands.map(({ name }) => name)).toEqual(['helpme', 'bug', 'rate', 'Send to support']);
      expect(ann.commands[0]).toMatchObject({
        contexts: ['guild', 'dm'],
        options: [
          { name: 'question', kind: 'string', maxLength: 200 },
          { name: 'file', kind: 'attachment' },
        ],
      });
      expect(theo.commands.map(({ name }) => name)).toContain('announce');
      expect(ben.commands).toMatchObject([{ description: 'Mit dem Support sprechen' }]);
    });

    it('shows Components V2 as text and buttons', async () => {
      const components = [
        {
          type: 17,
          components: [
            { type: 10, content: 'Case open' },
            { type: 1, components: [{ type: 2, style: 4, custom_id: 'close', label: 'Close' }] },
          ],
        },
      ];
      await harness.api('POST', `/channels/${dm}/messages`, { json: { flags: 32768, components } });

      expect((await channel(dm))?.messages).toMatchObject([
        {
          content: 'Case open',
          components: [[{ kind: 'button', style: 'danger', label: 'Close', customId: 'close' }]],
        },
      ]);
    });

    it('keeps ephemeral answers to the one they are for', async () => {
      harness.endpoint = () => inline({ type: 4, data: { content: 'only you', flags: 64 } });
      await harness.act('commands', { channelId: general, name: 'helpme', options: {} });
      const { body } = await harness.control<{ members: readonly { id: string; username: string }[] }>(
        'GET',
        '/members',
      );
      const ben = await harness.member(body.members.find(({ username }) => username === 'ben')?.id);

      expect((await channel(general))?.messages.at(-1)).toMatchObject({ content: 'only you', ephemeral: true });
      expect((await channel(general, ben))?.messages.some(({ content }) => content === 'only you')).toBe(false);
    });

    it('lets an ephemeral answer be dismissed', async () => {
      harness.endpoint = () => inline({ type: 4, data: { content: 'only you', flags: 64 } });
      await harness.act('commands', { channelId: general, name: 'helpme', options: {} });
      const shown = (await channel(general))?.messages.at(-1);
      const dismissed = await harness.act('messages', { channelId: general, messageId: shown?.id }, 'DELETE');

      expect(dismissed.status).toBe(204);
      expect((await channel(general))?.messages).toHaveLength(1);
    });
  });

  describe('messages', () => {
    it('are typed, edited, answered, reacted to and deleted', async () => {
      const typed = await harness.act<MessageView>('messages', { channelId: general, content: 'Hello' });
      const reply = await harness.act<MessageView>('messages', {
        channelId: general,
        content: 'Me again',
        replyTo: typed.body.id,
      });
      const edited = await harness.act<MessageView>(
        'messages',
        { channelId: general, messageId: typed.body.id, content: 'Hello all' },
        'PATCH',
      );
      const act = { channelId: general, messageId: typed.body.id, emoji: '👍' };
      await harness.act('reactions', act);
      const liked = (await channel(general))?.messages.find(({ id }) => id === typed.body.id);
      await harness.act('reactions', act);
      const removed = await harness.act('messages', { channelId: general, messageId: typed.body.id }, 'DELETE');

      expect(typed).toMatchObject({ status: 201, body: { author: { name: 'Ann', bot: false } } });
      expect(reply.body.replyTo).toEqual({ id: typed.body.id, author: 'Ann', content: 'Hello' });
      expect(edited.body.editedAt).not.toBeNull();
      expect(liked?.reactions).toEqual([{ emoji: '👍', count: 1, mine: true }]);
      expect(removed.status).toBe(204);
      expect((await channel(general))?.messages.at(-1)?.replyTo?.content).toBe('Original message was deleted');
    });

    it.each([
      { given: 'nothing', body: { content: '' }, then: 400 },
      { given: '2001 characters', body: { content: 'x'.repeat(2001) }, then: 400 },
      { given: 'an unknown kind', body: { content: 'x', kind: 'dance' }, then: 400 },
      { given: 'an answer to nothing', body: { content: 'x', replyTo: '1' }, then: 404 },
    ])('are refused by the client: $given', async ({ body, then }) => {
      expect((await harness.act('messages', { channelId: general, ...body })).status).toBe(then);
    });

    it('belong to who wrote them', async () => {
      const pinned = (await channel(harness.discord.seed.channels['customer-support'] ?? ''))?.messages[0];
      const act = { channelId: harness.discord.seed.channels['customer-support'], messageId: pinned?.id };

      expect((await harness.act('messages', { ...act, content: 'x' }, 'PATCH')).status).toBe(403);
      expect((await harness.act('messages', act, 'DELETE')).status).toBe(403);
    });

    it('cannot be written where the member may only read', async () => {
      expect(
        (await harness.act('messages', { channelId: harness.discord.seed.channels['announcements'], content: 'x' }))
          .status,
      ).toBe(403);
    });

    it('can be the first words in a DM that the member opens', async () => {
      harness.discord.reset();
      const opened = await harness.act<{ channelId: string }>('dms', {});
      const shown = await channel(opened.body.channelId);
      await harness.act('messages', { channelId: opened.body.channelId, content: 'Is anybody there?' });

      expect(shown).toMatchObject({ kind: 'dm', canWrite: true, messages: [] });
      expect(await harness.openDm()).toBe(opened.body.channelId);
    });
  });
});
