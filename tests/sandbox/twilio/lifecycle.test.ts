import {
  accepted,
  act,
  desk,
  events,
  INTERACTIONS,
  interact,
  KIM,
  openConversation,
  queue,
  reserve,
  situation,
} from '../../support/twilio-chat.ts';
import { createTwilioHarness, textAt } from '../../support/twilio-world.ts';

const CONVERSATIONS = '/conversations.twilio.com/v1/Conversations';

interface Step {
  readonly step: string;
  /** Acts of the agent, or milliseconds that pass. */
  readonly steps: readonly (string | number)[];
  readonly task: string;
  readonly reservations: readonly string[];
  readonly channel?: string;
  readonly conversation?: string;
  readonly agents?: readonly string[];
}

describe('twilio emulator › the life of an interaction', () => {
  it.each<Step>([
    { step: 'queued and offered', steps: [], task: 'reserved', reservations: ['pending'] },
    { step: 'accepted', steps: ['accept'], task: 'assigned', reservations: ['accepted'], agents: [KIM] },
    { step: 'rejected', steps: ['reject'], task: 'pending', reservations: ['rejected'] },
    { step: 'timed out', steps: [120_000], task: 'pending', reservations: ['timeout'] },
    {
      step: 'rejected, and offered again after a while',
      steps: ['reject', 15_000],
      task: 'reserved',
      reservations: ['rejected', 'pending'],
    },
    {
      step: 'wrapped up',
      steps: ['accept', 'wrap-up'],
      task: 'wrapping',
      reservations: ['wrapping'],
      channel: 'closed',
      conversation: 'closed',
    },
    {
      step: 'completed',
      steps: ['accept', 'wrap-up', 'complete'],
      task: 'completed',
      reservations: ['completed'],
      channel: 'closed',
      conversation: 'closed',
    },
    { step: 'left by the agent', steps: ['accept', 'leave'], task: 'completed', reservations: ['completed'] },
    { step: 'canceled in the queue', steps: ['cancel'], task: 'canceled', reservations: ['canceled'] },
    { step: 'canceled at work', steps: ['accept', 'cancel'], task: 'canceled', reservations: ['canceled'] },
  ])('$step', async ({ steps, agents = [], task, reservations, channel = 'active', conversation = 'active' }) => {
    const harness = createTwilioHarness();
    const chat = await queue(harness);

    for (const step of steps) {
      if (typeof step === 'number') harness.world.clock.advance(step);
      else if (step === 'accept' || step === 'reject') await reserve(harness, step);
      else await act(harness, chat.task, step, { reason: 'hours' });
    }

    const participants = ['discord_1', ...agents];
    expect(situation(harness, chat)).toEqual({ task, reservations, channel, conversation, participants });
  });

  it('cancels a task nobody took within its time-out, and tells nobody', async () => {
    const harness = createTwilioHarness();
    const chat = await queue(harness, { timeout: 60 });

    harness.world.clock.advance(60_000);

    expect(harness.twilio.store.tasks.get(chat.task)).toMatchObject({
      status: 'canceled',
      reason: 'Task TTL Exceeded',
    });
    expect(situation(harness, chat).conversation).toBe('active');
    expect(await events(harness)).toEqual([]);
  });

  it('parks the conversation when the channel turns inactive, and goes on with an invite', async () => {
    const harness = createTwilioHarness();
    const chat = await accepted(harness);
    const { seed } = harness.twilio;
    const path = `${INTERACTIONS}/${chat.interaction}/Channels/${chat.channel}`;

    await harness.rest('POST', path, { Status: 'inactive', Routing: '{"status":"closed"}' });
    const parked = situation(harness, chat);
    const invite = await harness.rest('POST', `${path}/Invites`, {
      Routing: JSON.stringify({ properties: { workspace_sid: seed.workspaceSid, workflow_sid: seed.workflowSid } }),
    });
    await harness.settle();
    const tasks = [...harness.twilio.store.tasks.values()];

    expect(parked).toMatchObject({ task: 'completed', channel: 'inactive', conversation: 'active' });
    expect(invite.status).toBe(200);
    expect(tasks.map((one) => one.status)).toEqual(['completed', 'reserved']);
    // Attributes are not carried over to an invited task.
    expect(JSON.parse(tasks[1]?.attributes ?? '{}')).not.toHaveProperty('customerName');
  });

  it('ends in the queue when the member closes the channel', async () => {
    const harness = createTwilioHarness();
    const chat = await queue(harness);

    await harness.rest('POST', `${INTERACTIONS}/${chat.interaction}/Channels/${chat.channel}`, {
      Status: 'closed',
      Routing: '{"status":"wrapup"}',
    });

    expect(situation(harness, chat)).toMatchObject({
      task: 'canceled',
      reservations: ['rescinded'],
      conversation: 'closed',
    });
  });

  it('hands a task on to one worker, with its attributes', async () => {
    const harness = createTwilioHarness();
    const chat = await accepted(harness);
    const { body: lee } = await harness.control('POST', '/workers', { name: 'lee' });
    const leeSid = textAt(lee, 'sid');

    await act(harness, chat.task, 'transfer', { to: leeSid });
    await harness.settle();
    await reserve(harness, 'accept', leeSid);

    const [task] = await desk(harness, leeSid);
    expect(task).toMatchObject({ status: 'assigned', attributes: { customerName: 'Ann' } });
    expect(situation(harness, chat)).toMatchObject({ task: 'completed', conversation: 'active', channel: 'active' });
    expect(situation(harness, chat).participants).toEqual(['discord_1', 'lee_40example_2Ecom']);
  });

  it('cancels an invite that its one worker declines', async () => {
    const harness = createTwilioHarness();
    const chat = await accepted(harness);
    const { body: lee } = await harness.control('POST', '/workers', { name: 'lee' });

    await act(harness, chat.task, 'transfer', { to: textAt(lee, 'sid') });
    await harness.settle();
    await reserve(harness, 'reject', textAt(lee, 'sid'));

    expect([...harness.twilio.store.tasks.values()].map((one) => one.status)).toEqual(['completed', 'canceled']);
  });

  describe('webhooks of what Flex does itself', () => {
    it('fire by default: the agent joins and leaves, the conversation closes', async () => {
      const harness = createTwilioHarness();
      const chat = await accepted(harness);

      await act(harness, chat.task, 'wrap-up');

      expect(await events(harness)).toEqual([
        'onParticipantAdded',
        'onParticipantRemoved',
        'onConversationStateUpdated',
      ]);
      expect(harness.received[0]?.fields).toMatchObject({ Identity: KIM });
      expect(harness.received[2]?.fields).toMatchObject({ StateTo: 'closed' });
    });

    it('can be switched off, because it is not known whether they do', async () => {
      const harness = createTwilioHarness({ flexServerWebhooks: false });
      const chat = await accepted(harness);

      await act(harness, chat.task, 'messages', { body: 'hello' });
      await act(harness, chat.task, 'wrap-up');

      expect(await events(harness)).toEqual(['onMessageAdded']);
      expect(situation(harness, chat).conversation).toBe('closed');
    });
  });

  describe('creation', () => {
    it('answers 200 with the task still pending, and with the attributes Twilio sets', async () => {
      const harness = createTwilioHarness();
      const conversation = await openConversation(harness);

      const { status, body } = await interact(harness, conversation, {
        attributes: { customChannelType: 'discord', channelType: 'discord', conversations: { case: '7' } },
      });

      const { properties } = body.routing as { properties: Record<string, unknown> };
      expect(status).toBe(200);
      expect(properties.assignment_status).toBe('pending');
      expect(JSON.parse(textAt(properties, 'attributes'))).toMatchObject({
        customChannelType: 'discord',
        channelType: 'chat',
        conversationSid: conversation,
        flexInteractionSid: body.sid,
        direction: 'inbound',
        initiatedBy: 'customer',
        conversations: { case: '7', conversation_id: body.sid },
      });
    });

    it('refuses a closed conversation with 45354', async () => {
      const harness = createTwilioHarness();
      const conversation = await openConversation(harness);
      await harness.rest('POST', `${CONVERSATIONS}/${conversation}`, { State: 'closed' });

      const answer = await interact(harness, conversation);

      expect(answer).toMatchObject({ status: 400, body: { code: 45354 } });
    });

    it('refuses a conversation without its member', async () => {
      const harness = createTwilioHarness();
      const { body } = await harness.rest('POST', CONVERSATIONS, {});

      const answer = await interact(harness, textAt(body, 'sid'));

      expect(answer.status).toBe(400);
    });

    it.each([
      { workspace_sid: `WS${'0'.repeat(32)}` },
      { workflow_sid: `WW${'0'.repeat(32)}` },
      { task_channel_unique_name: 'discord' },
      { worker_sid: `WK${'0'.repeat(32)}` },
      { timeout: '86400' },
      { timeout: 1_209_601 },
    ])('refuses routing with %j', async (routing) => {
      const harness = createTwilioHarness();
      const conversation = await openConversation(harness);

      expect((await interact(harness, conversation, routing)).status).toBe(400);
      expect(harness.twilio.store.tasks.size).toBe(0);
    });

    it('takes 20 requests a second', async () => {
      const harness = createTwilioHarness();
      const conversation = await openConversation(harness);

      const answers = await Promise.all(Array.from({ length: 21 }, () => interact(harness, conversation)));

      expect(answers.filter((one) => one.status === 429)).toHaveLength(1);
    });
  });
});
