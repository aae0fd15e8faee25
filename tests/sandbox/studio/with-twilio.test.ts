import { createStudio } from '../../../sandbox/twilio/studio/studio.ts';
import { supportFlow } from '../../../src/flow/support.ts';
import { createTwilioHarness, type Received, textAt } from '../../support/twilio-world.ts';
import { json } from './fake-host.ts';

const MEMBER = 'discord_1440000000000000001';
const ATTRIBUTES = { from: 'Ana', customChannelType: 'discord' };

const ANSWERS: Readonly<Record<string, (received: Received) => unknown>> = {
  '/studio/chatbot': () => ({ action: 'handoff', reason: 'asked' }),
  '/studio/handoff': ({ fields }) => (fields['step'] === 'start' ? { ready: 'yes', attributes: ATTRIBUTES } : {}),
};

/** An account with the support flow published, and a member's Conversation that fires it. */
async function openChat() {
  const harness = createTwilioHarness({
    studio: createStudio(),
    answer: async (received) => json(ANSWERS[new URL(received.url).pathname]?.(received) ?? {}),
  });
  const { seed } = harness.twilio;
  const definition = supportFlow({
    functionsUrl: 'http://functions.test',
    serviceSid: `ZS${'a'.repeat(32)}`,
    environmentSid: `ZE${'b'.repeat(32)}`,
    functionSids: { chatbot: `ZH${'c'.repeat(32)}`, handoff: `ZH${'d'.repeat(32)}` },
    workflowSid: seed.workflowSid,
    taskChannelSid: seed.chatTaskChannelSid,
  });
  const flow = { FriendlyName: 'Support', Status: 'published', Definition: JSON.stringify(definition) };
  const { body: saved } = await harness.rest('POST', '/studio.twilio.com/v2/Flows', flow);
  const attributes = JSON.stringify({ status: 'bot', memberId: '1440000000000000001' });
  const base = '/conversations.twilio.com/v1/Conversations';
  const { body: conversation } = await harness.rest('POST', base, { Attributes: attributes });
  const path = `${base}/${textAt(conversation, 'sid')}`;
  await harness.rest('POST', `${path}/Participants`, { Identity: MEMBER });
  await harness.rest('POST', `${path}/Webhooks`, {
    Target: 'studio',
    'Configuration.FlowSid': textAt(saved, 'sid'),
    'Configuration.Filters': ['onMessageAdded'],
  });

  async function say(enabled: 'true' | 'false'): Promise<void> {
    const headers = { 'X-Twilio-Webhook-Enabled': enabled };
    await harness.rest('POST', `${path}/Messages`, { Author: MEMBER, Body: 'A person, please' }, headers);
    for (let turn = 0; turn < 20; turn += 1) await harness.settle();
  }

  return { harness, say };
}

describe('studio › in the emulated Twilio', () => {
  it('turns a message of the member into a task in Flex', async () => {
    const { harness, say } = await openChat();

    await say('true');

    const { body } = await harness.control('GET', '/state');
    expect(harness.received.map(({ url, fields }) => [new URL(url).pathname, fields['step']])).toEqual([
      ['/studio/chatbot', undefined],
      ['/studio/handoff', 'start'],
      ['/studio/handoff', 'queued'],
    ]);
    expect(harness.received[2]?.fields).toMatchObject({
      taskSid: expect.stringMatching(/^WT/),
      interactionSid: expect.stringMatching(/^KD/),
      channelSid: expect.stringMatching(/^UO/),
    });
    expect(body['executions']).toMatchObject([{ status: 'ended', widget: 'queued', incidents: [] }]);
    expect(JSON.stringify(body['tasks'])).toContain('customChannelType');
  });

  it('R04: is not started by a message without the webhook header', async () => {
    const { harness, say } = await openChat();

    await say('false');

    expect(harness.received).toEqual([]);
  });
});
