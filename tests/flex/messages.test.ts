import type { Fault } from '../../src/errors.ts';
import type { ConversationsGateway } from '../../src/flex/conversations.ts';
import { gatewayTo, type ServedTwilio, serveTwilio } from './gateway.ts';

const MEMBER = 'discord_1440000000000000042';

let served: ServedTwilio;
let conversations: ConversationsGateway;
let made = 0;

beforeAll(async () => {
  served = await serveTwilio();
  conversations = gatewayTo(served, { timeLeft: 600_000 }).conversations;
});

beforeEach(() => served.world.clock.advance(10_000));

afterEach(() => served.world.faults.clear());

afterAll(async () => {
  await served.close();
});

function newName(): string {
  made += 1;
  return `discord-1440000000000000042-${made}`;
}

async function open(): Promise<string> {
  return (await conversations.create(newName(), 'Ann', {})).sid;
}

function say(sid: string, body: string, notify = false) {
  return conversations.addMessage(sid, { author: MEMBER, body, attributes: { discordId: body }, notify });
}

async function faultOf(calling: Promise<unknown>): Promise<Fault> {
  return calling.then(
    () => {
      throw new Error('Expected a fault');
    },
    (error: Fault) => error,
  );
}

/** What the emulated Twilio holds. */
function held(sid: string) {
  const found = served.twilio.store.conversations.get(sid);
  if (found === undefined) throw new Error('No such Conversation');
  return found;
}

describe('conversations', () => {
  describe('addMessage()', () => {
    it('stores a message of a participant as theirs, and of others as nobody’s', async () => {
      const sid = await open();
      await conversations.addParticipant(sid, MEMBER);

      const own = await say(sid, 'hello');
      const system = await conversations.addMessage(sid, {
        author: 'system',
        body: 'note',
        attributes: {},
        notify: false,
      });

      expect(own).toEqual({
        sid: expect.stringMatching(/^IM[0-9a-f]{32}$/),
        index: 0,
        author: MEMBER,
        participantSid: expect.stringMatching(/^MB/),
        body: 'hello',
        attributes: { discordId: 'hello' },
        media: [],
        createdAt: expect.any(Number),
      });
      expect(system.participantSid).toBeNull();
      expect(Math.abs(own.createdAt - served.world.clock.now())).toBeLessThan(5_000);
    });

    it.each<{ notify: boolean; deliveries: number }>([
      { notify: true, deliveries: 1 },
      { notify: false, deliveries: 0 },
    ])('lets the webhooks hear of it $deliveries times when notify is $notify', async ({ notify, deliveries }) => {
      const sid = await open();
      const url = 'https://support-1234.twil.io/conversations/events';
      await conversations.addWebhook(sid, { target: 'webhook', url, filters: ['onMessageAdded'] });

      await say(sid, 'hello', notify);

      // The emulated Twilio delivers after it has answered.
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(served.twilio.store.deliveries.filter((one) => one.conversationSid === sid)).toHaveLength(deliveries);
    });

    it.each(['drop-response', 'reset', 'status'] as const)(
      'R01 is not repeated after %s: the caller looks first',
      async (kind) => {
        const sid = await open();
        served.world.faults.add({ target: 'twilio', kind, status: 503, match: '/Messages', times: 1 });

        const fault = await faultOf(say(sid, 'hello'));

        expect(fault).toMatchObject({ code: 'TWILIO_UNREACHABLE', outcome: 'unknown' });
        expect(held(sid).messages.size).toBe(kind === 'drop-response' ? 1 : 0);
      },
    );

    it('is tried again when Twilio was asked too fast, because that request did nothing', async () => {
      const sid = await open();
      served.world.faults.add({ target: 'twilio', kind: 'status', status: 429, match: '/Messages', times: 2 });

      await say(sid, 'hello');

      expect(held(sid).messages.size).toBe(1);
    });

    it('tells of a Conversation that is closed', async () => {
      const sid = await open();
      await served.client.conversations.v1.conversations(sid).update({ state: 'closed' });

      const fault = await faultOf(say(sid, 'hello'));

      expect(fault).toMatchObject({ code: 'TWILIO_REFUSED', upstreamCode: 50377 });
      expect((await conversations.fetch(sid)).state).toBe('closed');
    });
  });

  describe('editMessage()', () => {
    it('changes the body and, where given, the attributes', async () => {
      const sid = await open();
      const first = await say(sid, 'one');
      const second = await say(sid, 'two');

      await conversations.editMessage(sid, first.sid, 'one!');
      await conversations.editMessage(sid, second.sid, 'two!', { origin: 'member' });

      expect(await conversations.messagesAfter(sid, -1)).toMatchObject([
        { body: 'one!', attributes: { discordId: 'one' } },
        { body: 'two!', attributes: { origin: 'member' } },
      ]);
    });
  });

  describe('latestMessages()', () => {
    it('S7 gives the newest, newest first', async () => {
      const sid = await open();
      for (const body of ['1', '2', '3']) await say(sid, body);

      const latest = await conversations.latestMessages(sid, 2);

      expect(latest.map(({ body }) => body)).toEqual(['3', '2']);
    });
  });

  describe('messagesAfter()', () => {
    let sid: string;
    /** Of the messages "0" to "119"; Twilio leaves indexes out now and then. */
    const indexes: number[] = [];

    beforeAll(async () => {
      sid = await open();
      for (let number = 0; number < 120; number += 1) {
        served.world.clock.advance(100);
        indexes.push((await say(sid, String(number))).index);
      }
    });

    it.each([-1, 0, 19, 68, 69, 70, 118])(
      'R13 gives all behind message %d of 120, oldest first, though a page holds 50',
      async (position) => {
        const messages = await conversations.messagesAfter(sid, indexes[position] ?? -1);

        const numbers = Array.from({ length: 119 - position }, (_, step) => String(position + 1 + step));
        expect(messages.map(({ body }) => body)).toEqual(numbers);
      },
    );

    it('gives nothing behind the last one', async () => {
      const last = indexes.at(-1) ?? 0;

      const behind = [
        ...(await conversations.messagesAfter(sid, last)),
        ...(await conversations.messagesAfter(sid, last + 50)),
      ];

      expect(behind).toEqual([]);
    });

    it('reads one page where one is enough', async () => {
      const before = served.exchanges.length;

      await conversations.messagesAfter(sid, indexes[100] ?? 0);

      expect(served.exchanges.length - before).toBe(1);
    });

    it('gives nothing of an empty Conversation', async () => {
      expect(await conversations.messagesAfter(await open(), -1)).toEqual([]);
    });
  });
});
