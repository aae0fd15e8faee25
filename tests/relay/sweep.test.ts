import type { AppPorts } from '../../src/app/ports.ts';
import { type SweepResult, type SweepState, sweep } from '../../src/relay/sweep.ts';
import { createRelayWorld, type RelayWorld } from '../support/relay-world.ts';
import { agentSays, botSaid, chatWithAgent, openChat, queueChat } from './agents.ts';
import { saidBy } from './looks.ts';

describe('sweep', () => {
  let world: RelayWorld;

  beforeEach(() => {
    world = createRelayWorld();
  });

  function run(state: SweepState | null, wake: string | null = null): (ports: AppPorts) => Promise<SweepResult> {
    return (ports) => sweep(ports, { state, wake });
  }

  function stateOf(result: SweepResult): SweepState {
    if (result.kind !== 'continue') throw new Error(`The chain ended with ${result.kind}`);
    return result.state;
  }

  /** A chain of runs, each handing on to the next. */
  async function chain(runs: number, state: SweepState | null = null): Promise<SweepState> {
    let current = state;
    for (let made = 0; made < runs; made += 1) current = stateOf(await world.run(run(current)));
    if (current === null) throw new Error('No run was asked for');
    return current;
  }

  /** Nothing waits for the virtual agent. */
  async function answered(): Promise<void> {
    await world.run((ports) => ports.sessions.change(world.memberId, (session) => ({ ...session, botIndex: 99 })));
  }

  async function calls(): Promise<{ discord: number; twilio: number; reads: number }> {
    const { requests } = await world.discordState();
    const reads = requests.filter((one) => one.method === 'GET' && one.path.includes('/messages')).length;
    return { discord: requests.length, twilio: (await world.flex()).requests.length, reads };
  }

  describe('sweep()', () => {
    it('brings what the member types into the Conversation while it runs', async () => {
      await world.startChat();
      world.clock.after(3_000, () => void world.member().type('typed during the run'));

      const result = await world.run(run(null));

      expect(result.kind).toBe('continue');
      expect(saidBy(await world.flex(), world.memberId)).toEqual(['typed during the run']);
    });

    it('lets one of several at once work; the others look once at the member who woke them (R05)', async () => {
      await world.startChat();
      await world.member().type('hello');

      const results = await world.together(Array.from({ length: 4 }, () => run(null, world.memberId)));

      expect(results.map((result) => result.kind).sort()).toEqual(['continue', 'held', 'held', 'held']);
      expect(saidBy(await world.flex(), world.memberId)).toEqual(['hello']);
    });

    it('ends within the life of a Function, however many chats and however slow the clouds (R15)', async () => {
      for (let number = 0; number < 6; number += 1) {
        const member = await world.addMember(`member_${number}`);
        await world.startChat(member.id);
      }
      world.world.faults.add({ target: 'discord', kind: 'hang', match: 'GET /' });
      const start = world.clock.now();

      await world.run(run(null));

      expect(world.clock.now() - start).toBeLessThan(9_000);
    });

    it('hands on its lease and what it has seen; the run before cannot go on beside the next', async () => {
      await openChat(world);
      const first = await chain(1);
      const second = await chain(1, first);

      const late = await world.run(run(first));

      expect(late.kind).toBe('held');
      expect(second.runs).toBe(2);
      expect(Object.keys(second.chats)).toEqual([world.memberId]);
    });

    it('is taken over when its chain has died', async () => {
      await openChat(world);
      await chain(1);
      const early = await world.run(run(null));
      world.clock.advance(16_000);

      const later = await world.run(run(null));

      expect([early.kind, later.kind]).toEqual(['held', 'continue']);
    });

    it('costs one call to Discord for each look, and none to Twilio, while a chat is quiet', async () => {
      await openChat(world);
      await answered();
      let state = await chain(3);
      world.clock.advance(90_000);
      state = await chain(2, { ...state, lease: stateOf(await world.run(run(null))).lease });
      const before = await calls();
      const renewals = 2;

      state = await chain(2, state);

      const after = await calls();
      const twilio = (await world.flex()).requests.slice(before.twilio);
      expect(twilio.filter((one) => !/relay\.(lease|watched)/.test(one.path))).toEqual([]);
      expect(twilio.filter((one) => one.path.includes('relay.lease'))).toHaveLength(2 * renewals);
      expect(after.discord - before.discord).toBe(after.reads - before.reads);
      expect(after.reads - before.reads).toBeLessThanOrEqual(9);
    });

    it('looks less often the longer a chat is quiet, and at once when an event comes', async () => {
      await openChat(world);
      let state = await chain(1);
      world.clock.advance(30 * 60_000);
      state = await chain(1, { ...state, lease: stateOf(await world.run(run(null))).lease });
      const before = (await calls()).reads;
      state = await chain(4, state);
      const quiet = (await calls()).reads - before;

      await world.startChat();
      await chain(1, state);

      expect(quiet).toBeLessThanOrEqual(2);
      expect((await calls()).reads - before - quiet).toBeGreaterThanOrEqual(3);
    });

    it('loses nothing when what it is told is wrong, and doubles nothing (R11, R10)', async () => {
      await openChat(world);
      const { lease } = await chain(1);
      const lies = { seen: 'nonsense', newest: '1', active: 0, look: 0, check: 0 };
      await world.member().type('still there?');

      await chain(1, { lease, runs: 3, chats: { [world.memberId]: lies, '1440000000000000999': lies } });

      expect(saidBy(await world.flex(), world.memberId)).toEqual(['hello', 'still there?']);
    });

    it('is not held up by one stuck member (R15, R27)', async () => {
      const stuck = await world.addMember('stuck');
      await world.startChat(stuck.id);
      await world.startChat();
      world.world.faults.add({
        target: 'discord',
        kind: 'hang',
        match: `GET /api/v10/channels/${world.dmId(stuck.id)}`,
      });
      await world.member().type('hello');
      const start = world.clock.now();
      let relayedAfter = Number.POSITIVE_INFINITY;
      const stop = world.world.events.subscribe(() => {
        const isRelayed = world.webhooks.some((webhook) => webhook.fields['Body'] === 'hello');
        if (isRelayed) relayedAfter = Math.min(relayedAfter, world.clock.now() - start);
      });

      await world.run(run(null));

      stop();
      expect(relayedAfter).toBeLessThan(1_000);
      expect(world.log.some((line) => line['message'] === 'Look at chat failed' && line['member'] === stuck.id)).toBe(
        true,
      );
    });

    it('finds what lost events would have told: an agent who joined, wrote and ended', async () => {
      await queueChat(world);
      await world.worker().accept();
      await agentSays(world, 'nobody heard of me');
      const state = await chain(1);
      expect(await botSaid(world)).toEqual(
        expect.arrayContaining(['kim has joined the conversation.', 'nobody heard of me']),
      );
      await world.worker().complete();

      await chain(3, state);

      expect(await botSaid(world)).toContain(
        'kim has ended the conversation. If you need anything else, just write here.',
      );
      expect((await world.session()).state).toBe('ended');
    });

    it('hands a message that no flow has heard to the flow again, by a webhook that replays it', async () => {
      await openChat(world);
      const before = (await world.flex()).webhooks.filter((webhook) => webhook.target === 'studio');

      await chain(4);

      const after = (await world.flex()).webhooks.filter((webhook) => webhook.target === 'studio');
      expect(after).toHaveLength(1);
      expect(after[0]?.sid).not.toBe(before[0]?.sid);
      expect(after[0]?.replayAfter).not.toBeNull();
    });

    it('ends when no chat is left to watch, and lets the next one start at once', async () => {
      await chatWithAgent(world);
      await world.worker().complete();
      let result: SweepResult = { kind: 'continue', looks: 0, state: await chain(1) };
      for (let runs = 0; runs < 300 && result.kind === 'continue'; runs += 1) {
        world.clock.advance(10_000);
        const state: SweepState | null = result.state;
        result = await world.run(run(state));
      }
      expect(result.kind).toBe('done');

      await world.startChat();

      expect((await world.run(run(null))).kind).toBe('continue');
    });

    it('keeps a chat that comes back while its watch runs out', async () => {
      await chatWithAgent(world);
      await world.worker().complete();
      const state = await chain(1);
      await chain(3, state);
      const { state: ended, stateSince } = await world.session();
      expect(ended).toBe('ended');
      world.clock.advance(stateSince + 15 * 60_000 - 4_000 - world.clock.now());
      world.clock.after(7_300, () => void world.startChat());

      const next = await chain(1);

      expect(Object.keys(next.chats)).toEqual([world.memberId]);
    });
  });
});
