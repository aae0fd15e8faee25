import { flow, runFunction, widget } from './definitions.ts';
import { createDriver } from './driver.ts';
import type { FakeFunction } from './fake-host.ts';
import { CONVERSATION_SID, json } from './fake-host.ts';

/** A Function whose answers are given out by the test. */
function gate(): { readonly function: FakeFunction; open(): void } {
  const waiting: (() => void)[] = [];
  return {
    function: () => new Promise((resolve) => waiting.push(() => resolve(json({ ok: true })))),
    open: () => waiting.shift()?.(),
  };
}

const SECOND = `IM${'8'.repeat(32)}`;

describe('engine › messages', () => {
  it('ignores a message with 81002 while a widget is at work, and starts anew after the end', async () => {
    const work = gate();
    const driver = createDriver({ '/work': work.function });
    const flowSid = await driver.publish(flow(runFunction('work')));
    driver.message(flowSid);
    await driver.until(() => driver.host.calls.length === 1);

    driver.message(flowSid, { MessageSid: SECOND });
    work.open();
    await driver.settle();
    driver.message(flowSid);
    await driver.until(() => driver.host.calls.length === 2);
    work.open();
    await driver.settle();

    expect(driver.executions()).toMatchObject([
      { status: 'ended', incidents: [{ code: 81002, messageSid: SECOND, widget: 'work' }] },
      { status: 'ended', incidents: [] },
    ]);
    const dropped = driver.host.world.trace.list().filter((hop) => hop.outcome === 'dropped');
    expect(dropped).toMatchObject([
      { from: 'twilio', to: 'studio', details: { code: 81002, message: SECOND, conversation: CONVERSATION_SID } },
    ]);
  });

  it('R08: makes one execution of twenty messages at once', async () => {
    const work = gate();
    const driver = createDriver({ '/work': work.function });
    const flowSid = await driver.publish(flow(runFunction('work')));

    for (let index = 0; index < 20; index += 1) driver.message(flowSid, { Index: String(index) });
    await driver.until(() => driver.host.calls.length === 1);
    work.open();
    await driver.settle();

    expect(driver.executions()).toHaveLength(1);
    expect(driver.executions()[0]?.incidents).toHaveLength(19);
  });

  it('resumes a widget that waits for a reply', async () => {
    const ask = widget(
      'ask',
      'send-and-wait-for-reply',
      { body: 'Which one, {{contact.channel.address}}?', from: 'bot', timeout: '60' },
      { incomingMessage: 'echo', timeout: null, deliveryFailure: null },
    );
    const driver = createDriver({ '/echo': () => json({}) });
    const flowSid = await driver.publish(flow(ask, runFunction('echo', { reply: '{{widgets.ask.inbound.Body}}' })));
    driver.message(flowSid);
    await driver.settle();

    driver.message(flowSid, { Body: 'The axe' });
    await driver.until(() => driver.executions()[0]?.status === 'ended');

    expect(driver.host.messages).toEqual([{ author: 'bot', body: 'Which one, discord_1440000000000000001?' }]);
    expect(driver.host.calls[0]?.form).toEqual({ reply: 'The axe' });
    expect(driver.executions()).toHaveLength(1);
  });

  it('goes on without a reply when the time is up', async () => {
    const ask = widget(
      'ask',
      'send-and-wait-for-reply',
      { body: 'Which one?', timeout: '60' },
      { incomingMessage: null, timeout: 'late', deliveryFailure: null },
    );
    const driver = createDriver({ '/late': () => json({}) });
    const flowSid = await driver.publish(flow(ask, runFunction('late')));
    driver.message(flowSid);
    await driver.until(() => driver.executions()[0]?.waiting === true);

    driver.host.world.clock.advance(60_000);
    await driver.until(() => driver.executions()[0]?.status === 'ended');

    expect(driver.executions()[0]?.steps.map(({ event }) => event)).toEqual([
      'incomingConversationMessage',
      'timeout',
      'success',
    ]);
  });

  it('drops a message for a flow that was never published, and says so in the trace', async () => {
    const driver = createDriver();
    const form = { FriendlyName: 'Draft', Status: 'draft', Definition: JSON.stringify(flow(runFunction('a'))) };
    const { body } = await driver.rest('/Flows', form);

    driver.message(String(body['sid']));

    expect(driver.executions()).toEqual([]);
    expect(driver.host.world.trace.list()).toMatchObject([{ outcome: 'dropped', to: 'studio' }]);
  });

  it('offers what triggered it to Liquid', async () => {
    const driver = createDriver({ '/show': () => json({}) });
    driver.host.conversation = { ...driver.host.conversation, attributes: { status: 'bot', nested: { id: 7 } } };
    const show = runFunction('show', {
      body: '{{trigger.conversation.Body | size}}',
      attributes: '{{trigger.conversation.Attributes}}',
      nested: '{{trigger.conversation.ChannelAttributes.nested.id}}',
      unparsed: '{{trigger.conversation.Attributes.origin}}',
      instance: '{{trigger.conversation.InstanceSid}}',
      channel: '{{trigger.conversation.ChannelSid}}',
      address: '{{flow.channel.address}}',
      contact: '{{contact.channel.address}}',
      flow: '{{flow.flow_sid}}',
      execution: '{{flow.sid}}',
      missing: '[{{flow.variables.nothing.at.all}}]',
      cased: '{{ "Bot" | downcase }}{{ "x" | upcase }}{{ flow.variables.none | default: "-" }}',
    });
    const flowSid = await driver.publish(flow(show));

    driver.message(flowSid, { Body: 'x'.repeat(2_000) });
    await driver.settle();

    expect(driver.host.calls[0]?.form).toEqual({
      body: '1600',
      attributes: '{"origin":"member"}',
      nested: '7',
      unparsed: '',
      instance: `IS${'5'.repeat(32)}`,
      channel: CONVERSATION_SID,
      address: CONVERSATION_SID,
      contact: 'discord_1440000000000000001',
      flow: flowSid,
      execution: driver.executions()[0]?.sid,
      missing: '[]',
      cased: 'botX-',
    });
  });

  it('keeps the attributes as they were when the message came', async () => {
    const first = gate();
    const driver = createDriver({ '/first': first.function, '/second': () => json({}) });
    const attributes: Record<string, unknown> = { status: 'bot' };
    driver.host.conversation = { ...driver.host.conversation, attributes };
    const flowSid = await driver.publish(
      flow(
        runFunction('first', {}, { success: 'second', fail: null }),
        runFunction('second', { status: '{{trigger.conversation.ChannelAttributes.status}}' }),
      ),
    );
    driver.message(flowSid);
    await driver.until(() => driver.host.calls.length === 1);

    attributes['status'] = 'agent';
    first.open();
    await driver.settle();

    expect(driver.host.calls[1]?.form).toEqual({ status: 'bot' });
  });
});

describe('engine › limits', () => {
  function loop(...names: string[]) {
    return flow(
      ...names.map((name, index) =>
        runFunction(name, {}, { success: names[(index + 1) % names.length] ?? null, fail: null }),
      ),
    );
  }

  it('stops an execution after 1,000 steps', async () => {
    const driver = createDriver({ '/a': () => json({}), '/b': () => json({}) });
    const flowSid = await driver.publish(loop('a', 'b'));

    driver.message(flowSid);
    await driver.settle();

    expect(driver.executions()[0]?.steps).toHaveLength(1_000);
    expect(driver.executions()[0]?.incidents).toMatchObject([{ message: 'Stopped after 1000 steps' }]);
  });

  it('stops an execution when the same widget has run ten times in a row', async () => {
    const driver = createDriver({ '/a': () => json({}) });
    const flowSid = await driver.publish(loop('a'));

    driver.message(flowSid);
    await driver.settle();

    expect(driver.host.calls).toHaveLength(10);
    expect(driver.executions()[0]?.incidents).toHaveLength(1);
  });
});

describe('engine › reset()', () => {
  it('forgets flows and executions, and lets nothing that was at work go on', async () => {
    const work = gate();
    const driver = createDriver({ '/work': work.function, '/after': () => json({}) });
    const flowSid = await driver.publish(
      flow(runFunction('work', {}, { success: 'after', fail: null }), runFunction('after')),
    );
    driver.message(flowSid);
    await driver.until(() => driver.host.calls.length === 1);

    driver.studio.reset();
    work.open();
    await new Promise((resolve) => setTimeout(resolve, 20));

    expect(driver.executions()).toEqual([]);
    expect(driver.host.calls).toHaveLength(1);
    expect((await driver.rest(`/Flows/${flowSid}`)).status).toBe(404);
  });
});
