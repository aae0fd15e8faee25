import fc from 'fast-check';
import type { DiscordRest, OutgoingMessage } from '../../src/discord/rest.ts';
import {
  APPLICATION_ID,
  CALLS,
  CHANNEL,
  createRestHarness,
  INTERACTION,
  json,
  MEMBER,
  MESSAGE,
  nothing,
} from './rest-harness.ts';

const NO_MENTIONS = { parse: [] };

describe('rest', () => {
  describe('createDiscordRest()', () => {
    it.each<{ name: string; call: (rest: DiscordRest) => Promise<unknown>; request: string; body?: unknown }>([
      {
        name: 'openDm',
        call: (rest) => rest.openDm(MEMBER),
        request: 'POST /users/@me/channels',
        body: { recipient_id: MEMBER },
      },
      {
        name: 'send',
        call: (rest) => rest.send(CHANNEL, { content: 'hi', nonce: 'n', replyTo: MESSAGE }),
        request: `POST /channels/${CHANNEL}/messages`,
        body: {
          content: 'hi',
          nonce: 'n',
          enforce_nonce: true,
          allowed_mentions: NO_MENTIONS,
          message_reference: { message_id: MESSAGE, fail_if_not_exists: false },
        },
      },
      {
        name: 'edit',
        call: (rest) => rest.edit(CHANNEL, MESSAGE, { content: 'hi' }),
        request: `PATCH /channels/${CHANNEL}/messages/${MESSAGE}`,
        body: { content: 'hi', allowed_mentions: NO_MENTIONS },
      },
      {
        name: 'remove',
        call: (rest) => rest.remove(CHANNEL, MESSAGE),
        request: `DELETE /channels/${CHANNEL}/messages/${MESSAGE}`,
      },
      {
        name: 'messages with a page',
        call: (rest) => rest.messages(CHANNEL, { limit: 100, after: MESSAGE }),
        request: `GET /channels/${CHANNEL}/messages?limit=100&after=${MESSAGE}`,
      },
      {
        name: 'messages of before',
        call: (rest) => rest.messages(CHANNEL, { limit: 2, before: MESSAGE }),
        request: `GET /channels/${CHANNEL}/messages?limit=2&before=${MESSAGE}`,
      },
      {
        name: 'message',
        call: (rest) => rest.message(CHANNEL, MESSAGE),
        request: `GET /channels/${CHANNEL}/messages/${MESSAGE}`,
      },
      { name: 'channel', call: (rest) => rest.channel(CHANNEL), request: `GET /channels/${CHANNEL}` },
      { name: 'typing', call: (rest) => rest.typing(CHANNEL), request: `POST /channels/${CHANNEL}/typing` },
      {
        name: 'react',
        call: (rest) => rest.react(CHANNEL, MESSAGE, '✅'),
        request: `PUT /channels/${CHANNEL}/messages/${MESSAGE}/reactions/%E2%9C%85/@me`,
      },
      {
        name: 'createPrivateThread',
        call: (rest) => rest.createPrivateThread(CHANNEL, 'support ann'),
        request: `POST /channels/${CHANNEL}/threads`,
        body: { name: 'support ann', type: 12, invitable: false, auto_archive_duration: 10080 },
      },
      {
        name: 'addThreadMember',
        call: (rest) => rest.addThreadMember(CHANNEL, MEMBER),
        request: `PUT /channels/${CHANNEL}/thread-members/${MEMBER}`,
      },
      {
        name: 'registerCommands',
        call: (rest) => rest.registerCommands([{ name: 'helpme', description: 'Help' }]),
        request: `PUT /applications/${APPLICATION_ID}/commands`,
        body: [{ name: 'helpme', description: 'Help' }],
      },
    ])('calls Discord as the bot for $name', async ({ call, request, body }) => {
      const { rest, sent } = createRestHarness([json(200, {})]);

      await call(rest);

      expect(sent.map((one) => `${one.method} ${one.path}`)).toEqual([request]);
      expect(sent[0]?.body).toEqual(body);
      expect(sent[0]?.headers['authorization']).toBe('Bot fake-bot-token');
      expect(sent[0]?.headers['content-type']).toBe(body === undefined ? undefined : 'application/json');
    });

    it.each<{ name: string; call: (rest: DiscordRest) => Promise<unknown>; request: string; body: unknown }>([
      {
        name: 'acknowledge',
        call: (rest) => rest.acknowledge(INTERACTION, { type: 5, data: { flags: 64 } }),
        request: `POST /interactions/${INTERACTION.id}/${INTERACTION.token}/callback`,
        body: { type: 5, data: { flags: 64 } },
      },
      {
        name: 'editOriginal',
        call: (rest) => rest.editOriginal(INTERACTION, { content: 'done' }),
        request: `PATCH /webhooks/${APPLICATION_ID}/${INTERACTION.token}/messages/@original`,
        body: { content: 'done', allowed_mentions: NO_MENTIONS },
      },
      {
        name: 'followUp',
        call: (rest) => rest.followUp(INTERACTION, { content: 'more', flags: 64 }),
        request: `POST /webhooks/${APPLICATION_ID}/${INTERACTION.token}`,
        body: { content: 'more', flags: 64, allowed_mentions: NO_MENTIONS },
      },
    ])('calls Discord with the interaction token alone for $name', async ({ call, request, body }) => {
      const { rest, sent } = createRestHarness([json(200, {})]);

      await call(rest);

      expect(sent.map((one) => `${one.method} ${one.path}`)).toEqual([request]);
      expect(sent[0]?.body).toEqual(body);
      expect(sent[0]?.headers).not.toHaveProperty('authorization');
    });

    it.each(CALLS)('names itself to Cloudflare in $name', async ({ call }) => {
      const { rest, sent } = createRestHarness([json(200, {})]);

      await call(rest);

      expect(sent[0]?.headers['user-agent']).toMatch(/^DiscordBot \(https:\/\/\S+, [\d.]+\)$/);
    });

    it('gives back what Discord answered', async () => {
      const { rest } = createRestHarness([json(200, [{ id: MESSAGE }])]);

      const page = await rest.messages(CHANNEL, { limit: 50 });

      expect(page).toEqual([{ id: MESSAGE }]);
    });

    it.each(CALLS.filter(({ name }) => ['remove', 'typing', 'react', 'addThreadMember', 'acknowledge'].includes(name)))(
      'takes an answer without content to $name',
      async ({ call }) => {
        const { rest, sent } = createRestHarness([nothing]);

        await expect(call(rest)).resolves.toBeUndefined();

        expect(sent).toHaveLength(1);
      },
    );

    it('R01 puts an enforced nonce on every send', async () => {
      await fc.assert(
        fc.asyncProperty(fc.string({ minLength: 1, maxLength: 25 }), fc.string(), async (nonce, content) => {
          const { rest, sent } = createRestHarness([json(200, {})]);

          await rest.send(CHANNEL, { content, nonce });

          expect(sent[0]?.body).toMatchObject({ nonce, enforce_nonce: true });
        }),
      );
    });
  });

  describe('allowed_mentions', () => {
    const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
    const words = fc.oneof(
      fc.string(),
      fc.constantFrom('@everyone', '@here', `<@${MEMBER}>`, '<@&1440000000000000300>'),
    );
    /** Also what a careless caller could hand over from text of an agent, a back end or the knowledge base. */
    const messages = fc
      .record({
        content: optional(words),
        embeds: optional(fc.array(fc.record({ title: words, description: words }), { maxLength: 2 })),
        flags: optional(fc.constantFrom(4, 64, 4096)),
        replyTo: optional(fc.constant(MESSAGE)),
        allowed_mentions: optional(fc.constant({ parse: ['everyone', 'users', 'roles'] })),
      })
      .map((message) => Object.fromEntries(Object.entries(message).filter(([, value]) => value !== undefined)));

    it.each<{ name: string; write: (rest: DiscordRest, message: OutgoingMessage) => Promise<unknown> }>([
      { name: 'send', write: (rest, message) => rest.send(CHANNEL, { ...message, nonce: 'n' }) },
      { name: 'edit', write: (rest, message) => rest.edit(CHANNEL, MESSAGE, message) },
      { name: 'editOriginal', write: (rest, message) => rest.editOriginal(INTERACTION, message) },
      { name: 'followUp', write: (rest, message) => rest.followUp(INTERACTION, message) },
    ])('X04 is empty on every $name, whatever the message says', async ({ write }) => {
      await fc.assert(
        fc.asyncProperty(messages, async (message) => {
          const { rest, sent } = createRestHarness([json(200, {})]);

          await write(rest, message);

          expect(sent).toHaveLength(1);
          expect(sent[0]?.body).toHaveProperty('allowed_mentions', NO_MENTIONS);
        }),
      );
    });
  });
});
