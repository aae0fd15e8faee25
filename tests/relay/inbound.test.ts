import { relayInbound } from '../../src/relay/inbound.ts';
import { createRelayWorld, type RelayWorld } from '../support/relay-world.ts';
import { look, lookUntilDone, saidBy } from './looks.ts';

describe('inbound', () => {
  let world: RelayWorld;

  beforeEach(async () => {
    world = createRelayWorld();
    await world.startChat();
  });

  async function type(...contents: readonly string[]): Promise<void> {
    for (const content of contents) await world.member().type(content);
  }

  describe('relayInbound()', () => {
    it('opens one Conversation with the member in it and both webhooks (R08)', async () => {
      await type('hello', 'are you there?');

      await world.run((ports) => look(ports, world.memberId));

      const flex = await world.flex();
      expect(saidBy(flex, world.memberId)).toEqual(['hello', 'are you there?']);
      expect(flex.conversations).toMatchObject([{ uniqueName: `discord-${world.memberId}-1`, state: 'active' }]);
      expect(flex.participants.map((one) => one.identity)).toEqual([`discord_${world.memberId}`]);
      expect(flex.webhooks.map((webhook) => webhook.target)).toEqual(['webhook', 'studio']);
      expect(JSON.parse(flex.conversations[0]?.attributes ?? '')).toMatchObject({
        customChannelType: 'discord',
        status: 'bot',
        memberId: world.memberId,
      });
    });

    it('makes one Conversation of twenty first messages and twenty runs at once, in order (R08)', async () => {
      const contents = Array.from({ length: 20 }, (_, number) => `message ${number}`);
      await type(...contents);

      await world.together(
        contents.map(() => (ports) => look(ports, world.memberId).catch(() => ({ relayed: 0, unfinished: true }))),
      );
      await lookUntilDone(world);

      const flex = await world.flex();
      expect(saidBy(flex, world.memberId)).toEqual(contents);
      expect(flex.conversations).toHaveLength(1);
      expect(flex.participants).toHaveLength(1);
      expect(flex.webhooks.map((webhook) => webhook.target).sort()).toEqual(['studio', 'webhook']);
    });

    it('takes twenty forms sent at once while Twilio is slow, each of them (R08)', async () => {
      world.world.faults.add({ target: 'twilio', kind: 'delay', delay: 60, match: '', rate: 0.5 });
      const forms = Array.from({ length: 20 }, (_, number) => ({ id: world.interaction().id, body: `form ${number}` }));

      const results = await world.together(
        forms.map((pushed) => (ports) => relayInbound(ports, world.memberId, { settle: 'now', pushed })),
      );

      const said = saidBy(await world.flex(), world.memberId);
      expect(results.filter((result) => result.unfinished)).toEqual([]);
      expect([...said].sort()).toEqual(forms.map(({ body }) => body).sort());
    });

    it('relays each message once when runs overlap and the member keeps writing (R02, R05)', async () => {
      const contents = Array.from({ length: 12 }, (_, number) => `line ${number}`);
      for (let start = 0; start < contents.length; start += 3) {
        await type(...contents.slice(start, start + 3));
        await world.together([
          (ports) => look(ports, world.memberId),
          (ports) => look(ports, world.memberId),
          (ports) => look(ports, world.memberId),
        ]);
      }

      await lookUntilDone(world);

      expect(saidBy(await world.flex(), world.memberId)).toEqual(contents);
    });

    it('takes a form’s text and what was typed before it in the order of their ids (R25)', async () => {
      await type('typed before');
      world.clock.advance(1_000);
      const pushed = { id: world.interaction().id, body: 'by form' };
      world.clock.advance(1_000);
      await type('typed after');

      await world.run(async (ports) => {
        const session = await ports.sessions.load(world.memberId);
        const page = await ports.discord.messages(session?.channelId ?? '', { limit: 25 });
        await relayInbound(ports, world.memberId, { look: { page, pageSize: 25 }, pushed, settle: 'now' });
      });

      expect(saidBy(await world.flex(), world.memberId)).toEqual(['typed before', 'by form', 'typed after']);
    });

    it('delivers all of 137 messages that were missed, in order (R13, R11)', async () => {
      const contents = Array.from({ length: 137 }, (_, number) => `missed ${number}`);
      await type('first');
      await world.run((ports) => look(ports, world.memberId));
      world.clock.advance(3_600_000);
      await type(...contents);

      await lookUntilDone(world);

      expect(saidBy(await world.flex(), world.memberId)).toEqual(['first', ...contents]);
    });

    it('never brings back our own messages or what was said before the chat began (R04, R10)', async () => {
      await type('hello');
      await lookUntilDone(world);
      await world.run((ports) => ports.discord.send(world.dmId(), { content: 'an answer', nonce: 'n1' }));

      await lookUntilDone(world);

      expect(saidBy(await world.flex(), world.memberId)).toEqual(['hello']);
    });

    it('starts at the newest message when there is no cursor, and replays nothing (R12)', async () => {
      await type('long ago');
      await world.run((ports) =>
        ports.sessions.change(world.memberId, (session) => ({
          ...session,
          inbound: { ...session.inbound, cursor: null },
        })),
      );

      await lookUntilDone(world);
      await type('now');
      await lookUntilDone(world);

      expect(saidBy(await world.flex(), world.memberId)).toEqual(['now']);
    });

    it('splits what Twilio may refuse for its length, and loses nothing of it (R28)', async () => {
      const long = Array.from({ length: 220 }, (_, number) => `word${number}`).join(' ');
      await type(long);

      await lookUntilDone(world);

      const parts = saidBy(await world.flex(), world.memberId);
      expect(parts.join('')).toBe(long);
      expect(parts.every((part) => part.length <= 1_600)).toBe(true);
    });

    it('puts a note for the agent in place of a message that Twilio will never take (R19)', async () => {
      await type('opens the chat');
      await lookUntilDone(world);
      world.world.faults.add({
        target: 'twilio',
        kind: 'status',
        status: 400,
        code: 50511,
        match: '/Messages',
        times: 1,
      });
      await type('poison', 'after it');

      await lookUntilDone(world);

      expect(saidBy(await world.flex(), world.memberId)).toEqual([
        'opens the chat',
        '⚠️ A message of the member could not be passed on (Twilio code 50511).',
        'after it',
      ]);
    });
  });

  describe('relayInbound() with a Conversation that was closed', () => {
    beforeEach(async () => {
      await type('first');
      await lookUntilDone(world);
    });

    async function close(): Promise<void> {
      const [conversation] = (await world.flex()).conversations;
      await world.sdk.conversations.v1.conversations(conversation?.sid ?? '').update({ state: 'closed' });
    }

    it('opens the next one for what could not be written any more', async () => {
      await close();
      await type('second', 'third');

      await lookUntilDone(world);

      const flex = await world.flex();
      const [before, after] = flex.conversations;
      expect(saidBy(flex, world.memberId)).toEqual(['first', 'second', 'third']);
      expect(flex.messages.map((message) => message.conversationSid)).toEqual([before?.sid, after?.sid, after?.sid]);
      expect(await world.session()).toMatchObject({ counter: 2, state: 'bot', previousConversationSid: before?.sid });
    });

    it('splits a run of messages between the two when the end comes in the middle', async () => {
      await type('second', 'third', 'fourth');
      world.world.faults.add({ target: 'twilio', kind: 'delay', delay: 1_000, match: '/Messages', times: 2 });
      world.clock.after(1_500, () => void close());

      await lookUntilDone(world);

      const flex = await world.flex();
      expect(saidBy(flex, world.memberId)).toEqual(['first', 'second', 'third', 'fourth']);
      expect(new Set(flex.messages.map((message) => message.conversationSid)).size).toBe(2);
    });
  });

  describe('relayInbound() after the end', () => {
    async function endWith(text: string, later: number): Promise<void> {
      await type('first');
      await lookUntilDone(world);
      await world.run((ports) =>
        ports.sessions.change(world.memberId, (session) => ({
          ...session,
          state: 'ended',
          stateSince: world.clock.now(),
        })),
      );
      world.clock.advance(later);
      await type(text);
      await lookUntilDone(world);
    }

    it.each(['thanks!', 'ok', 'Thank you so much', '👍', 'danke schön', 'gracias'])(
      'takes %j for a courtesy and opens nothing (R37)',
      async (text) => {
        await endWith(text, 60_000);

        expect((await world.session()).state).toBe('ended');
        expect((await world.flex()).conversations).toHaveLength(1);
      },
    );

    it.each([
      ['thanks, but one more thing', 60_000],
      ['thanks!', 20 * 60_000],
    ])('opens a new Conversation for %j after %i ms', async (text, later) => {
      await endWith(text, later);

      expect(await world.session()).toMatchObject({ state: 'bot', counter: 2 });
      expect(saidBy(await world.flex(), world.memberId)).toEqual(['first', text]);
    });
  });
});
