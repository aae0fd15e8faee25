import { drainOutbound } from '../../src/relay/outbound.ts';
import { relayDeletion, relayEdit } from '../../src/relay/outbound-changes.ts';
import { reconcile } from '../../src/relay/reconcile.ts';
import { createRelayWorld, type RelayWorld } from '../support/relay-world.ts';
import { agentSays, botSaid, chatWithAgent, notesToAgent, queueChat } from './agents.ts';
import { look } from './looks.ts';

const JOINED = 'kim has joined the conversation.';

describe('outbound', () => {
  let world: RelayWorld;

  /** As the sweep and the events do it: again and again, as long as something is left. */
  async function drain(): Promise<void> {
    for (let tries = 0; tries < 30; tries += 1) {
      const result = await world.run((ports) =>
        drainOutbound(ports, world.memberId).catch(() => ({ unfinished: true })),
      );
      if (!result.unfinished) return;
      world.clock.advance(9_000);
    }
    throw new Error('There is always something left');
  }

  /** What stands in the DM behind the line that says who joined. */
  async function sinceJoined(): Promise<readonly string[]> {
    const said = await botSaid(world);
    return said.slice(said.indexOf(JOINED) + 1);
  }

  async function sends(): Promise<number> {
    const { requests } = await world.discordState();
    return requests.filter((one) => one.method === 'POST' && one.path.endsWith('/messages')).length;
  }

  beforeEach(async () => {
    world = createRelayWorld();
    await chatWithAgent(world);
  });

  describe('drainOutbound()', () => {
    it('delivers in order, from a process that has never seen the member (S8, R25)', async () => {
      const bodies = Array.from({ length: 12 }, (_, number) => `line ${number}`);
      await agentSays(world, ...bodies);

      await drain();

      expect(await sinceJoined()).toEqual(bodies);
    });

    it('makes one message of fifty deliveries of the same webhook at once (R02, R03)', async () => {
      const [said] = await agentSays(world, 'only once');

      await world.together(
        Array.from(
          { length: 50 },
          () => (ports) =>
            drainOutbound(ports, world.memberId, { index: said?.index ?? 0 }).catch(() => ({ unfinished: true })),
        ),
      );
      await drain();

      expect(await sinceJoined()).toEqual(['only once']);
    });

    it('posts nothing twice when the answer of a send is lost (R01)', async () => {
      world.world.faults.add({ target: 'discord', kind: 'drop-response', match: 'POST /', times: 3 });
      await agentSays(world, 'first', 'second');

      await drain();

      expect(await sinceJoined()).toEqual(['first', 'second']);
    });

    it.each([0, 130_000, 400_000])(
      'posts nothing twice when the run dies and the next comes %i ms later (R01, R23)',
      async (pause) => {
        await agentSays(world, 'first', 'second', 'third');
        const work = (ports: Parameters<Parameters<RelayWorld['run']>[0]>[0]) => drainOutbound(ports, world.memberId);
        for (const at of [3, 4, 5]) await world.runUntilDeath(work, { at, when: 'after' });
        world.clock.advance(pause);

        await drain();

        expect(await sinceJoined()).toEqual(['first', 'second', 'third']);
      },
    );

    it('keeps the order through a storm of rate limits, and stays within bounds (R07, R25, R26)', async () => {
      const bodies = Array.from({ length: 20 }, (_, number) => `stormy ${number}`);
      const before = await sends();
      world.world.faults.add({
        target: 'discord',
        kind: 'status',
        status: 429,
        retryAfter: 0.4,
        match: 'POST /',
        rate: 0.5,
      });
      await agentSays(world, ...bodies);

      await drain();

      expect(await sinceJoined()).toEqual(bodies);
      expect((await sends()) - before).toBeLessThan(120);
    });

    it('asks no more than told while Discord refuses everything for a minute (R07)', async () => {
      world.world.faults.add({
        target: 'discord',
        kind: 'status',
        status: 429,
        retryAfter: 60,
        match: 'POST /',
        times: 6,
      });
      const before = await sends();
      await agentSays(world, 'patience');

      const result = await world.run((ports) => drainOutbound(ports, world.memberId));

      expect(result).toEqual({ unfinished: true });
      expect((await sends()) - before).toBe(1);
    });

    it('tells the agent, once a message and without trying again and again, that the member closed their DMs (R33, R30)', async () => {
      await world.member().change({ dms: 'closed' });
      const before = await sends();
      await agentSays(world, 'one', 'two', 'three');

      await drain();
      await drain();

      const notes = await notesToAgent(world);
      expect(notes.filter((note) => note.includes('does not accept direct messages'))).toHaveLength(3);
      expect((await sends()) - before).toBe(1);
      expect((await world.session()).unreachableSince).not.toBeNull();
    });

    it('delivers again as soon as the member has written (R33)', async () => {
      await world.member().change({ dms: 'closed' });
      await agentSays(world, 'lost');
      await drain();
      await world.member().change({ dms: 'open' });
      await world.member().type('I am back');
      await world.run((ports) => look(ports, world.memberId));
      await agentSays(world, 'welcome back');

      await drain();

      expect(await sinceJoined()).toEqual(['welcome back']);
    });

    it.each([
      { code: 50278, status: 403, why: 'no mutual server (R35)', note: 'does not accept direct messages' },
      { code: 200000, status: 400, why: 'AutoMod (R20)', note: 'filters refused the text' },
      { code: 240000, status: 400, why: 'a harmful link (R20)', note: 'filters refused the text' },
      { code: 20009, status: 400, why: 'explicit content (R20)', note: 'filters refused the text' },
      { code: 50035, status: 400, why: 'anything else', note: 'Discord refused it (code 50035)' },
    ])('tells the agent and goes on after code $code: $why', async ({ code, status, note }) => {
      world.world.faults.add({ target: 'discord', kind: 'status', status, code, match: 'POST /', times: 1 });
      await agentSays(world, 'refused');

      await drain();

      expect((await notesToAgent(world)).filter((one) => one.includes(note))).toHaveLength(1);
      expect(await sinceJoined()).toEqual([]);
      expect((await world.session()).outbound.index).toBeGreaterThan(0);
    });

    it('sends long texts in parts that give the whole (R28)', async () => {
      const body = Array.from({ length: 700 }, (_, number) => `w${number}`).join(' ');
      await agentSays(world, body);

      await drain();

      const parts = await sinceJoined();
      expect(parts.length).toBe(2);
      expect(parts.flatMap((part) => part.split(' '))).toEqual(body.split(' '));
    });

    it('never sends what the member or the virtual agent said, nor a note (R04, X06)', async () => {
      await world.member().type('my own words');
      await world.run((ports) => look(ports, world.memberId));
      const { conversationSid, agent } = await world.session();
      await world.sdk.conversations.v1.conversations(conversationSid ?? '').messages.create({
        author: agent?.identity ?? '',
        body: 'the customer is difficult',
        attributes: JSON.stringify({ internal: true }),
      });
      await agentSays(world, 'a real answer');

      await drain();

      expect(await sinceJoined()).toEqual(['a real answer']);
    });

    it('does nothing about an event whose message is dealt with', async () => {
      const [said] = await agentSays(world, 'once');
      await drain();
      const before = (await world.discordState()).requests.length;

      await world.run((ports) => drainOutbound(ports, world.memberId, { index: said?.index ?? 0 }));

      expect((await world.discordState()).requests).toHaveLength(before);
    });
  });

  describe('relayEdit()', () => {
    const long = Array.from({ length: 700 }, (_, number) => `w${number}`).join(' ');

    async function editTo(body: string): Promise<void> {
      const sid = (await world.flex()).messages.at(-1)?.sid ?? '';
      world.clock.advance(6_000);
      await world.run(async (ports) => {
        const session = await ports.sessions.load(world.memberId);
        if (session !== null) await relayEdit(ports, session, sid, body);
      });
    }

    it.each([
      { what: 'a text', before: 'it costs 5', after: 'it costs 6', parts: 1 },
      { what: 'a short text to a long one', before: 'short', after: long, parts: 2 },
      { what: 'a long text to a short one, leaving no stale part', before: long, after: 'short', parts: 1 },
    ])('changes $what (R28, S5)', async ({ before, after, parts }) => {
      await agentSays(world, before);
      await drain();

      await editTo(after);

      const said = await sinceJoined();
      expect(said).toHaveLength(parts);
      expect(said.flatMap((part) => part.split(' '))).toEqual(after.split(' '));
    });

    it('does nothing when only attributes have changed', async () => {
      await agentSays(world, 'the same');
      await drain();

      await editTo('the same');

      const last = (await world.dm()).at(-1);
      expect(last).toMatchObject({ content: 'the same', editedAt: null });
    });

    it('repeats harmlessly (R02)', async () => {
      await agentSays(world, 'short');
      await drain();

      await editTo(long);
      await editTo(long);

      expect(await sinceJoined()).toHaveLength(2);
    });
  });

  describe('relayDeletion()', () => {
    it('takes every part away, and repeats harmlessly', async () => {
      const [said] = await agentSays(world, Array.from({ length: 700 }, (_, number) => `w${number}`).join(' '));
      await drain();

      for (let times = 0; times < 2; times += 1) {
        await world.run(async (ports) => {
          const session = await ports.sessions.load(world.memberId);
          if (session !== null) await relayDeletion(ports, session, said?.sid ?? '');
        });
      }

      expect(await sinceJoined()).toEqual([]);
    });
  });

  describe('the line that an agent has joined', () => {
    it('comes once and first, whichever of message and participant is noticed first', async () => {
      const fresh = createRelayWorld();
      world = fresh;
      await queueChat(world);
      await world.worker().accept();
      await agentSays(world, 'good morning');

      await world.together([
        (ports) => drainOutbound(ports, world.memberId).then(() => undefined),
        (ports) => reconcile(ports, world.memberId).then(() => undefined),
        (ports) => drainOutbound(ports, world.memberId).then(() => undefined),
      ]);
      await drain();

      const said = await botSaid(world);
      expect(said.filter((one) => one === JOINED)).toHaveLength(1);
      expect(await sinceJoined()).toEqual(['good morning']);
    });

    it('shows the alias instead of every agent’s name where one is set (X07)', async () => {
      world = createRelayWorld({ variables: { AGENT_ALIAS: 'The Wisp Team' } });

      await chatWithAgent(world);

      const said = await botSaid(world);
      expect(said).toContain('The Wisp Team has joined the conversation.');
      expect(said.join()).not.toContain('kim');
    });
  });
});
