import { basic, createTwilioHarness, type TwilioHarness } from '../../support/twilio-world.ts';

const CONFIGURATION = '/flex-api.twilio.com/v1/Configuration';

function save(harness: TwilioHarness, configuration: object): Promise<Response> {
  return Promise.resolve(
    harness.twilio.api.request(CONFIGURATION, {
      method: 'POST',
      headers: { Authorization: basic(), 'Content-Type': 'application/json' },
      body: JSON.stringify(configuration),
    }),
  );
}

describe('twilio emulator › the Flex configuration', () => {
  it('names what setup needs to know', async () => {
    const { rest, twilio } = createTwilioHarness();

    const { body } = await rest('GET', CONFIGURATION);

    expect(body).toMatchObject({
      taskrouter_workspace_sid: twilio.seed.workspaceSid,
      taskrouter_target_workflow_sid: twilio.seed.workflowSid,
      chat_service_instance_sid: twilio.seed.chatServiceSid,
      flex_instance_sid: twilio.seed.flexInstanceSid,
      ui_attributes: {},
    });
  });

  it('keeps what is written back whole', async () => {
    const harness = createTwilioHarness();
    const { body } = await harness.rest('GET', CONFIGURATION);

    await save(harness, { ...body, ui_attributes: { componentProps: {} } });
    const second = await harness.rest('GET', CONFIGURATION);
    await save(harness, { account_sid: body.account_sid });
    const third = await harness.rest('GET', CONFIGURATION);

    expect(second.body.ui_attributes).toEqual({ componentProps: {} });
    // A part in place of the whole loses the rest.
    expect(third.body.ui_attributes).toEqual({});
  });

  it.each([
    ['a protected field with 45004', { flex_instance_sid: `GO${'0'.repeat(32)}` }, 45004],
    ['another account', { account_sid: `AC${'0'.repeat(32)}` }, 20001],
  ])('refuses %s', async (_name, change, code) => {
    const harness = createTwilioHarness();
    const { body } = await harness.rest('GET', CONFIGURATION);

    const answer = await save(harness, { ...body, ...change });

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code });
  });
});
