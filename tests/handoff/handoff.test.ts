import { handoffFailed, recordTask, startHandoff } from '../../src/handoff/handoff.ts';
import { reconcile } from '../../src/relay/reconcile.ts';
import { botSaid, openChat, queueChat, sendToFlex } from '../relay/agents.ts';
import { createRelayWorld, type RelayWorld } from '../support/relay-world.ts';

describe('handoff', () => {
  let world: RelayWorld;
  let conversationSid: string;

  beforeEach(async () => {
    world = createRelayWorld();
    conversationSid = await openChat(world);
  });

  function start() {
    return world.run((ports) => startHandoff(ports, world.memberId, conversationSid, 'asked'));
  }

  async function studioWebhooks(): Promise<number> {
    return (await world.flex()).webhooks.filter((webhook) => webhook.target === 'studio').length;
  }

  async function said(): Promise<readonly string[]> {
    return (await botSaid(world)).slice(1);
  }

  async function status(): Promise<string> {
    return JSON.parse((await world.flex()).conversations[0]?.attributes ?? '{}').status;
  }

  describe('startHandoff()', () => {
    it('opens the case, tells the member, and silences the virtual agent', async () => {
      const started = await start();

      const { caseId, state } = await world.session();
      expect(state).toBe('queued');
      expect(caseId).toMatch(/^\d{10}$/);
      expect(started).toMatchObject({
        ready: 'yes',
        attributes: {
          customChannelType: 'discord',
          caseId,
          customerName: 'Robin',
          customers: { name: 'Robin', phone: null, email: null },
        },
      });
      expect(await said()).toEqual([`Great! Your case id is ${caseId}.`, 'Transferring you to one of our agents...']);
      expect(await studioWebhooks()).toBe(0);
      expect(await status()).toBe('queued');
      await expect(world.run((ports) => ports.cases.find(caseId ?? ''))).resolves.toMatchObject({ status: 'open' });
    });

    it('stays within the 1,024 characters Studio takes, whatever the member is called', async () => {
      await world.run((ports) =>
        ports.sessions.change(world.memberId, (session) => ({ ...session, displayName: '\\*'.repeat(64) })),
      );

      const started = await start();

      expect(JSON.stringify(started.ready === 'yes' ? started.attributes : '').length).toBeLessThan(1_024);
    });

    it('gives one case and one hand-off when asked for twice at once (R09)', async () => {
      const results = await world.together(
        Array.from({ length: 5 }, () => (ports) => startHandoff(ports, world.memberId, conversationSid, 'asked')),
      );

      expect(results.map((result) => result.ready).sort()).toEqual(['no', 'no', 'no', 'no', 'yes']);
      expect(await said()).toHaveLength(2);
    });

    it('does nothing for a Conversation that is no longer the member’s', async () => {
      const result = await world.run((ports) => startHandoff(ports, world.memberId, `CH${'0'.repeat(32)}`, 'asked'));

      expect(result).toEqual({ ready: 'no' });
      expect((await world.session()).state).toBe('bot');
    });

    it('keeps the case when a person is asked for again', async () => {
      await start();
      const { caseId } = await world.session();
      await world.run((ports) => handoffFailed(ports, world.memberId, conversationSid));
      world.clock.advance(10_000);

      await start();

      expect((await world.session()).caseId).toBe(caseId);
      expect((await said()).filter((line) => line.includes('Your case id is')).length).toBe(2);
    });
  });

  describe('recordTask()', () => {
    const TASK = { taskSid: 'WT1', interactionSid: 'KD1', channelSid: 'UO1' };

    it('puts the task on record, and repeats harmlessly', async () => {
      await start();

      for (let times = 0; times < 2; times += 1) {
        await world.run((ports) => recordTask(ports, world.memberId, conversationSid, TASK));
      }

      expect((await world.session()).task).toMatchObject({ sid: 'WT1', interactionSid: 'KD1', channelSid: 'UO1' });
    });

    it('records nothing for a chat that the virtual agent has again', async () => {
      await world.run((ports) => recordTask(ports, world.memberId, conversationSid, TASK));

      expect((await world.session()).task).toBeNull();
    });
  });

  describe('handoffFailed()', () => {
    it('gives the chat back: the member is told, and the flow hears them again (S15, R42)', async () => {
      await start();

      await world.run((ports) => handoffFailed(ports, world.memberId, conversationSid));

      expect((await said()).at(-1)).toContain("I couldn't transfer you just now");
      expect(await studioWebhooks()).toBe(1);
      expect(await status()).toBe('bot');
    });

    it('tells the member also when the hand-off never began', async () => {
      await world.run((ports) => handoffFailed(ports, world.memberId, conversationSid));

      expect(await said()).toEqual([expect.stringContaining("I couldn't transfer you just now")]);
    });

    it('says nothing when an agent has come in the meantime', async () => {
      world = createRelayWorld();
      conversationSid = await queueChat(world);
      await world.worker().accept();
      await world.run((ports) => reconcile(ports, world.memberId));

      await world.run((ports) => handoffFailed(ports, world.memberId, conversationSid));

      expect((await botSaid(world)).join()).not.toContain("couldn't transfer");
      expect((await world.session()).state).toBe('agent');
    });
  });

  describe('a hand-off that dies half-way', () => {
    it('ends with the member told, and never with silence (R23, S15, R42)', async () => {
      const calls = await world.countCalls((ports) => startHandoff(ports, world.memberId, conversationSid, 'asked'));

      for (let at = 1; at <= calls; at += 1) {
        world = createRelayWorld();
        conversationSid = await openChat(world);
        await world.runUntilDeath((ports) => startHandoff(ports, world.memberId, conversationSid, 'asked'), {
          at,
          when: 'after',
        });
        world.clock.advance(15_000);
        await world.run((ports) => handoffFailed(ports, world.memberId, conversationSid));
        world.clock.advance(60_000);
        await world.run((ports) => reconcile(ports, world.memberId));

        expect({
          at,
          state: (await world.session()).state,
          bot: await status(),
          webhooks: await studioWebhooks(),
        }).toEqual({
          at,
          state: 'bot',
          bot: 'bot',
          webhooks: 1,
        });
        expect({ at, said: (await said()).filter((line) => line.includes("couldn't transfer")) }).toEqual({
          at,
          said: [expect.any(String)],
        });
      }
    });

    it('is found by the look at Twilio when no task came of it (R42)', async () => {
      await start();
      world.clock.advance(60_000);

      await world.run((ports) => reconcile(ports, world.memberId));

      expect((await said()).at(-1)).toContain("I couldn't transfer you just now");
      expect((await world.session()).state).toBe('bot');
    });

    it('keeps an agent who came although the task was never put on record', async () => {
      await start();
      await sendToFlex(world, world.memberId, conversationSid, {});
      await world.run((ports) => ports.sessions.change(world.memberId, (session) => ({ ...session, task: null })));
      await world.worker().accept();
      world.clock.advance(60_000);

      await world.run((ports) => reconcile(ports, world.memberId));

      expect((await world.session()).state).toBe('agent');
      expect((await said()).at(-1)).toBe('kim has joined the conversation.');
    });
  });
});
