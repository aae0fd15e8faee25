import { createHarness } from '../../support/discord-harness.ts';

describe('discord/routes/guilds', () => {
  it('has the reference demonstration’s server, word for word', async () => {
    const { api, discord } = createHarness();

    const listed = await api<readonly { id: string; name: string; topic: string | null; type: number }[]>(
      'GET',
      `/guilds/${discord.seed.guildId}/channels`,
    );

    const topics = Object.fromEntries(listed.body.map(({ name, topic }) => [name, topic]));
    expect(topics).toMatchObject({
      'customer-service': 'Request customer service with /helpme slash command',
      'bug-report': 'File a bug report. Try /bug slash command!',
      'feature-request': 'Discuss new features! Request using /new_feature slash command!',
    });
    expect(listed.body.filter(({ type }) => type === 4).map(({ name }) => name)).toEqual([
      'INFORMATION',
      'COMMUNITY',
      'HOW TO',
    ]);
    expect(listed.body.find(({ name }) => name === 'announcements')?.type).toBe(5);
    expect(listed.body.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['rules', 'welcome', 'meet-the-mods', 'general']),
    );
  });

  it('has the pinned messages of the support channels', async () => {
    const { api, discord } = createHarness();

    const pins = await api<{ items: readonly { message: { content: string } }[] }>(
      'GET',
      `/channels/${discord.seed.channels['customer-support']}/messages/pins`,
    );

    expect(pins.body.items).toHaveLength(1);
  });

  it('has members and roles', async () => {
    const { api, control, discord } = createHarness();
    const path = `/guilds/${discord.seed.guildId}`;

    const member = await api('GET', `${path}/members/${discord.seed.memberId}`);
    await control('PATCH', `/members/${discord.seed.memberId}`, { inGuild: false });
    const gone = await api('GET', `${path}/members/${discord.seed.memberId}`);
    const roles = await api<readonly { name: string }[]>('GET', `${path}/roles`);

    expect(member.body).toMatchObject({ user: { username: 'ann', global_name: 'Ann' } });
    expect(gone).toMatchObject({ status: 404, body: { code: 10007 } });
    expect(roles.body.map(({ name }) => name)).toEqual(['@everyone', 'Moderator', 'Support']);
  });

  it('makes channels, with names as Discord spells them', async () => {
    const { api, discord } = createHarness();
    const path = `/guilds/${discord.seed.guildId}/channels`;

    const made = await api('POST', path, { json: { name: 'Known Issues', type: 0 } });

    expect(made).toMatchObject({ status: 201, body: { name: 'known-issues' } });
  });

  it('X08 knows no other server', async () => {
    const { api } = createHarness();

    expect(await api('GET', '/guilds/1440000000000000002')).toMatchObject({ status: 404, body: { code: 10004 } });
  });
});
