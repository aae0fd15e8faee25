import { accepted, act, desk, queue, reserve, situation } from '../../support/twilio-chat.ts';
import { createTwilioHarness, textAt } from '../../support/twilio-world.ts';

describe('twilio emulator › routing', () => {
  it('offers one task to one worker at a time, the longest waiting first', async () => {
    const harness = createTwilioHarness();
    await harness.control('POST', '/workers', { name: 'lee' });

    await queue(harness);
    harness.world.clock.advance(1);
    await queue(harness);

    const { reservations, workers } = harness.twilio.store;
    const offered = [...reservations.values()].map((one) => workers.get(one.workerSid)?.name);
    expect(offered).toEqual(['kim', 'lee']);
  });

  it('offers a rejected task to the next worker', async () => {
    const harness = createTwilioHarness();
    await queue(harness);
    const { body: lee } = await harness.control('POST', '/workers', { name: 'lee' });

    await reserve(harness, 'reject');

    expect(await desk(harness)).toEqual([]);
    expect(await desk(harness, textAt(lee, 'sid'))).toMatchObject([{ status: 'reserved' }]);
  });

  it('waits while nobody is available, and offers as soon as somebody is', async () => {
    const harness = createTwilioHarness();
    const { workerSid } = harness.twilio.seed;
    await harness.control('PATCH', `/workers/${workerSid}`, { available: false });

    const chat = await queue(harness);
    const waiting = situation(harness, chat).task;
    await harness.control('PATCH', `/workers/${workerSid}`, { available: true });

    expect(waiting).toBe('pending');
    expect(situation(harness, chat).task).toBe('reserved');
  });

  it('prefers the urgent task, then the oldest', async () => {
    const harness = createTwilioHarness();
    const { workerSid } = harness.twilio.seed;
    await harness.control('PATCH', `/workers/${workerSid}`, { available: false });
    const first = await queue(harness);
    harness.world.clock.advance(1_000);
    const second = await queue(harness);
    harness.world.clock.advance(1_000);
    const urgent = await queue(harness, { priority: 5 });

    await harness.control('PATCH', `/workers/${workerSid}`, { available: true });

    const order = [...harness.twilio.store.reservations.values()].map((one) => one.taskSid);
    expect(order).toEqual([urgent.task, first.task, second.task]);
  });

  it('forgets a finished task after some minutes', async () => {
    const harness = createTwilioHarness();
    const chat = await accepted(harness);
    await act(harness, chat.task, 'complete');
    const path = `/taskrouter.twilio.com/v1/Workspaces/${harness.twilio.seed.workspaceSid}/Tasks/${chat.task}`;

    const before = await harness.rest('GET', path);
    harness.world.clock.advance(5 * 60_000 + 1);
    const after = await harness.rest('GET', path);

    expect([before.status, after.status]).toEqual([200, 404]);
  });

  it('refuses a change made on an older version of the task', async () => {
    const harness = createTwilioHarness();
    const chat = await queue(harness);
    const path = `/taskrouter.twilio.com/v1/Workspaces/${harness.twilio.seed.workspaceSid}/Tasks/${chat.task}`;
    const etag = (await harness.rest('GET', path)).headers.get('ETag') ?? '';

    const first = await harness.rest('POST', path, { Attributes: '{"a":1}' }, { 'If-Match': etag });
    const second = await harness.rest('POST', path, { Attributes: '{"a":2}' }, { 'If-Match': etag });

    expect([first.status, second.status]).toEqual([200, 412]);
    expect(harness.twilio.store.tasks.get(chat.task)?.attributes).toBe('{"a":1}');
  });
});
