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
