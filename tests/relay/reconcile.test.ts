import type { AppPorts } from '../../src/app/ports.ts';
import { reconcile } from '../../src/relay/reconcile.ts';
import { WATCHED, type Watched } from '../../src/relay/watch.ts';
import { createRelayWorld, type RelayWorld } from '../support/relay-world.ts';
import { agentSays, botSaid, chatWithAgent, queueChat } from './agents.ts';
import { lookUntilDone } from './looks.ts';

describe('reconcile', () => {
  let world: RelayWorld;

  /** Kills the run at each of its calls in turn, lets it be repeated, and tells what the member has read. */
  async function readAfterDeaths(prepare: () => Promise<unknown>): Promise<readonly (readonly string[])[]> {
    const work = (ports: AppPorts) => reconcile(ports, world.memberId);
    const read: (readonly string[])[] = [];
    world = createRelayWorld();
    await prepare();
    const calls = await world.countCalls(work);
    for (const when of ['before', 'after'] as const) {
      for (let at = 1; at <= calls; at += 1) {
        world = createRelayWorld();
        await prepare();
        await world.runUntilDeath(work, { at, when });
        for (let times = 0; times < 3; times += 1) {
          world.clock.advance(20_000);
          await world.run(work);
        }
        read.push((await botSaid(world)).slice(3));
      }
    }
    expect(calls).toBeGreaterThan(4);
    return read;
  }

  async function cancelTask(): Promise<void> {
    await queueChat(world);
    await world.worker().cancel('no agent in time');
  }

  describe('reconcile()', () => {
    it('tells of the agent who joined, once, whenever the process dies (R23)', async () => {
      const read = await readAfterDeaths(async () => {
        await queueChat(world);
        await world.worker().accept();
      });

      for (const lines of read) expect(lines).toEqual(['kim has joined the conversation.']);
    });

    it('tells of the end after the agent’s last words, once, whenever the process dies (R23, R42)', async () => {
      const read = await readAfterDeaths(async () => {
        await chatWithAgent(world);
        await agentSays(world, 'bye!');
        await world.worker().complete();
      });

      for (const lines of read) {
        expect(lines).toEqual([
          'kim has joined the conversation.',
          'bye!',
          'kim has ended the conversation. If you need anything else, just write here.',
          expect.stringContaining('how satisfied are you with our service?'),
        ]);
      }
    });

    it('closes the case with the conversation', async () => {
      world = createRelayWorld();
      await chatWithAgent(world);
      const { caseId } = await world.session();
      await world.worker().complete();

      await world.run((ports) => reconcile(ports, world.memberId));

      await expect(world.run((ports) => ports.cases.find(caseId ?? ''))).resolves.toMatchObject({
        status: 'closed',
        agent: 'kim',
      });
    });

    it('gives the chat back once when nobody comes, whenever the process dies (R23, R42, R39)', async () => {
      const read = await readAfterDeaths(cancelTask);

      for (const lines of read) expect(lines).toEqual([expect.stringContaining('none of our agents is available')]);
      const flex = await world.flex();
      expect(flex.webhooks.filter((webhook) => webhook.target === 'studio')).toHaveLength(1);
      expect(JSON.parse(flex.conversations[0]?.attributes ?? '{}')).toMatchObject({ status: 'bot' });
    });

    it.each(['before', 'after'] as const)(
      'lets the flow hear the member again, dying %s any call (R23, R39)',
      async (when) => {
        for (let at = 1; at <= 12; at += 1) {
          world = createRelayWorld();
          await cancelTask();
          await world.runUntilDeath((ports) => reconcile(ports, world.memberId), { at, when });
          for (let times = 0; times < 3; times += 1) {
            world.clock.advance(20_000);
            await world.run((ports) => reconcile(ports, world.memberId));
          }

          const flex = await world.flex();
          const status = JSON.parse(flex.conversations[0]?.attributes ?? '{}').status;
          const studio = flex.webhooks.filter((webhook) => webhook.target === 'studio').length;
          expect({ at, status, studio }).toEqual({ at, status: 'bot', studio: 1 });
        }
      },
    );

    it('comes before the next chat where the member writes first and no event told of the end (R42)', async () => {
      world = createRelayWorld();
      await chatWithAgent(world);
      const { caseId } = await world.session();
      await world.worker().complete();
      await world.member().type('are you still there?');

      await lookUntilDone(world);

      const { state, counter } = await world.session();
      expect({ state, counter }).toEqual({ state: 'bot', counter: 2 });
      expect((await botSaid(world)).slice(-2)).toEqual([
        'kim has ended the conversation. If you need anything else, just write here.',
        expect.stringContaining('how satisfied are you with our service?'),
      ]);
      const closed = await world.run((ports) => ports.cases.find(caseId ?? ''));
      expect(closed?.status).toBe('closed');
    });

    it('lets the watch run out after the end, and a new chat brings it back', async () => {
      world = createRelayWorld();
      await chatWithAgent(world);
      await world.worker().complete();
      await world.run((ports) => reconcile(ports, world.memberId));
      const ended = await world.run((ports) => ports.store.entries<Watched>(WATCHED));
      await world.member().type('one more thing');

      await lookUntilDone(world);

      const reopened = await world.run((ports) => ports.store.entries<Watched>(WATCHED));
      expect(ended.map(({ data }) => data.until)).toEqual([expect.any(Number)]);
      expect(reopened.map(({ data }) => data.until)).toEqual([null]);
    });

    it('takes a Conversation that was deleted for closed', async () => {
      world = createRelayWorld();
      const conversationSid = await chatWithAgent(world);
      await world.sdk.conversations.v1.conversations(conversationSid).remove();

      await world.run((ports) => reconcile(ports, world.memberId));

      expect((await world.session()).state).toBe('ended');
    });

    it('follows the chat from one agent to another, and keeps the virtual agent out (R38, R39)', async () => {
      world = createRelayWorld();
      await chatWithAgent(world);
      const second = await world.addWorker('lee');
      await world.worker().transfer(second.sid);
      world.clock.advance(1_000);
      await world.run((ports) => reconcile(ports, world.memberId));
      expect((await world.session()).state).toBe('queued');

      await second.accept();
      await world.run((ports) => reconcile(ports, world.memberId));

      expect((await botSaid(world)).slice(-2)).toEqual([
        'kim has left the conversation. We are looking for another agent for you.',
        'lee has joined the conversation.',
      ]);
    });

    it('does nothing when nothing has changed', async () => {
      world = createRelayWorld();
      await chatWithAgent(world);
      const before = await world.session();

      await world.run((ports) => reconcile(ports, world.memberId));

      expect(await world.session()).toEqual(before);
    });
  });
});
