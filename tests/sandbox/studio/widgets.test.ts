import { validateRequest, validateRequestWithBody } from 'twilio/lib/webhooks/webhooks';
import type { FaultRule } from '../../../sandbox/core/faults.ts';
import type { TestDefinition } from './definitions.ts';
import { flow, runFunction, widget } from './definitions.ts';
import type { Driver } from './driver.ts';
import { createDriver } from './driver.ts';
import type { FakeFunction } from './fake-host.ts';
import { ACCOUNT, FUNCTIONS_URL, json } from './fake-host.ts';

async function run(
  definition: TestDefinition,
  functions: Readonly<Record<string, FakeFunction>> = {},
  prepare?: (driver: Driver) => void,
): Promise<Driver> {
  const driver = createDriver(functions);
  prepare?.(driver);
  const flowSid = await driver.publish(definition);
  driver.message(flowSid);
  await driver.settle();
  return driver;
}

function lastEvent(driver: Driver): string | undefined {
  return driver.executions()[0]?.steps.at(-1)?.event;
}

async function outputs(driver: Driver): Promise<unknown> {
  const execution = driver.executions()[0];
  const { body } = await driver.rest(`/Flows/${execution?.flowSid}/Executions/${execution?.sid}/Context`);
  return body['context'];
}

describe('widgets › run-function', () => {
  it('X01: posts a form signed with the account token', async () => {
    const driver = await run(flow(runFunction('work', { b: 'ä & ö', a: '{{trigger.conversation.Index}}' })));

    const [call] = driver.host.calls;
    const signature = call?.headers.get('x-twilio-signature') ?? '';
    expect(call?.headers.get('content-type')).toBe('application/x-www-form-urlencoded');
    expect(call?.form).toEqual({ a: '3', b: 'ä & ö' });
    expect(validateRequest(ACCOUNT.authToken, signature, call?.url ?? '', call?.form ?? {})).toBe(true);
    expect(validateRequest('another token', signature, call?.url ?? '', call?.form ?? {})).toBe(false);
  });

  it.each([
    { status: 200, event: 'success' },
    { status: 202, event: 'success' },
    { status: 302, event: 'success' },
    { status: 400, event: 'fail' },
    { status: 500, event: 'fail' },
  ])('takes status $status for $event', async ({ status, event }) => {
    const driver = await run(flow(runFunction('work')), { '/work': () => json({}, status) });

    expect(lastEvent(driver)).toBe(event);
    expect(driver.executions()[0]?.incidents).toHaveLength(event === 'fail' ? 1 : 0);
  });

  it.each([
    { type: 'application/json', parsed: { a: 1 } },
    { type: 'application/json; charset=utf-8', parsed: { a: 1 } },
    { type: 'text/plain', parsed: {} },
    { type: 'application/problem+json', parsed: {} },
  ])('parses an answer of type $type as $parsed', async ({ type, parsed }) => {
    const driver = await run(flow(runFunction('work')), {
      '/work': () => new Response('{"a":1}', { headers: { 'content-type': type } }),
    });

    expect(await outputs(driver)).toMatchObject({
      widgets: { work: { body: '{"a":1}', status_code: 200, content_type: type, parsed } },
    });
  });

  it.each([
    { given: 'is no JSON', body: 'oops' },
    { given: 'is too large', body: JSON.stringify({ text: 'x'.repeat(70_000) }) },
  ])('leaves an empty map when the answer $given', async ({ body }) => {
    const driver = await run(flow(runFunction('work')), {
      '/work': () => new Response(body, { headers: { 'content-type': 'application/json' } }),
    });

    expect(await outputs(driver)).toMatchObject({ widgets: { work: { parsed: {} } } });
    expect(lastEvent(driver)).toBe('success');
  });

  it('fails with 81017 when no answer comes within 10 seconds', async () => {
    const driver = createDriver({ '/work': () => new Promise(() => {}) });
    driver.message(await driver.publish(flow(runFunction('work'))));
    await driver.until(() => driver.host.calls.length === 1);

    driver.host.world.clock.advance(9_000);
    const before = driver.executions()[0]?.status;
    driver.host.world.clock.advance(1_000);
    await driver.settle();

    expect(before).toBe('active');
    expect(lastEvent(driver)).toBe('fail');
    expect(driver.executions()[0]?.incidents).toMatchObject([{ code: 81017, widget: 'work' }]);
    expect(driver.host.world.trace.list()).toMatchObject([{ outcome: 'timeout', what: 'POST /work' }]);
  });

  it('X03: records each call as a hop, with ids and without contents', async () => {
    const driver = await run(flow(runFunction('work', { text: 'canary-text' })), {
      '/work': () => json({ b: 'canary' }),
    });

    const hops = driver.host.world.trace.list();
    expect(hops).toMatchObject([
      {
        from: 'studio',
        to: 'functions',
        what: 'POST /work',
        outcome: 200,
        signature: 'x-twilio-signature',
        details: { widget: 'work', execution: driver.executions()[0]?.sid },
      },
    ]);
    expect(JSON.stringify(hops)).not.toContain('canary');
    expect(JSON.stringify(driver.executions())).not.toContain('canary');
  });
});

describe('widgets › run-function under faults', () => {
  const FAULTS: readonly { rule: Partial<FaultRule> & Pick<FaultRule, 'kind'>; event: string; calls: number }[] = [
    { rule: { kind: 'reset' }, event: 'fail', calls: 0 },
    { rule: { kind: 'status', status: 503 }, event: 'fail', calls: 0 },
    { rule: { kind: 'drop-response' }, event: 'fail', calls: 1 },
    { rule: { kind: 'double' }, event: 'success', calls: 2 },
    { rule: { kind: 'delay', delay: 5 }, event: 'success', calls: 1 },
  ];

  it.each(FAULTS)('$rule.kind: $event after $calls calls', async ({ rule, event, calls }) => {
    const driver = await run(flow(runFunction('work')), { '/work': () => json({}) }, ({ host }) => {
      host.world.faults.add({ target: 'delivery', match: 'POST /work', times: 1, ...rule });
    });

    expect(lastEvent(driver)).toBe(event);
    expect(driver.host.calls).toHaveLength(calls);
    expect(driver.host.world.trace.list()).toMatchObject([{ details: { fault: rule.kind } }]);
  });

  it.each(['hang', 'lose'] as const)('%s: fails after 10 seconds without a call', async (kind) => {
    const driver = createDriver({ '/work': () => json({}) });
    driver.host.world.faults.add({ target: 'delivery', match: 'POST /work', kind });
    driver.message(await driver.publish(flow(runFunction('work'))));
    await driver.until(() => driver.executions()[0]?.widget === 'work');
    await new Promise((resolve) => setImmediate(resolve));

    driver.host.world.clock.advance(10_000);
    await driver.settle();

    expect(lastEvent(driver)).toBe('fail');
    expect(driver.host.calls).toEqual([]);
  });
});

describe('widgets › make-http-request', () => {
  const ENDS = { success: null, failed: null } as const;

  it('posts the rendered body, covered by its hash in the signed address', async () => {
    const properties = {
      method: 'POST',
      url: `${FUNCTIONS_URL}/http?a=1`,
      content_type: 'application/json;charset=utf-8',
      body: '{"index":{{trigger.conversation.Index}}}',
    };
    const driver = await run(flow(widget('http', 'make-http-request', properties, ENDS)), { '/http': () => json({}) });

    const [call] = driver.host.calls;
    const signature = call?.headers.get('x-twilio-signature') ?? '';
    expect(call?.body).toBe('{"index":3}');
    expect(validateRequestWithBody(ACCOUNT.authToken, signature, call?.url ?? '', call?.body ?? '')).toBe(true);
    expect(call?.headers.has('authorization')).toBe(false);
    expect(lastEvent(driver)).toBe('success');
  });

  it('puts parameters of a GET into the address, and signs that', async () => {
    const properties = {
      method: 'GET',
      url: `${FUNCTIONS_URL}/http`,
      content_type: 'application/x-www-form-urlencoded;charset=utf-8',
      parameters: [{ key: 'q', value: 'a b' }],
      add_twilio_auth: true,
    };
    const driver = await run(flow(widget('http', 'make-http-request', properties, ENDS)), { '/http': () => json({}) });

    const [call] = driver.host.calls;
    const signature = call?.headers.get('x-twilio-signature') ?? '';
    expect(call?.url).toBe(`${FUNCTIONS_URL}/http?q=a+b`);
    expect(validateRequest(ACCOUNT.authToken, signature, call?.url ?? '', {})).toBe(true);
    expect(call?.headers.get('authorization')).toMatch(/^Basic /);
  });

  it.each([
    { status: 204, event: 'success' },
    { status: 302, event: 'failed' },
    { status: 500, event: 'failed' },
  ])('takes status $status for $event', async ({ status, event }) => {
    const properties = { method: 'POST', url: `${FUNCTIONS_URL}/http`, content_type: 'text/plain', body: 'x' };
    const driver = await run(flow(widget('http', 'make-http-request', properties, ENDS)), {
      '/http': () => new Response(null, { status }),
    });

    expect(lastEvent(driver)).toBe(event);
  });
});

describe('widgets › set-variables', () => {
  it('sets texts, and objects where they are to be parsed', async () => {
    const set = widget(
      'set',
      'set-variables',
      {
        variables: [
          { key: 'name', value: '{{trigger.conversation.Author}}' },
          { key: 'data', value: '{"level":3}', parse_as_json: true },
        ],
      },
      { next: 'show' },
    );
    const show = runFunction('show', { name: '{{flow.variables.name}}', level: '{{flow.variables.data.level}}' });
    const driver = await run(flow(set, show));

    expect(driver.host.calls[0]?.form).toEqual({ name: 'discord_1440000000000000001', level: '3' });
  });
});

describe('widgets › send-to-flex', () => {
  const SIDS = { workflow: `WW${'a'.repeat(32)}`, channel: `TC${'b'.repeat(32)}` } as const;
  const ENDS = { callComplete: null, failedToEnqueue: null, callFailure: null } as const;

  it('asks for an Interaction, with defaults for what is not set', async () => {
    const driver = await run(flow(widget('flex', 'send-to-flex', { ...SIDS, attributes: '{"from":"Ana"}' }, ENDS)));

    expect(driver.host.interactions).toMatchObject([
      {
        workflowSid: SIDS.workflow,
        taskChannelSid: SIDS.channel,
        attributes: { from: 'Ana' },
        priority: 0,
        timeout: 3_600,
      },
    ]);
    expect(lastEvent(driver)).toBe('callComplete');
  });

  it.each([
    { given: 'are no JSON', properties: { attributes: '{"from": {{trigger.conversation.Author}} }' } },
    { given: 'are a list', properties: { attributes: '[1]' } },
    { given: 'are longer than 1,024 characters', properties: { attributes: `{"a":"${'x'.repeat(1_020)}"}` } },
    { given: 'come with a timeout beyond two weeks', properties: { timeout: '1209601' } },
  ])('fails to enqueue when the attributes $given', async ({ properties }) => {
    const driver = await run(flow(widget('flex', 'send-to-flex', { ...SIDS, ...properties }, ENDS)));

    expect(lastEvent(driver)).toBe('failedToEnqueue');
    expect(driver.host.interactions).toEqual([]);
    expect(driver.executions()[0]?.incidents).toHaveLength(1);
  });

  it('fails to enqueue with the code of the refusal', async () => {
    const driver = await run(flow(widget('flex', 'send-to-flex', SIDS, ENDS)), {}, ({ host }) => {
      host.interactionResult = { ok: false, message: 'Conversation is closed', code: 45354 };
    });

    expect(lastEvent(driver)).toBe('failedToEnqueue');
    expect(driver.executions()[0]?.incidents).toMatchObject([{ code: 45354 }]);
  });
});

describe('widgets › send-message', () => {
  const say = widget('say', 'send-message', { body: 'Hello', from: 'bot' }, { sent: null, failed: null });

  it('writes into the conversation', async () => {
    const driver = await run(flow(say));

    expect(driver.host.messages).toEqual([{ author: 'bot', body: 'Hello' }]);
    expect(lastEvent(driver)).toBe('sent');
  });

  it('fails when the conversation is closed', async () => {
    const driver = await run(flow(say), {}, ({ host }) => {
      host.conversation = { ...host.conversation, state: 'closed' };
    });

    expect(lastEvent(driver)).toBe('failed');
  });
});
