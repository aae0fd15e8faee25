import { validateDefinition } from '../../../sandbox/twilio/studio/validate.ts';
import { RELAY_ROUNDS, relayFlow } from '../../../src/flow/relay.ts';
import { supportFlow } from '../../../src/flow/support.ts';
import { createDriver } from './driver.ts';
import type { FakeFunction } from './fake-host.ts';
import { CONVERSATION_SID, FUNCTIONS_URL, json } from './fake-host.ts';

const SIDS = { serviceSid: `ZS${'a'.repeat(32)}`, environmentSid: `ZE${'b'.repeat(32)}` } as const;
const SUPPORT = supportFlow({
  ...SIDS,
  functionsUrl: FUNCTIONS_URL,
  functionSids: { chatbot: `ZH${'c'.repeat(32)}`, handoff: `ZH${'d'.repeat(32)}` },
  workflowSid: `WW${'e'.repeat(32)}`,
  taskChannelSid: `TC${'f'.repeat(32)}`,
});
const RELAY = relayFlow({ ...SIDS, functionsUrl: FUNCTIONS_URL, functionSids: { sweep: `ZH${'9'.repeat(32)}` } });

const ATTRIBUTES = { from: 'Ana "the Axe"', customChannelType: 'discord', case_url: 'https://example.com/#c=1' };
const ANSWERS: FakeFunction = () => json({ action: 'answered' });
const HANDS_OVER: FakeFunction = () => json({ action: 'handoff', reason: 'asked' });
const READY: FakeFunction = ({ form }) =>
  form['step'] === 'start' ? json({ ready: 'yes', attributes: ATTRIBUTES }) : json({});

async function runSupport(functions: { chatbot: FakeFunction; handoff: FakeFunction }, failEnqueue = false) {
  const driver = createDriver({ '/studio/chatbot': functions.chatbot, '/studio/handoff': functions.handoff });
  if (failEnqueue) driver.host.interactionResult = { ok: false, message: 'No workflow', code: 20001 };
  const flowSid = await driver.publish(SUPPORT);
  driver.message(flowSid);
  await driver.settle();
  const steps = driver.executions()[0]?.steps ?? [];
  return { driver, path: steps.map((step) => step.from) };
}

describe('studio › supportFlow()', () => {
  it('is a definition that Studio takes', () => {
    expect(validateDefinition(SUPPORT)).toEqual([]);
  });

  it('asks the virtual agent about a message of the member, by ids', async () => {
    const { driver, path } = await runSupport({ chatbot: ANSWERS, handoff: READY });

    expect(path).toEqual(['Trigger', 'guard', 'chatbot', 'route']);
    expect(driver.host.calls.map(({ path: called, form }) => ({ called, form }))).toEqual([
      {
        called: '/studio/chatbot',
        form: {
          conversationSid: CONVERSATION_SID,
          memberId: '1440000000000000001',
          messageSid: `IM${'6'.repeat(32)}`,
          index: '3',
          author: 'discord_1440000000000000001',
        },
      },
    ]);
  });

  it.each(['queued', 'agent', 'ended', undefined])('R38 R40: calls nobody when the status is %s', async (status) => {
    const driver = createDriver({ '/studio/chatbot': HANDS_OVER, '/studio/handoff': READY });
    driver.host.conversation = { ...driver.host.conversation, attributes: status === undefined ? {} : { status } };
    const flowSid = await driver.publish(SUPPORT);

    driver.message(flowSid);
    await driver.settle();

    expect(driver.host.calls).toEqual([]);
    expect(driver.executions()).toMatchObject([{ status: 'ended', widget: 'guard' }]);
  });

  it('hands over with the attributes the Function gave, and tells it the task', async () => {
    const { driver, path } = await runSupport({ chatbot: HANDS_OVER, handoff: READY });

    expect(path).toEqual(['Trigger', 'guard', 'chatbot', 'route', 'handoff', 'ready', 'to_flex', 'queued']);
    expect(driver.host.interactions).toMatchObject([
      { conversationSid: CONVERSATION_SID, attributes: ATTRIBUTES, priority: 0, timeout: 86_400 },
    ]);
    expect(driver.host.calls[1]?.form).toMatchObject({ step: 'start', reason: 'asked' });
    expect(driver.host.calls[2]?.form).toMatchObject({
      step: 'queued',
      taskSid: `WT${'4'.repeat(32)}`,
      interactionSid: `KD${'2'.repeat(32)}`,
      channelSid: `UO${'3'.repeat(32)}`,
      memberId: '1440000000000000001',
    });
  });

  it('makes no task when the hand-off is not ready', async () => {
    const { driver, path } = await runSupport({ chatbot: HANDS_OVER, handoff: () => json({ ready: 'no' }) });

    expect(path.at(-1)).toBe('ready');
    expect(driver.host.interactions).toEqual([]);
  });

  it.each([
    { failure: 'answers 500', chatbot: () => json({ error: { code: 'UNEXPECTED' } }, 500) },
    { failure: 'answers what Studio cannot read', chatbot: () => new Response('{"action":"answered"}') },
    {
      failure: 'cuts the connection',
      chatbot: () => {
        throw new TypeError('terminated');
      },
    },
  ])('S15: hands over when the virtual agent $failure', async ({ chatbot }) => {
    const { driver } = await runSupport({ chatbot, handoff: READY });

    expect(driver.host.calls[1]?.form).toMatchObject({ step: 'start', reason: 'bot_failed' });
    expect(driver.host.interactions).toHaveLength(1);
  });

  it.each([
    { given: 'the hand-off fails', handoff: 500, failEnqueue: false, length: 5 },
    { given: 'no task can be made', handoff: 200, failEnqueue: true, length: 7 },
  ])('S15 R42: lets the member be told when $given', async ({ handoff, failEnqueue, length }) => {
    const answer: FakeFunction = (call) =>
      call.form['step'] === 'start' && handoff !== 200 ? json({}, 500) : READY(call);

    const { driver, path } = await runSupport({ chatbot: HANDS_OVER, handoff: answer }, failEnqueue);

    expect(path).toHaveLength(length + 1);
    expect(path.at(-1)).toBe('not_queued');
    expect(driver.host.calls.at(-1)?.form).toMatchObject({ step: 'failed', conversationSid: CONVERSATION_SID });
  });

  it('S15: lets the member be told when Studio cannot read the answer of the hand-off', async () => {
    const handoff: FakeFunction = () => new Response(JSON.stringify({ ready: 'yes', attributes: ATTRIBUTES }));
    const { driver, path } = await runSupport({ chatbot: HANDS_OVER, handoff });

    expect(path.at(-1)).toBe('not_queued');
    expect(driver.host.interactions).toEqual([]);
  });

  it('S15: lets the member be told when the attributes are too long for Studio', async () => {
    const long = { ...ATTRIBUTES, note: 'x'.repeat(1_024) };
    const { driver, path } = await runSupport({
      chatbot: HANDS_OVER,
      handoff: ({ form }) => json(form['step'] === 'start' ? { ready: 'yes', attributes: long } : {}),
    });

    expect(path.at(-1)).toBe('not_queued');
    expect(driver.host.interactions).toEqual([]);
  });
});

describe('studio › relayFlow()', () => {
  async function start(sweep: FakeFunction) {
    const driver = createDriver({ '/relay/sweep': sweep });
    const flowSid = await driver.publish(RELAY);
    const form = { To: 'relay-1', From: 'relay', Parameters: JSON.stringify({ state: '{"round":0}' }) };
    await driver.rest(`/Flows/${flowSid}/Executions`, form);
    await driver.settle();
    return driver;
  }

  it('is a definition that Studio takes', () => {
    expect(validateDefinition(RELAY)).toEqual([]);
  });

  it('hands the state from round to round and stops when told', async () => {
    const driver = await start(({ form }) => {
      const round = Number(/\d+/.exec(form['state'] ?? '')?.[0]) + 1;
      return json({ again: round < 25 ? 'yes' : 'no', state: { round } });
    });

    const states = driver.host.calls.map(({ form }) => form['state']);
    expect(states).toEqual(Array.from({ length: 25 }, (_, round) => `{"round":${round}}`));
    expect(driver.executions()).toMatchObject([{ status: 'ended', incidents: [] }]);
  });

  it('runs as many rounds as it says before Studio stops it', async () => {
    let rounds = 0;
    const driver = await start(() => {
      rounds += 1;
      return json({ again: rounds < RELAY_ROUNDS ? 'yes' : 'no', state: {} });
    });

    expect(driver.host.calls).toHaveLength(RELAY_ROUNDS);
    expect(driver.executions()).toMatchObject([{ status: 'ended', incidents: [] }]);
  });

  it('ends when a round fails', async () => {
    const driver = await start(() => json({}, 500));

    expect(driver.host.calls).toHaveLength(1);
    expect(driver.executions()).toMatchObject([{ status: 'ended', incidents: [{ code: 81017 }] }]);
  });
});
