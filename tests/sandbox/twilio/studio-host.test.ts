import { Hono } from 'hono';
import type { StudioHost } from '../../../sandbox/twilio/studio-port.ts';
import { openConversation } from '../../support/twilio-chat.ts';
import { createTwilioHarness, type TwilioHarness } from '../../support/twilio-world.ts';

/** The emulator, and what it offers to Studio. */
function harnessWithHost(): { harness: TwilioHarness; host: StudioHost } {
  const hosts: StudioHost[] = [];
  const harness = createTwilioHarness({
    studio: {
      routes(host) {
        hosts.push(host);
        return new Hono().get('/v2/Flows', (c) => c.json({ flows: [] }));
      },
      incomingConversationMessage: () => {},
      reset: () => {},
      executions: () => [{ sid: 'FN1' }],
    },
  });
  const [host] = hosts;
  if (host === undefined) throw new Error('Studio was not mounted');
  return { harness, host };
}

function sendToFlex(harness: TwilioHarness, conversationSid: string, attributes: Record<string, unknown> = {}) {
  const { workflowSid, chatTaskChannelSid: taskChannelSid } = harness.twilio.seed;
  return { conversationSid, workflowSid, taskChannelSid, attributes, priority: 3, timeout: 600 };
}

describe('twilio emulator › what Studio is offered', () => {
  it('is mounted behind the account: unauthenticated calls do not reach it', async () => {
    const { harness } = harnessWithHost();

    const stranger = await harness.twilio.api.request('/studio.twilio.com/v2/Flows');
    const owner = await harness.rest('GET', '/studio.twilio.com/v2/Flows');

    expect([stranger.status, owner.status]).toEqual([401, 200]);
  });

  it('writes messages that fire nothing (S13)', async () => {
    const { harness, host } = harnessWithHost();
    const sid = await openConversation(harness);

    host.writeMessage(sid, { author: 'FN1', body: 'hello' });
    await harness.settle();

    expect([...(harness.twilio.store.conversations.get(sid)?.messages.values() ?? [])]).toMatchObject([
      { author: 'FN1', body: 'hello', origin: 'STUDIO' },
    ]);
    expect(harness.received).toEqual([]);
  });

  it('writes nothing into a conversation that is closed', async () => {
    const { harness, host } = harnessWithHost();
    const sid = await openConversation(harness);
    await harness.rest('POST', `/conversations.twilio.com/v1/Conversations/${sid}`, { State: 'closed' });

    host.writeMessage(sid, { author: 'FN1', body: 'too late' });

    expect(harness.twilio.store.conversations.get(sid)?.messages.size).toBe(0);
  });

  it('shows a conversation with its attributes parsed', async () => {
    const { harness, host } = harnessWithHost();
    const sid = await openConversation(harness);
    const path = `/conversations.twilio.com/v1/Conversations/${sid}`;
    await harness.rest('POST', path, { Attributes: '{"status":"bot"}' });

    expect(host.getConversation(sid)).toMatchObject({ sid, state: 'active', attributes: { status: 'bot' } });
    expect(host.getConversation('CH0')).toBeUndefined();
  });

  it('sends to Flex: an interaction and a task with the attributes of the widget', async () => {
    const { harness, host } = harnessWithHost();
    const sid = await openConversation(harness);
    await harness.rest('POST', '/conversations.twilio.com/v1/Users/discord_1', { FriendlyName: 'Ann' });

    const result = await host.createInteraction(
      sendToFlex(harness, sid, { customChannelType: 'discord', from: 'Annie' }),
    );

    const [task] = harness.twilio.store.tasks.values();
    const [interaction] = harness.twilio.store.interactions.values();
    expect(result).toMatchObject({
      ok: true,
      sid: interaction?.sid,
      channel: { sid: interaction?.channelSid, type: 'chat' },
      routing: { properties: { sid: task?.sid, priority: 3, timeout: 600 } },
    });
    expect(JSON.parse(task?.attributes ?? '{}')).toMatchObject({
      customChannelType: 'discord',
      channelType: 'chat',
      conversationSid: sid,
      customerAddress: 'discord_1',
      customerName: 'Ann',
      from: 'Annie',
    });
  });

  it('fails to send a closed conversation to Flex, with the reason', async () => {
    const { harness, host } = harnessWithHost();
    const sid = await openConversation(harness);
    await harness.rest('POST', `/conversations.twilio.com/v1/Conversations/${sid}`, { State: 'closed' });

    const result = await host.createInteraction(sendToFlex(harness, sid));

    expect(result).toMatchObject({ ok: false, code: 45354 });
    expect(harness.twilio.store.tasks.size).toBe(0);
  });
});
