import { createHarness, type Harness } from '../../support/discord-harness.ts';

describe('discord/routes/reactions', () => {
  let harness: Harness;
  let path: string;
  let typed: string;
  let dm: string;

  beforeEach(async () => {
    harness = createHarness();
    dm = await harness.openDm();
    typed = (await harness.act<{ id: string }>('messages', { channelId: dm, content: 'hello' })).body.id;
    path = `/channels/${dm}/messages/${typed}/reactions`;
  });

  it('adds, lists and removes', async () => {
    const added = await harness.api('PUT', `${path}/${encodeURIComponent('✅')}/@me`);
    await harness.act('reactions', { channelId: dm, messageId: typed, emoji: '✅' });
    harness.pause();
    const listed = await harness.api<readonly { username: string }[]>('GET', `${path}/${encodeURIComponent('✅')}`);
    harness.pause();
    await harness.api('DELETE', `${path}/${encodeURIComponent('✅')}/@me`);
    const member = await harness.member();

    expect(added.status).toBe(204);
    expect(listed.body.map(({ username }) => username)).toEqual(['support', 'ann']);
    expect(member.channels.at(-1)?.messages[0]?.reactions).toEqual([{ emoji: '✅', count: 1, mine: true }]);
  });

  it.each([
    { given: 'a check mark with a variation selector', emoji: '\u2714\uFE0F' },
    { given: 'a word', emoji: 'ok' },
    { given: 'a custom emoji of nowhere', emoji: 'party:1440000000000000123' },
  ])('refuses with 10014: $given', async ({ emoji }) => {
    expect(await harness.api('PUT', `${path}/${encodeURIComponent(emoji)}/@me`)).toMatchObject({
      status: 400,
      body: { code: 10014 },
    });
  });

  it.each(['👍', '👍🏽', '👩‍💻', '🇰🇷', '1️⃣', '❤️'])('takes %s', async (emoji) => {
    expect((await harness.api('PUT', `${path}/${encodeURIComponent(emoji)}/@me`)).status).toBe(204);
  });

  it('is blocked by a member who blocks the bot', async () => {
    await harness.control('PATCH', `/members/${harness.discord.seed.memberId}`, { blocksBot: true });

    expect(await harness.api('PUT', `${path}/%E2%9C%85/@me`)).toMatchObject({ status: 403, body: { code: 90001 } });
  });

  it('is limited to one in a quarter of a second', async () => {
    const first = await harness.api('PUT', `${path}/%E2%9C%85/@me`);
    const second = await harness.api('PUT', `${path}/%E2%9C%85/@me`);
    harness.clock.advance(250);
    const third = await harness.api('PUT', `${path}/%E2%9C%85/@me`);

    expect([first.status, second.status, third.status]).toEqual([204, 429, 204]);
  });
});
