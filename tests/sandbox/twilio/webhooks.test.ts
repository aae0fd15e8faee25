import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import type { FaultKind } from '../../../sandbox/core/faults.ts';
import { createTwilioHarness, TWILIO_ACCOUNT, type TwilioHarness, textAt } from '../../support/twilio-world.ts';

const CONVERSATIONS = '/conversations.twilio.com/v1/Conversations';
const URL_WITH_QUERY = 'http://127.0.0.1:9/conversations/events?member=1';
const FIRES = { 'X-Twilio-Webhook-Enabled': 'true' };
const EVENTS = [
  'onMessageAdded',
  'onMessageUpdated',
  'onMessageRemoved',
  'onParticipantAdded',
  'onParticipantUpdated',
  'onParticipantRemoved',
  'onConversationUpdated',
  'onConversationStateUpdated',
  'onConversationRemoved',
];

async function listen(harness: TwilioHarness, filters: readonly string[] = EVENTS): Promise<string> {
  const { body } = await harness.rest('POST', CONVERSATIONS, { UniqueName: 'one', Attributes: '{"status":"bot"}' });
  const sid = textAt(body, 'sid');
  await harness.rest('POST', `${CONVERSATIONS}/${sid}/Webhooks`, {
    Target: 'webhook',
    'Configuration.Url': URL_WITH_QUERY,
    'Configuration.Filters': filters,
  });
  return sid;
}

describe('twilio emulator › webhooks', () => {
  describe('the header rule', () => {
    it.each([
      ['true', 1],
      ['false', 0],
      [undefined, 0],
    ])('X-Twilio-Webhook-Enabled: %s → %d deliveries (R04)', async (header, count) => {
      const harness = createTwilioHarness();
      const sid = await listen(harness);

      const headers = header === undefined ? {} : { 'X-Twilio-Webhook-Enabled': header };
      await harness.rest('POST', `${CONVERSATIONS}/${sid}/Messages`, { Body: 'hello' }, headers);
      await harness.settle();

      expect(harness.received).toHaveLength(count);
    });

    it('tells a webhook only what its filters name', async () => {
      const harness = createTwilioHarness();
      const sid = await listen(harness, ['onMessageAdded']);

      const { body } = await harness.rest('POST', `${CONVERSATIONS}/${sid}/Messages`, { Body: 'a' }, FIRES);
      await harness.rest('POST', `${CONVERSATIONS}/${sid}/Messages/${textAt(body, 'sid')}`, { Body: 'b' }, FIRES);
      await harness.settle();

      expect(harness.received.map((one) => one.fields.EventType)).toEqual(['onMessageAdded']);
    });
  });

  describe('payloads', () => {
    it('carry every event with its fields, signed over the URL with its query (S1)', async () => {
      const harness = createTwilioHarness();
      const sid = await listen(harness);
      const at = `${CONVERSATIONS}/${sid}`;

      const participant = await harness.rest('POST', `${at}/Participants`, { Identity: 'discord_1' }, FIRES);
      const participantPath = `${at}/Participants/${textAt(participant.body, 'sid')}`;
      await harness.rest('POST', participantPath, { LastReadMessageIndex: 0 }, FIRES);
      const message = await harness.rest('POST', `${at}/Messages`, { Author: 'discord_1', Body: 'hi & ü' }, FIRES);
      const messagePath = `${at}/Messages/${textAt(message.body, 'sid')}`;
      await harness.rest('POST', messagePath, { Body: 'hello' }, FIRES);
      await harness.rest('DELETE', messagePath, undefined, FIRES);
      await harness.rest('DELETE', participantPath, undefined, FIRES);
      await harness.rest('POST', at, { Attributes: '{}', State: 'inactive' }, FIRES);
      await harness.rest('DELETE', at, undefined, FIRES);
      await harness.settle();

      const byEvent = Object.fromEntries(harness.received.map((one) => [one.fields.EventType, one.fields]));
      expect(Object.keys(byEvent).sort()).toEqual([...EVENTS].sort());
      for (const { url, fields, signature } of harness.received) {
        expect(url).toBe(URL_WITH_QUERY);
        expect(fields).toMatchObject({ AccountSid: TWILIO_ACCOUNT.sid, Source: 'API', ConversationSid: sid });
        expect(fields).not.toHaveProperty('ClientIdentity');
        expect(signature).toBe(getExpectedTwilioSignature(TWILIO_ACCOUNT.authToken, url, fields));
      }
      expect(byEvent.onMessageAdded).toMatchObject({
        MessageSid: message.body.sid,
        ParticipantSid: participant.body.sid,
        Index: '0',
        Body: 'hi & ü',
        Author: 'discord_1',
        Attributes: '{}',
      });
      expect(byEvent.onMessageUpdated).toMatchObject({ Body: 'hello', DateUpdated: expect.any(String) });
      expect(byEvent.onMessageRemoved).toMatchObject({ DateRemoved: expect.any(String) });
      expect(byEvent.onParticipantAdded).toMatchObject({ Identity: 'discord_1', RoleSid: expect.any(String) });
      expect(byEvent.onParticipantUpdated).toMatchObject({ LastReadMessageIndex: '0' });
      expect(byEvent.onConversationStateUpdated).toMatchObject({
        StateFrom: 'active',
        StateTo: 'inactive',
        Reason: 'API',
      });
      expect(byEvent.onConversationRemoved).toMatchObject({ UniqueName: 'one', State: 'inactive' });
    });

    it('give the reason of a change of state: a call, a timer, an event', async () => {
      const harness = createTwilioHarness();
      const sid = await listen(harness, ['onConversationStateUpdated']);
      const path = `${CONVERSATIONS}/${sid}`;

      await harness.rest('POST', path, { 'Timers.Inactive': 'PT1M', State: 'active' }, FIRES);
      harness.world.clock.advance(60_000);
      await harness.rest('POST', `${path}/Messages`, { Body: 'back' }, FIRES);
      await harness.rest('POST', path, { State: 'closed' }, FIRES);
      await harness.settle();

      expect(harness.received.map(({ fields }) => [fields.StateFrom, fields.StateTo, fields.Reason])).toEqual([
        ['active', 'inactive', 'TIMER'],
        ['inactive', 'active', 'EVENT'],
        ['active', 'closed', 'API'],
      ]);
    });

    it('describe media as a JSON text', async () => {
      const harness = createTwilioHarness();
      const sid = await listen(harness);
      const upload = await harness.twilio.api.request(
        `/mcs.us1.twilio.com/v1/Services/${harness.twilio.seed.chatServiceSid}/Media?Filename=a.png`,
        {
          method: 'POST',
          headers: { Authorization: basicHeader(), 'Content-Type': 'image/png' },
          body: new Uint8Array([1, 2, 3]),
        },
      );
      const mediaSid = textAt((await upload.json()) as Record<string, unknown>, 'sid');

      await harness.rest('POST', `${CONVERSATIONS}/${sid}/Messages`, { MediaSid: mediaSid }, FIRES);
      await harness.settle();

      expect(JSON.parse(harness.received[0]?.fields.Media ?? '')).toEqual([
        { Sid: mediaSid, ContentType: 'image/png', Filename: 'a.png', Size: 3 },
      ]);
    });

    it('travel in the query of a GET webhook, which is signed with it', async () => {
      const harness = createTwilioHarness();
      const sid = await conversationWith(harness, { 'Configuration.Method': 'get' });

      await harness.rest('POST', `${CONVERSATIONS}/${sid}/Messages`, { Body: 'hello' }, FIRES);
      await harness.settle();

      const [one] = harness.received;
      expect(one?.method).toBe('GET');
      expect(new URL(one?.url ?? '').searchParams.get('Body')).toBe('hello');
      expect(one?.signature).toBe(getExpectedTwilioSignature(TWILIO_ACCOUNT.authToken, one?.url ?? '', {}));
    });
  });

  describe('delivery', () => {
    async function deliverOnce(harness: TwilioHarness): Promise<void> {
      const sid = await listen(harness);
      await harness.rest('POST', `${CONVERSATIONS}/${sid}/Messages`, { Body: 'hello' }, FIRES);
      await harness.settle();
    }

    it('gives up after 5 s and does not try again (R06)', async () => {
      const harness = createTwilioHarness({
        answer: (_received, signal) =>
          new Promise((_resolve, reject) => {
            signal?.addEventListener('abort', () => reject(new Error('aborted')));
          }),
      });
      await deliverOnce(harness);

      harness.world.clock.advance(4_999);
      const before = harness.twilio.store.deliveries[0]?.outcome;
      harness.world.clock.advance(1);
      await harness.settle();
      harness.world.clock.advance(3_600_000);
      await harness.settle();

      expect(before).toBeNull();
      expect(harness.twilio.store.deliveries).toMatchObject([{ outcome: 'timeout', took: 5_000 }]);
      expect(harness.received).toHaveLength(1);
    });

    it('does not try again after a 500 either', async () => {
      const harness = createTwilioHarness({ answer: async () => new Response(null, { status: 500 }) });

      await deliverOnce(harness);
      harness.world.clock.advance(3_600_000);
      await harness.settle();

      expect(harness.twilio.store.deliveries).toMatchObject([{ outcome: 500 }]);
      expect(harness.received).toHaveLength(1);
    });

    it.each([
      { kind: 'lose', calls: 0, outcome: 'dropped' },
      { kind: 'reset', calls: 0, outcome: 'reset' },
      { kind: 'status', calls: 0, outcome: 503 },
      { kind: 'double', calls: 2, outcome: 200 },
      { kind: 'drop-response', calls: 1, outcome: 'reset' },
    ] satisfies { kind: FaultKind; calls: number; outcome: number | string }[])(
      'fault $kind → $calls calls, outcome $outcome (R02)',
      async ({ kind, calls, outcome }) => {
        const harness = createTwilioHarness();
        const match = 'POST /conversations/events';
        harness.world.faults.add({ target: 'delivery', kind, match, times: 1, status: 503 });

        await deliverOnce(harness);

        expect(harness.received).toHaveLength(calls);
        expect(harness.twilio.store.deliveries).toMatchObject([{ outcome, to: match }]);
      },
    );

    it('reorders under fault delay: the later message overtakes', async () => {
      const harness = createTwilioHarness();
      const sid = await listen(harness);
      harness.world.faults.add({ target: 'delivery', kind: 'delay', match: '/conversations', delay: 500, times: 1 });

      for (const body of ['first', 'second']) {
        await harness.rest('POST', `${CONVERSATIONS}/${sid}/Messages`, { Body: body }, FIRES);
      }
      await harness.settle();
      harness.world.clock.advance(500);
      await harness.settle();

      expect(harness.received.map((one) => one.fields.Body)).toEqual(['second', 'first']);
    });

    it('is traced with ids, never with words or the signature (X03)', async () => {
      const harness = createTwilioHarness();

      await deliverOnce(harness);

      const hop = harness.world.trace.list().find((one) => one.from === 'twilio' && one.to === 'functions');
      expect(hop).toMatchObject({
        what: 'POST /conversations/events',
        outcome: 200,
        signature: 'x-twilio-signature',
        details: { event: 'onMessageAdded', index: 0 },
      });
      expect(JSON.stringify(hop)).not.toContain('hello');
      expect(JSON.stringify(hop)).not.toContain(harness.received[0]?.signature ?? 'absent');
    });
  });
});

async function conversationWith(harness: TwilioHarness, webhook: Record<string, string>): Promise<string> {
  const { body } = await harness.rest('POST', CONVERSATIONS, {});
  await harness.rest('POST', `${CONVERSATIONS}/${textAt(body, 'sid')}/Webhooks`, {
    Target: 'webhook',
    'Configuration.Url': URL_WITH_QUERY,
    'Configuration.Filters': 'onMessageAdded',
    ...webhook,
  });
  return textAt(body, 'sid');
}

function basicHeader(): string {
  return `Basic ${Buffer.from(`${TWILIO_ACCOUNT.sid}:${TWILIO_ACCOUNT.authToken}`).toString('base64')}`;
}
