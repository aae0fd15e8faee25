import { sendToSupport, startChat } from '../../src/app/start-chat.ts';
import { botSaid, chatWithAgent } from '../relay/agents.ts';
import { saidBy } from '../relay/looks.ts';
import { createRelayWorld, type RelayWorld } from '../support/relay-world.ts';

const SUPPORT_CHANNEL = '1440000000000000507';
const WITH_THREADS = { variables: { SUPPORT_CHANNEL_ID: SUPPORT_CHANNEL } };

describe('start-chat', () => {
  let world: RelayWorld;

  beforeEach(() => {
    world = createRelayWorld();
  });

  async function threads(): Promise<readonly unknown[]> {
    return (await world.discordState()).channels.filter((channel) => channel['type'] === 12);
  }

  describe('startChat()', () => {
    it('greets in the DM, and only then says so (S14)', async () => {
      const answer = await world.startChat();

      expect(answer.content).toBe(`Hi <@${world.memberId}>! You requested help. Our customer service just DM'ed you!`);
      expect(await botSaid(world)).toEqual(['Hi Robin, how may I help you?']);
    });

    it('greets once when the same press is carried out twice (R01, R09)', async () => {
      const interaction = world.interaction();

      await world.together([(ports) => startChat(ports, interaction), (ports) => startChat(ports, interaction)]);

      expect(await botSaid(world)).toHaveLength(1);
    });

    it('takes along what was asked with it', async () => {
      await world.run((ports) => startChat(ports, world.interaction(), { body: 'i forgot my password' }));

      expect(saidBy(await world.flex(), world.memberId)).toEqual(['i forgot my password']);
    });

    it('starts the watch at the newest message: nothing of before is replayed (R10)', async () => {
      await world.startChat();
      await world.run((ports) => ports.sessions.change(world.memberId, (session) => ({ ...session, channelId: null })));
      await world.member().type('said long before');

      await world.startChat();

      const { inbound } = await world.session();
      const typed = (await world.dm()).find((message) => message.content === 'said long before');
      expect(inbound.cursor).toBe(typed?.id);
    });

    it('sends a member who is with an agent back to the agent', async () => {
      await chatWithAgent(world);

      const answer = await world.startChat();

      expect(answer.content).toContain('You are already talking to one of our agents');
      expect((await botSaid(world)).filter((line) => line.includes('how may I help you'))).toHaveLength(1);
    });

    it.each([
      { what: 'closed DMs', settings: { dms: 'closed' } },
      { what: 'a blocked app', settings: { blocksBot: true } },
      { what: 'no server in common (R35)', settings: { inGuild: false } },
    ] as const)(
      'says what to do, with a button to try again, when there are $what (R33, S14)',
      async ({ settings }) => {
        await world.member().change(settings);

        const answer = await world.startChat();

        expect(answer.content).toContain("We couldn't send you a direct message.");
        expect(JSON.stringify(answer.components)).toContain('Try again');
        expect((await world.session()).channelId).toBeNull();
      },
    );

    it('opens one private thread for a member with closed DMs, and uses it again (R33)', async () => {
      world = createRelayWorld(WITH_THREADS);
      await world.member().change({ dms: 'closed' });

      const first = await world.startChat();
      const second = await world.startChat();

      const [thread, ...more] = await threads();
      expect(thread).toBeDefined();
      expect(more).toEqual([]);
      expect(first.content).toContain('we opened a private thread for you');
      expect(second.content).toBe(first.content);
      expect(await world.session()).toMatchObject({ channelKind: 'thread' });
    });

    it('says what to do when the thread is refused as well', async () => {
      world = createRelayWorld(WITH_THREADS);
      await world.member().change({ dms: 'closed' });
      world.world.faults.add({ target: 'discord', kind: 'status', status: 403, code: 50013, match: '/threads' });

      const answer = await world.startChat();

      expect(answer.content).toContain("We couldn't send you a direct message.");
    });

    it('makes no second thread when the answer to the first is lost (R01)', async () => {
      world = createRelayWorld(WITH_THREADS);
      await world.member().change({ dms: 'closed' });
      world.world.faults.add({ target: 'discord', kind: 'drop-response', match: '/threads', times: 1 });

      await expect(world.startChat()).rejects.toMatchObject({ code: 'DISCORD_UNREACHABLE' });

      expect(await threads()).toHaveLength(1);
    });

    it('goes back to the DM once it is open again', async () => {
      world = createRelayWorld(WITH_THREADS);
      await world.member().change({ dms: 'closed' });
      await world.startChat();
      await world.member().change({ dms: 'open' });
      world.clock.advance(6_000);

      await world.startChat();

      expect(await world.session()).toMatchObject({ channelKind: 'dm' });
      expect(await botSaid(world)).toEqual(['Hi Robin, how may I help you?']);
    });

    it('leaves nothing half-done behind, whenever its process dies (R22, R23)', async () => {
      const calls = await world.countCalls((ports) => startChat(ports, world.interaction(), { body: 'hello' }));

      for (const when of ['before', 'after'] as const) {
        for (let at = 1; at <= calls; at += 1) {
          world = createRelayWorld();
          const interaction = world.interaction();
          await world.runUntilDeath((ports) => startChat(ports, interaction, { body: 'hello' }), { at, when });
          world.clock.advance(15_000);

          const answer = await world.run((ports) => startChat(ports, interaction, { body: 'hello' }));

          const flex = await world.flex();
          const greetings = (await botSaid(world)).filter((line) => line.includes('how may I help you'));
          expect({ at, when, said: saidBy(flex, world.memberId), greetings: greetings.length }).toEqual({
            at,
            when,
            said: ['hello'],
            greetings: 1,
          });
          expect(flex.conversations).toHaveLength(1);
          expect(answer.content).toContain("just DM'ed you");
        }
      }
    });
  });

  describe('sendToSupport()', () => {
    it('opens the chat where there is none, else writes into it', async () => {
      const first = await world.run((ports) => sendToSupport(ports, world.interaction(), 'one'));
      world.clock.advance(1_000);
      const second = await world.run((ports) => sendToSupport(ports, world.interaction(), 'two'));

      expect(first.content).toContain("just DM'ed you");
      expect(second.content).toBe('Your message was sent to our support team.');
      expect(saidBy(await world.flex(), world.memberId)).toEqual(['one', 'two']);
    });

    it('says so when the message could not be passed on now', async () => {
      await world.startChat();
      world.world.faults.add({ target: 'twilio', kind: 'status', status: 503, match: '/Conversations' });

      await expect(world.run((ports) => sendToSupport(ports, world.interaction(), 'one'))).rejects.toThrow();
    });
  });
});
