import { createHarness, type Harness } from '../../support/discord-harness.ts';

const BUTTON = { type: 2, style: 1, label: 'One', custom_id: 'one' };

function row(...components: readonly object[]): object {
  return { type: 1, components };
}

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

  describe('a body', () => {
    const embeds = (count: number, length: number) =>
      Array.from({ length: count }, () => ({ description: 'x'.repeat(length) }));

    it.each([
      { given: 'content of 2001', json: { content: 'x'.repeat(2001) }, at: 'content', code: 'BASE_TYPE_MAX_LENGTH' },
      { given: 'content that is no text', json: { content: 5 }, at: 'content', code: 'STRING_TYPE_CONVERT' },
      { given: 'eleven embeds', json: { embeds: embeds(11, 1) }, at: 'embeds', code: 'BASE_TYPE_BAD_LENGTH' },
      {
        given: 'embeds of 6001 in sum',
        json: { embeds: embeds(3, 2001) },
        at: 'embeds',
        code: 'MAX_EMBED_SIZE_EXCEEDED',
      },
      {
        given: 'a title of 257',
        json: { embeds: [{ title: 'x'.repeat(257) }] },
        at: 'embeds.0.title',
        code: 'BASE_TYPE_MAX_LENGTH',
      },
      { given: 'an unknown key', json: { content: 'a', colour: 1 }, at: 'colour', code: 'SANDBOX_UNKNOWN_KEY' },
      {
        given: 'an unknown key deep inside',
        json: { embeds: [{ title: 'a', colour: 1 }] },
        at: 'embeds.0.colour',
        code: 'SANDBOX_UNKNOWN_KEY',
      },
      {
        given: 'a label of 81',
        json: { components: [row({ ...BUTTON, label: 'x'.repeat(81) })] },
        at: 'components.0.components.0.label',
        code: 'BASE_TYPE_MAX_LENGTH',
      },
      {
        given: 'a custom id of 101',
        json: { components: [row({ ...BUTTON, custom_id: 'x'.repeat(101) })] },
        at: 'components.0.components.0.custom_id',
        code: 'BASE_TYPE_BAD_LENGTH',
      },
      {
        given: 'a custom id twice',
        json: { components: [row(BUTTON, BUTTON)] },
        at: 'components',
        code: 'COMPONENT_CUSTOM_ID_DUPLICATED',
      },
      {
        given: 'six buttons in a row',
        json: { components: [row(...Array.from({ length: 6 }, (_, i) => ({ ...BUTTON, custom_id: `b${i}` })))] },
        at: 'components.0.components',
        code: 'BASE_TYPE_BAD_LENGTH',
      },
      {
        given: 'six rows',
        json: { components: Array.from({ length: 6 }, (_, i) => row({ ...BUTTON, custom_id: `b${i}` })) },
        at: 'components',
        code: 'BASE_TYPE_BAD_LENGTH',
      },
      {
        given: 'a link without url',
        json: { components: [row({ type: 2, style: 5, label: 'a' })] },
        at: 'components.0.components.0.url',
        code: 'BUTTON_COMPONENT_URL_REQUIRED',
      },
      {
        given: 'a text display without the flag',
        json: { components: [{ type: 10, content: 'a' }] },
        at: 'components.0.type',
        code: 'UNION_TYPE_CHOICES',
      },
      {
        given: 'content beside Components V2',
        json: { flags: 32768, content: 'a', components: [{ type: 10, content: 'a' }] },
        at: 'content',
        code: 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      },
      {
        given: 'V2 text of 4001 in sum',
        json: {
          flags: 32768,
          components: [
            { type: 10, content: 'x'.repeat(4000) },
            { type: 10, content: 'x' },
          ],
        },
        at: 'components',
        code: 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      },
      { given: 'an ephemeral flag', json: { content: 'a', flags: 64 }, at: 'flags', code: 'SANDBOX_FLAG_NOT_SETTABLE' },
      {
        given: 'users parsed and named',
        json: { content: 'a', allowed_mentions: { parse: ['users'], users: ['1'] } },
        at: 'allowed_mentions.users',
        code: 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
      },
      {
        given: 'a reply to nothing',
        json: { content: 'a', message_reference: { message_id: '1' } },
        at: 'message_reference',
        code: 'REPLIES_UNKNOWN_MESSAGE',
      },
    ])('is refused with 50035 at $at: $given', async ({ json, at, code }) => {
      const refused = await send(json);

      const errors = at.split('.').reduce<unknown>((node, key) => Reflect.get(Object(node), key), refused.body.errors);
      expect(refused).toMatchObject({ status: 400, body: { code: 50035, message: 'Invalid Form Body' } });
      expect(errors).toMatchObject({ _errors: [{ code }] });
      expect(await contents()).toEqual([]);
    });

    it.each([
      { given: 'nothing', json: {} },
      { given: 'blanks', json: { content: ' \n ' } },
      { given: 'empty lists', json: { content: '', embeds: [], components: [] } },
    ])('is refused with 50006: $given', async ({ json }) => {
      expect(await send(json)).toMatchObject({ status: 400, body: { code: 50006 } });
    });

    it('names every problem at once', async () => {
      const refused = await send({
        content: 'x'.repeat(2001),
        embeds: [{ title: 'x'.repeat(257) }, { description: 5 }],
      });

      expect(refused.body.errors).toMatchObject({ content: {}, embeds: { 0: { title: {} }, 1: { description: {} } } });
    });

    it('is refused when it is not JSON, or not said to be', async () => {
      const broken = await harness.api('POST', `/channels/${dm}/messages`, {
        form: new FormData(),
        headers: { 'Content-Type': 'application/json' },
      });
      const plain = await harness.api('POST', `/channels/${dm}/messages`, {
        json: { content: 'a' },
        headers: { 'Content-Type': 'text/plain' },
      });

      expect(broken).toMatchObject({ status: 400, body: { code: 50109 } });
      expect(plain).toMatchObject({ status: 400, body: { code: 50035 } });
    });
  });

  describe('a reply', () => {
    it('refers to its message, and goes out alone when that may be missing', async () => {
      const first = await send({ content: 'question' });
      const reply = await send({ content: 'answer', message_reference: { message_id: first.body.id } });
      const alone = await send({ content: 'alone', message_reference: { message_id: '1', fail_if_not_exists: false } });

      expect(reply.body).toMatchObject({ type: 19, referenced_message: { id: first.body.id } });
      expect(alone.body).toMatchObject({ type: 0 });
    });
  });

  describe('an edit', () => {
    it('changes what it names and keeps the rest', async () => {
      const sent = await send({ content: 'before', embeds: [{ title: 'kept' }], components: [row(BUTTON)] });
      const edited = await harness.api('PATCH', `/channels/${dm}/messages/${sent.body.id}`, {
        json: { content: 'after', components: [] },
      });

      expect(edited.body).toMatchObject({
        content: 'after',
        embeds: [{ title: 'kept' }],
        components: [],
        edited_timestamp: expect.any(String),
      });
    });

    it.each([
      {
        given: 'the message of a member',
        id: async () => (await harness.act<{ id: string }>('messages', { channelId: dm, content: 'x' })).body.id,
        json: { content: 'y' },
        then: 50005,
      },
      {
        given: 'a message that is not there',
        id: async () => '1440000000000000999',
        json: { content: 'y' },
        then: 10008,
      },
      {
        given: 'a message that becomes empty',
        id: async () => (await send({ content: 'x' })).body.id,
        json: { content: null },
        then: 50006,
      },
    ])('is refused: $given gives $then', async ({ id, json, then }) => {
      const edited = await harness.api('PATCH', `/channels/${dm}/messages/${await id()}`, { json });

      expect(edited.body['code']).toBe(then);
    });

    it('cannot take Components V2 back', async () => {
      const sent = await send({ content: 'text' });
      const path = `/channels/${dm}/messages/${sent.body.id}`;
      const mixed = await harness.api('PATCH', path, {
        json: { flags: 32768, content: 'text', components: [{ type: 10, content: 'a' }] },
      });
      const turned = await harness.api('PATCH', path, {
        json: { flags: 32768, content: null, embeds: [], components: [{ type: 10, content: 'a' }] },
      });
      const back = await harness.api('PATCH', path, { json: { flags: 0, content: 'text' } });

      expect(mixed.body['code']).toBe(50035);
      expect(turned.body['flags']).toBe(32768);
      expect(back.body['code']).toBe(50035);
    });
  });

  describe('a deletion', () => {
    it('removes the bot’s own message', async () => {
      const sent = await send({ content: 'x' });

      expect((await harness.api('DELETE', `/channels/${dm}/messages/${sent.body.id}`)).status).toBe(204);
      expect(await contents()).toEqual([]);
    });

    it('is refused for the member’s message in a DM', async () => {
      const typed = await harness.act<{ id: string }>('messages', { channelId: dm, content: 'x' });

      expect(await harness.api('DELETE', `/channels/${dm}/messages/${typed.body.id}`)).toMatchObject({
        status: 403,
        body: { code: 50003 },
      });
    });
  });

  describe('permissions', () => {
    const general = () => harness.discord.seed.channels['general'] ?? '';

    it.each([
      { given: 'no right to see', deny: '1024', json: { content: 'a' }, then: 50001 },
      { given: 'no right to send', deny: '2048', json: { content: 'a' }, then: 50013 },
      { given: 'no right to embed', deny: '16384', json: { embeds: [{ title: 'a' }] }, then: 50013 },
    ])('are asked for in a server: $given gives $then', async ({ deny, json, then }) => {
      await harness.api('PUT', `/channels/${general()}/permissions/${harness.discord.seed.botUserId}`, {
        json: { type: 1, deny },
      });

      expect(await send(json, general())).toMatchObject({ status: 403, body: { code: then } });
    });

    it('X08 know no channel of another server', async () => {
      expect(await send({ content: 'a' }, '1440000000000055555')).toMatchObject({ status: 404, body: { code: 10003 } });
    });
  });
});
