import type { Fault } from '../../src/errors.ts';
import { type ConversationsGateway, parseAttributes } from '../../src/flex/conversations.ts';
import { gatewayTo, type ServedTwilio, serveTwilio } from './gateway.ts';

const MEMBER = 'discord_1440000000000000042';
const FLOW = `FW${'f1'.repeat(16)}`;

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
  describe('create() and fetch()', () => {
    it('make a Conversation that is found by sid and by name, with its attributes', async () => {
      const name = newName();

      const created = await conversations.create(name, 'Ann', { status: 'bot', memberId: '1440000000000000042' });

      expect(created).toEqual({
        sid: expect.stringMatching(/^CH[0-9a-f]{32}$/),
        state: 'active',
        attributes: { status: 'bot', memberId: '1440000000000000042' },
      });
      expect(await conversations.fetch(created.sid)).toEqual(created);
      expect(await conversations.fetch(name)).toEqual(created);
    });

    it('R08 let exactly one of twenty creators of a name succeed, and tell the others so', async () => {
      const name = newName();

      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, () => conversations.create(name, 'Ann', {})),
      );

      const refused = outcomes.filter((one) => one.status === 'rejected').map((one) => one.reason);
      expect(refused).toHaveLength(19);
      for (const fault of refused)
        expect(fault).toMatchObject({ code: 'TWILIO_REFUSED', upstreamStatus: 409, upstreamCode: 50353 });
    });

    it('R01 show a creation whose answer was lost as a name that is taken', async () => {
      const name = newName();
      served.world.faults.add({
        target: 'twilio',
        kind: 'drop-response',
        match: 'POST /twilio/conversations',
        times: 1,
      });

      const fault = await faultOf(conversations.create(name, 'Ann', {}));

      expect(fault.upstreamCode).toBe(50353);
      expect((await conversations.fetch(name)).state).toBe('active');
    });

    it('take a name longer than Twilio does', async () => {
      const { sid } = await conversations.create(newName(), 'A'.repeat(400), {});

      expect(held(sid).friendlyName).toBe('A'.repeat(256));
    });

    it('refuse what is not there', async () => {
      const fault = await faultOf(conversations.fetch('no-such-name'));

      expect(fault).toMatchObject({
        code: 'TWILIO_REFUSED',
        outcome: 'refused',
        upstreamStatus: 404,
        upstreamCode: 20404,
      });
    });
  });

  describe('setAttributes()', () => {
    it('replaces all attributes', async () => {
      const { sid } = await conversations.create(newName(), 'Ann', { status: 'bot', old: true });

      await conversations.setAttributes(sid, { status: 'queued' });

      expect((await conversations.fetch(sid)).attributes).toEqual({ status: 'queued' });
    });
  });

  describe('addParticipant() and participants()', () => {
    it('R41 tell of a member who is there already', async () => {
      const sid = await open();
      await conversations.addParticipant(sid, MEMBER);

      const fault = await faultOf(conversations.addParticipant(sid, MEMBER));

      expect([50433, 50437]).toContain(fault.upstreamCode);
      expect(await conversations.participants(sid)).toEqual([{ sid: expect.stringMatching(/^MB/), identity: MEMBER }]);
    });
  });

  describe('addWebhook(), webhooks() and removeWebhook()', () => {
    it('send the whole configuration: nested keys would be dropped without a word', async () => {
      const sid = await open();

      await conversations.addWebhook(sid, {
        target: 'webhook',
        url: 'https://support-1234.twil.io/conversations/events?member=1',
        filters: ['onMessageAdded', 'onParticipantAdded'],
      });
      await conversations.addWebhook(sid, { target: 'studio', flowSid: FLOW, replayAfter: 3 });

      expect([...held(sid).webhooks.values()]).toMatchObject([
        {
          target: 'webhook',
          url: 'https://support-1234.twil.io/conversations/events?member=1',
          method: 'post',
          filters: ['onMessageAdded', 'onParticipantAdded'],
        },
        { target: 'studio', flowSid: FLOW, filters: ['onMessageAdded'], replayAfter: 3 },
      ]);
    });

    it('list what is set up and take it away', async () => {
      const sid = await open();
      const webhook = await conversations.addWebhook(sid, { target: 'studio', flowSid: FLOW });
      const before = await conversations.webhooks(sid);

      await conversations.removeWebhook(sid, webhook.sid);

      expect(before).toEqual([{ sid: webhook.sid, target: 'studio' }]);
      expect(await conversations.webhooks(sid)).toEqual([]);
    });

    it('S4 R32 are not repeated when it is not known whether the webhook was made', async () => {
      const sid = await open();
      served.world.faults.add({ target: 'twilio', kind: 'drop-response', match: '/Webhooks', times: 1 });

      const fault = await faultOf(conversations.addWebhook(sid, { target: 'studio', flowSid: FLOW }));

      expect(fault).toMatchObject({ code: 'TWILIO_UNREACHABLE', outcome: 'unknown' });
      expect(await conversations.webhooks(sid)).toHaveLength(1);
    });
  });

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

  describe('userName() and setUserName()', () => {
    it('give a member the name Flex shows', async () => {
      await conversations.addParticipant(await open(), MEMBER);

      await conversations.setUserName(MEMBER, 'Ann 👾');

      expect(await conversations.userName(MEMBER)).toBe('Ann 👾');
    });

    it('know no name of nobody', async () => {
      expect(await conversations.userName('discord_1440000000000000099')).toBeNull();
    });
  });

  describe('parseAttributes()', () => {
    it.each<{ text: unknown; attributes: object }>([
      { text: '{"status":"bot"}', attributes: { status: 'bot' } },
      { text: '{}', attributes: {} },
      { text: '', attributes: {} },
      { text: '{', attributes: {} },
      { text: 'null', attributes: {} },
      { text: '[1]', attributes: {} },
      { text: '5', attributes: {} },
      { text: undefined, attributes: {} },
      { text: { status: 'bot' }, attributes: {} },
    ])('reads $text as $attributes', ({ text, attributes }) => {
      expect(parseAttributes(text)).toEqual(attributes);
    });
  });
});
