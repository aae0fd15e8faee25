import { APPLICATION_ID, createHarness, type Harness } from '../../support/discord-harness.ts';

describe('discord/routes/users', () => {
  let harness: Harness;

  beforeEach(() => {
    harness = createHarness();
  });

  async function newMember(index: number): Promise<string> {
    const joined = await harness.control<{ id: string }>('POST', '/members', { username: `player${index}` });
    return joined.body.id;
  }

  async function open(userId: string) {
    return harness.api<{ id: string; code: number }>('POST', '/users/@me/channels', { json: { recipient_id: userId } });
  }

  describe('GET /users/@me', () => {
    it('tells who the bot is', async () => {
      const me = await harness.api('GET', '/users/@me');

      expect(me.body).toMatchObject({ id: APPLICATION_ID, bot: true });
    });
  });

  describe('POST /users/@me/channels', () => {
    it('gives the same DM again, with the recipient', async () => {
      const first = await open(harness.discord.seed.memberId);
      const second = await open(harness.discord.seed.memberId);

      expect(first.body).toMatchObject({ type: 1, recipients: [{ username: 'ann' }] });
      expect(second.body.id).toBe(first.body.id);
    });

    it('refuses a bot with 50007 and HTTP 400', async () => {
      expect(await open(APPLICATION_ID)).toMatchObject({ status: 400, body: { code: 50007 } });
    });

    it('refuses somebody who does not exist', async () => {
      expect(await open('1440000000000077777')).toMatchObject({ status: 400, body: { code: 50033 } });
    });

    it('R34 refuses with 40003 when too many new DMs are opened, and again lets in later', async () => {
      const ids = await Promise.all(Array.from({ length: 11 }, (_, index) => newMember(index)));
      for (const id of ids.slice(0, 10)) {
        harness.pause();
        expect((await open(id)).status).toBe(200);
      }
      harness.pause();

      const refused = await open(ids[10] ?? '');
      const known = await open(ids[0] ?? '');
      harness.clock.advance(10 * 60_000);
      const later = await open(ids[10] ?? '');

      expect(refused).toMatchObject({ status: 403, body: { code: 40003 } });
      expect(known.status).toBe(200);
      expect(later.status).toBe(200);
    });
  });

  describe('a first message', () => {
    it.each([
      { given: 'closed DMs', change: { dms: 'closed' }, then: 50007 },
      { given: 'a blocked bot', change: { blocksBot: true }, then: 50007 },
      { given: 'no mutual server', change: { inGuild: false }, then: 50278 },
    ])('R33 is refused although the DM opened: $given gives $then', async ({ change, then }) => {
      await harness.control('PATCH', `/members/${harness.discord.seed.memberId}`, change);
      const opened = await open(harness.discord.seed.memberId);

      const sent = await harness.api('POST', `/channels/${opened.body.id}/messages`, { json: { content: 'hi' } });

      expect(opened.status).toBe(200);
      expect(sent).toMatchObject({ status: 403, body: { code: then } });
    });

    it('R35 is refused after the member has left, and works after they are back', async () => {
      const dm = await harness.openDm();
      const path = `/members/${harness.discord.seed.memberId}`;
      await harness.control('PATCH', path, { inGuild: false });
      const gone = await harness.api('POST', `/channels/${dm}/messages`, { json: { content: 'hi' } });
      await harness.control('PATCH', path, { inGuild: true });

      const back = await harness.api('POST', `/channels/${dm}/messages`, { json: { content: 'hi' } });

      expect(gone.body['code']).toBe(50278);
      expect(back.status).toBe(200);
    });
  });
});
