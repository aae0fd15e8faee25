import { createHarness, type Harness } from '../../support/discord-harness.ts';

describe('discord/sending', () => {
  let harness: Harness;
  let dm: string;

  beforeEach(async () => {
    harness = createHarness();
    dm = await harness.openDm();
  });

  async function send(json: unknown, channelId = dm) {
    harness.pause();
    return harness.api<{ id: string; code: number; errors: unknown; flags: number }>(
      'POST',
      `/channels/${channelId}/messages`,
      { json },
    );
  }

  async function contents(): Promise<readonly string[]> {
    return (await harness.state()).messages.filter(({ channelId }) => channelId === dm).map(({ content }) => content);
  }

  describe('a nonce', () => {
    const message = { content: 'once', nonce: 'part-1', enforce_nonce: true };

    it('R01 gives the existing message when it is repeated', async () => {
      const first = await send(message);
      const second = await send(message);

      expect(second.body.id).toBe(first.body.id);
      expect(await contents()).toEqual(['once']);
    });

    it('R01 makes a retry safe after the answer was lost', async () => {
      harness.world.faults.add({ target: 'discord', kind: 'drop-response', match: 'POST', times: 1 });
      const lost = await send(message);
      const again = await send(message);

      expect(lost.headers.has('x-sandbox-cut-connection')).toBe(true);
      expect(again.status).toBe(200);
      expect(await contents()).toEqual(['once']);
    });

    it('R01 keeps parts with different nonces apart, and does nothing without enforce_nonce', async () => {
      await send(message);
      await send({ ...message, nonce: 'part-2' });
      await send({ content: 'once', nonce: 'part-1' });

      expect(await contents()).toEqual(['once', 'once', 'once']);
    });

    it('works for forms with files', async () => {
      const post = () => {
        const form = new FormData();
        form.append('payload_json', JSON.stringify(message));
        form.append('files[0]', new Blob(['x'], { type: 'text/plain' }), 'a.txt');
        return harness.api<{ id: string }>('POST', `/channels/${dm}/messages`, { form });
      };
      const first = await post();
      const second = await post();

      expect(second.body.id).toBe(first.body.id);
    });

    it('is forgotten after some minutes', async () => {
      await send(message);
      harness.clock.advance(5 * 60_000 + 1);
      await send(message);

      expect(await contents()).toHaveLength(2);
    });

    it('gives 10008 when its message was deleted', async () => {
      const first = await send(message);
      await harness.api('DELETE', `/channels/${dm}/messages/${first.body.id}`);

      expect(await send(message)).toMatchObject({ status: 404, body: { code: 10008 } });
    });

    it('has at most 25 characters', async () => {
      expect(await send({ ...message, nonce: 'x'.repeat(26) })).toMatchObject({ status: 400, body: { code: 50035 } });
    });
  });

  describe('mentions', () => {
    const general = () => harness.discord.seed.channels['general'] ?? '';
    const text = () => `@everyone <@${harness.discord.seed.memberId}> <@&1440000000000000012>`;

    async function pings(index = -1) {
      return (await harness.state()).messages.filter(({ channelId }) => channelId === general()).at(index)?.pings;
    }

    it('X04 notify nobody when nothing is parsed', async () => {
      await send({ content: text(), allowed_mentions: { parse: [] } }, general());

      expect(await pings()).toEqual({ everyone: false, roles: [], users: [] });
    });

    it('X04 notify everybody they name when nothing is said', async () => {
      await send({ content: text() }, general());

      expect(await pings()).toEqual({
        everyone: true,
        roles: ['1440000000000000012'],
        users: [harness.discord.seed.memberId],
      });
    });

    it('X04 are parsed anew by an edit, with the defaults when it says nothing', async () => {
      const sent = await send({ content: text(), allowed_mentions: { parse: [] } }, general());
      await harness.api('PATCH', `/channels/${general()}/messages/${sent.body.id}`, { json: { content: text() } });

      const stored = (await harness.state()).messages.find(({ id }) => id === sent.body.id);
      expect(stored?.writes).toMatchObject([
        { kind: 'create', allowedMentions: { parse: [] }, pings: { everyone: false } },
        { kind: 'edit', allowedMentions: null, pings: { everyone: true } },
      ]);
    });

    it('follow replied_user in a reply', async () => {
      const typed = await harness.act<{ id: string }>('messages', { channelId: dm, content: 'hello' });
      const reference = { message_reference: { message_id: typed.body.id } };
      await send({ content: 'a', ...reference, allowed_mentions: { parse: [] } });
      await send({ content: 'b', ...reference, allowed_mentions: { parse: [], replied_user: true } });

      const sent = (await harness.state()).messages.filter(({ content }) => content === 'a' || content === 'b');
      expect(sent.map((message) => message.pings.users)).toEqual([[], [harness.discord.seed.memberId]]);
    });
  });
});
