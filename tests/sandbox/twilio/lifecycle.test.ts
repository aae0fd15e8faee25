import {
  createTwilioHarness,
  type RestAnswer,
  rowsAt,
  type TwilioHarness,
  textAt,
} from '../../support/twilio-world.ts';

const CONVERSATIONS = '/conversations.twilio.com/v1/Conversations';
const INTERACTIONS = '/flex-api.twilio.com/v1/Interactions';
const EVENTS = ['onMessageAdded', 'onParticipantAdded', 'onParticipantRemoved', 'onConversationStateUpdated'];

interface Chat {
  readonly conversation: string;
  readonly task: string;
  readonly channel: string;
  readonly interaction: string;
}

async function openConversation(harness: TwilioHarness): Promise<string> {
  const { body } = await harness.rest('POST', CONVERSATIONS, {});
  const sid = textAt(body, 'sid');
  await harness.rest('POST', `${CONVERSATIONS}/${sid}/Participants`, { Identity: 'discord_1' });
  await harness.rest('POST', `${CONVERSATIONS}/${sid}/Webhooks`, {
    Target: 'webhook',
    'Configuration.Url': 'http://127.0.0.1:9/conversations/events',
    'Configuration.Filters': EVENTS,
  });
  return sid;
}

function interact(harness: TwilioHarness, conversation: string, routing: object = {}): Promise<RestAnswer> {
  const { seed } = harness.twilio;
  return harness.rest('POST', INTERACTIONS, {
    Channel: JSON.stringify({
      type: 'chat',
      initiated_by: 'customer',
      properties: { media_channel_sid: conversation },
    }),
    Routing: JSON.stringify({
      properties: {
        workspace_sid: seed.workspaceSid,
        workflow_sid: seed.workflowSid,
        task_channel_unique_name: 'chat',
        attributes: { customerName: 'Ann' },
        ...routing,
      },
    }),
  });
}

async function queue(harness: TwilioHarness, routing: object = {}): Promise<Chat> {
  const conversation = await openConversation(harness);
  const { body } = await interact(harness, conversation, routing);
  await harness.settle();
  const [task] = [...harness.twilio.store.tasks.values()].slice(-1);
  const channel = body.channel as { sid: string };
  return { conversation, task: task?.sid ?? '', channel: channel.sid, interaction: textAt(body, 'sid') };
}

/** The task as this worker's desk shows it. */
async function desk(harness: TwilioHarness, worker = harness.twilio.seed.workerSid) {
  const { body } = await harness.control('GET', `/workers/${worker}`);
  return rowsAt(body, 'tasks') as {
    sid: string;
    status: string;
    reservation: { sid: string; status: string } | null;
    conversation: { state: string; participants: { identity: string }[] } | null;
  }[];
}

async function reserve(harness: TwilioHarness, action: string, worker = harness.twilio.seed.workerSid) {
  const [task] = await desk(harness, worker);
  return harness.control('POST', `/workers/${worker}/reservations/${task?.reservation?.sid}`, { action });
}

async function accepted(harness: TwilioHarness): Promise<Chat> {
  const chat = await queue(harness);
  await reserve(harness, 'accept');
  return chat;
}

function act(harness: TwilioHarness, task: string, name: string, body: object = {}) {
  return harness.control('POST', `/workers/${harness.twilio.seed.workerSid}/tasks/${task}/${name}`, body);
}

function situation(harness: TwilioHarness, chat: Chat) {
  const { store } = harness.twilio;
  const conversation = store.conversations.get(chat.conversation);
  return {
    task: store.tasks.get(chat.task)?.status,
    reservations: [...store.reservations.values()].map((one) => one.status),
    channel: store.channels.get(chat.channel)?.status,
    conversation: conversation?.state,
    participants: [...(conversation?.participants.values() ?? [])].map((one) => one.identity),
  };
}

async function events(harness: TwilioHarness): Promise<(string | undefined)[]> {
  await harness.settle();
  return harness.received.map((one) => one.fields.EventType);
}

const KIM = 'kim_40example_2Ecom';

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

  describe('routing', () => {
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
});
