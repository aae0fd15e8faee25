import type { AppPorts } from '../../src/app/ports.ts';
import { relayInbound } from '../../src/relay/inbound.ts';
import type { Death } from '../support/relay-process.ts';
import { createRelayWorld, type RelayWorld } from '../support/relay-world.ts';
import { look, lookUntilDone, saidBy } from './looks.ts';

/** More calls than any run below makes: each test stops at the number that the run really makes. */
const DEATHS: readonly Death['when'][] = ['before', 'after'];
const LONG = Array.from({ length: 220 }, (_, number) => `word${number}`).join(' ');

describe('inbound', () => {
  let world: RelayWorld;

  async function type(...contents: readonly string[]): Promise<void> {
    for (const content of contents) await world.member().type(content);
  }

  async function freshChat(...contents: readonly string[]): Promise<void> {
    world = createRelayWorld();
    await world.startChat();
    await type(...contents);
  }

  /** Kills the run at each of its calls in turn; after each death the world goes on as it would. */
  async function dieEverywhere(
    prepare: () => Promise<void>,
    work: (ports: AppPorts) => Promise<unknown>,
    check: (death: Death) => Promise<void>,
  ): Promise<number> {
    await prepare();
    const calls = await world.countCalls(work);
    for (const when of DEATHS) {
      for (let at = 1; at <= calls; at += 1) {
        await prepare();
        const outcome = await world.runUntilDeath(work, { at, when });
        expect(outcome).toBe('died');
        world.clock.advance(15_000);
        await lookUntilDone(world);
        await check({ at, when });
      }
    }
    return calls;
  }

  describe('relayInbound() when its process dies', () => {
    it('heals at every step of opening a chat, with nothing lost or doubled (R23, R08, R22)', async () => {
      const calls = await dieEverywhere(
        () => freshChat('first', 'second'),
        (ports) => look(ports, world.memberId),
        async (death) => {
          const flex = await world.flex();
          expect({ death, said: saidBy(flex, world.memberId) }).toEqual({ death, said: ['first', 'second'] });
          expect(flex.conversations).toHaveLength(1);
          expect(flex.participants).toHaveLength(1);
          expect(flex.webhooks.map((webhook) => webhook.target).sort()).toEqual(['studio', 'webhook']);
        },
      );

      expect(calls).toBeGreaterThan(8);
    });

    it('heals at every step of an open chat, also between the parts of a long message (R23, R02)', async () => {
      await dieEverywhere(
        async () => {
          await freshChat('first');
          await lookUntilDone(world);
          await type(LONG, 'last');
        },
        (ports) => look(ports, world.memberId),
        async (death) => {
          const said = saidBy(await world.flex(), world.memberId);
          const [first, ...rest] = said;
          const long = rest.slice(0, -1).join('');
          expect({ death, first, long, last: rest.at(-1) }).toEqual({
            death,
            first: 'first',
            long: LONG,
            last: 'last',
          });
        },
      );
    });

    it('keeps a form’s text, which cannot be read again, and what it was meant for (R23)', async () => {
      await dieEverywhere(
        async () => {
          await freshChat('first');
          await lookUntilDone(world);
        },
        (ports) =>
          relayInbound(ports, world.memberId, {
            settle: 'now',
            pushed: { id: '1574348783616999999', body: 'Reset Password', intent: 'handled' },
          }),
        async (death) => {
          const flex = await world.flex();
          const pushed = flex.messages.filter((message) => message.body === 'Reset Password');
          const atAll = (await world.session()).inbound.recent.some((one) => one.id === '1574348783616999999');
          expect({ death, pushed: pushed.length }).toEqual({ death, pushed: atAll ? 1 : 0 });
          for (const message of pushed) expect(JSON.parse(message.attributes)).toMatchObject({ intent: 'handled' });
        },
      );
    });

    it('heals at every step of carrying an edit and a deletion over (R23)', async () => {
      await dieEverywhere(
        async () => {
          await freshChat('to be edited', 'to be deleted');
          await lookUntilDone(world);
          const [, edited, deleted] = await world.dm();
          if (edited === undefined || deleted === undefined) throw new Error('Two messages were typed');
          world.clock.advance(5_000);
          await world.member().edit(edited, 'edited');
          await world.member().remove(deleted);
        },
        (ports) => look(ports, world.memberId),
        async (death) => {
          const said = saidBy(await world.flex(), world.memberId);
          expect({ death, said }).toEqual({
            death,
            said: ['edited\n[edited]', '[The member deleted this message]'],
          });
        },
      );
    });
  });

  describe('relayInbound() when a cloud fails', () => {
    beforeEach(async () => {
      await freshChat('first');
      await lookUntilDone(world);
    });

    it.each(['drop-response', 'reset', 'hang'] as const)('writes a message once after %s (R01, R02)', async (kind) => {
      world.world.faults.add({ target: 'twilio', kind, match: '/Messages', times: 1 });
      await type('second', 'third');

      await lookUntilDone(world);

      expect(saidBy(await world.flex(), world.memberId)).toEqual(['first', 'second', 'third']);
    });

    it.each([
      { what: 'the store’s answer', match: 'POST /sync.twilio.com' },
      { what: 'the store', match: 'GET /sync.twilio.com' },
      { what: 'the Conversation', match: 'conversations.twilio.com' },
    ])('writes a message once when $what is lost now and then (R02)', async ({ match }) => {
      world.world.faults.add({ target: 'twilio', kind: 'drop-response', match, rate: 0.3 });
      for (let number = 0; number < 12; number += 1) {
        await type(`message ${number}`);
        await world.run((ports) => look(ports, world.memberId).catch(() => null));
        world.clock.advance(2_000);
      }

      await lookUntilDone(world);

      const expected = ['first', ...Array.from({ length: 12 }, (_, number) => `message ${number}`)];
      expect(saidBy(await world.flex(), world.memberId)).toEqual(expected);
    });

    it('drains what has piled up, in order, when Twilio comes back after an hour (R19)', async () => {
      world.world.faults.add({ target: 'twilio', kind: 'status', status: 503, match: '' });
      const contents = Array.from({ length: 30 }, (_, number) => `waiting ${number}`);
      for (const content of contents) {
        await type(content);
        await world.run((ports) => look(ports, world.memberId).catch(() => null));
        world.clock.advance(120_000);
      }
      world.world.faults.clear();

      await lookUntilDone(world);

      expect(saidBy(await world.flex(), world.memberId)).toEqual(['first', ...contents]);
    });

    it('waits as told when Twilio limits the rate, and keeps the order (R26)', async () => {
      world.world.faults.add({ target: 'twilio', kind: 'status', status: 429, match: '/Messages', rate: 0.5 });
      const contents = Array.from({ length: 15 }, (_, number) => `limited ${number}`);
      await type(...contents);

      await lookUntilDone(world);

      expect(saidBy(await world.flex(), world.memberId)).toEqual(['first', ...contents]);
    });

    it('leaves a message where it is while Discord cannot be read, and brings it later (R11)', async () => {
      world.world.faults.add({ target: 'discord', kind: 'status', status: 502, match: 'GET /' });
      await type('second');
      await expect(world.run((ports) => look(ports, world.memberId))).rejects.toMatchObject({
        code: 'DISCORD_UNREACHABLE',
      });
      world.world.faults.clear();

      await lookUntilDone(world);

      expect(saidBy(await world.flex(), world.memberId)).toEqual(['first', 'second']);
    });
  });
});
