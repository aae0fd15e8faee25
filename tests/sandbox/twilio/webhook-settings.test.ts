import { Hono } from 'hono';
import type { StudioModule } from '../../../sandbox/twilio/studio-port.ts';
import { createTwilioHarness, textAt } from '../../support/twilio-world.ts';

const CONVERSATIONS = '/conversations.twilio.com/v1/Conversations';
const FIRES = { 'X-Twilio-Webhook-Enabled': 'true' };

/** A Studio that only notes what reaches it. */
function noteStudio(): StudioModule & { readonly noted: { flowSid: string; fields: Record<string, string> }[] } {
  const noted: { flowSid: string; fields: Record<string, string> }[] = [];
  return {
    noted,
    routes: () => new Hono(),
    incomingConversationMessage: (_host, event) => noted.push(event),
    reset: () => noted.splice(0),
    executions: () => [],
  };
}

describe('twilio emulator › webhook settings', () => {
  const flowSid = `FW${'0'.repeat(32)}`;
  const url = 'http://127.0.0.1/';

  it.each([
    ['no URL', { Target: 'webhook' }, 50369],
    ['a URL over 512 characters', { Target: 'webhook', 'Configuration.Url': url + 'x'.repeat(512) }, 50372],
    ['no URL at all', { Target: 'webhook', 'Configuration.Url': 'nonsense' }, 20001],
    ['studio without a flow', { Target: 'studio', 'Configuration.Filters': 'onMessageAdded' }, 20001],
    ['a filter nobody fires', { Target: 'webhook', 'Configuration.Url': url, 'Configuration.Filters': 'onX' }, 20001],
    ['six words', { Target: 'trigger', 'Configuration.Url': url, 'Configuration.Triggers': [...'abcdef'] }, 50362],
    ['a long word', { Target: 'trigger', 'Configuration.Url': url, 'Configuration.Triggers': 'x'.repeat(249) }, 50366],
    ['a nested configuration as of SDK 3', { Target: 'webhook', configuration: '{}' }, 20001],
  ])('refuses %s', async (_name, form, code) => {
    const harness = createTwilioHarness();
    await harness.rest('POST', CONVERSATIONS, { UniqueName: 'one' });

    const answer = await harness.rest('POST', `${CONVERSATIONS}/one/Webhooks`, form);

    expect(answer).toMatchObject({ status: 400, body: { code } });
  });

  it('takes five webhooks to a conversation, not six (S4)', async () => {
    const harness = createTwilioHarness();
    await harness.rest('POST', CONVERSATIONS, { UniqueName: 'one' });
    const add = () =>
      harness.rest('POST', `${CONVERSATIONS}/one/Webhooks`, { Target: 'webhook', 'Configuration.Url': url });

    const answers = [];
    for (let count = 0; count < 6; count += 1) answers.push(await add());

    expect(answers.map((one) => one.status)).toEqual([201, 201, 201, 201, 201, 400]);
    expect(answers.at(-1)?.body.code).toBe(50361);
  });

  it('answers 50360 for one that is gone', async () => {
    const harness = createTwilioHarness();
    await harness.rest('POST', CONVERSATIONS, { UniqueName: 'one' });

    const answer = await harness.rest('DELETE', `${CONVERSATIONS}/one/Webhooks/WH${'0'.repeat(32)}`);

    expect(answer).toMatchObject({ status: 404, body: { code: 50360 } });
  });

  it('does not move a webhook to another target or replay point', async () => {
    const harness = createTwilioHarness();
    await harness.rest('POST', CONVERSATIONS, { UniqueName: 'one' });
    const form = { Target: 'webhook', 'Configuration.Url': url };
    const { body } = await harness.rest('POST', `${CONVERSATIONS}/one/Webhooks`, form);

    const answer = await harness.rest('POST', `${CONVERSATIONS}/one/Webhooks/${textAt(body, 'sid')}`, {
      'Configuration.ReplayAfter': 0,
    });

    expect(answer.status).toBe(400);
  });

  it('fires a trigger only on its words', async () => {
    const harness = createTwilioHarness();
    await harness.rest('POST', CONVERSATIONS, { UniqueName: 'one' });
    await harness.rest('POST', `${CONVERSATIONS}/one/Webhooks`, {
      Target: 'trigger',
      'Configuration.Url': url,
      'Configuration.Triggers': ['agent'],
    });

    for (const body of ['hello', 'live AGENT please']) {
      await harness.rest('POST', `${CONVERSATIONS}/one/Messages`, { Body: body }, FIRES);
    }
    await harness.settle();

    expect(harness.received.map((one) => one.fields.Body)).toEqual(['live AGENT please']);
  });

  it('hands messages to Studio, and with ReplayAfter those that came before', async () => {
    const studio = noteStudio();
    const harness = createTwilioHarness({ studio });
    await harness.rest('POST', CONVERSATIONS, { UniqueName: 'one' });
    for (const body of ['a', 'b', 'c']) {
      await harness.rest('POST', `${CONVERSATIONS}/one/Messages`, { Body: body }, FIRES);
    }

    await harness.rest('POST', `${CONVERSATIONS}/one/Webhooks`, {
      Target: 'studio',
      'Configuration.FlowSid': flowSid,
      'Configuration.Filters': 'onMessageAdded',
      'Configuration.ReplayAfter': 1,
    });
    await harness.rest('POST', `${CONVERSATIONS}/one/Messages`, { Body: 'd' }, FIRES);
    await harness.rest('POST', `${CONVERSATIONS}/one/Messages`, { Body: 'silent' });

    expect(studio.noted.map((one) => one.fields.Body)).toEqual(['b', 'c', 'd']);
    expect(studio.noted[0]).toMatchObject({
      flowSid,
      fields: { EventType: 'onMessageAdded', WebhookType: 'studio' },
    });
  });
});
