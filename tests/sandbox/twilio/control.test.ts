import { createTwilioHarness, rowsAt, type TwilioHarness, textAt } from '../../support/twilio-world.ts';

const CONVERSATIONS = '/conversations.twilio.com/v1/Conversations';
const KIM = 'kim_40example_2Ecom';

/** A member in a conversation with everything listening, and the task for it on kim's desk. */
async function offer(harness: TwilioHarness) {
  const { seed } = harness.twilio;
  const { body } = await harness.rest('POST', CONVERSATIONS, { Attributes: '{"status":"agent"}' });
  const conversation = textAt(body, 'sid');
  await harness.rest('POST', `${CONVERSATIONS}/${conversation}/Participants`, { Identity: 'discord_1' });
  await harness.rest('POST', `${CONVERSATIONS}/${conversation}/Webhooks`, {
    Target: 'webhook',
    'Configuration.Url': 'http://127.0.0.1:9/conversations/events',
    'Configuration.Filters': ['onMessageAdded', 'onMessageUpdated', 'onMessageRemoved'],
  });
  await harness.rest('POST', '/flex-api.twilio.com/v1/Interactions', {
    Channel: JSON.stringify({
      type: 'chat',
      initiated_by: 'customer',
      properties: { media_channel_sid: conversation },
    }),
    Routing: JSON.stringify({
      properties: {
        workspace_sid: seed.workspaceSid,
        workflow_sid: seed.workflowSid,
        attributes: { customerName: 'Ann', from: 'Ann' },
      },
    }),
  });
  await harness.settle();
  const view = await harness.control('GET', `/workers/${seed.workerSid}`);
  const [task] = rowsAt(view.body, 'tasks');
  const reservation = [...harness.twilio.store.reservations.keys()].at(-1) ?? '';
  return { conversation, task: String(task?.sid), reservation, worker: seed.workerSid };
}

async function accept(harness: TwilioHarness) {
  const offered = await offer(harness);
  await harness.control('POST', `/workers/${offered.worker}/reservations/${offered.reservation}`, { action: 'accept' });
  return { ...offered, path: `/workers/${offered.worker}/tasks/${offered.task}` };
}

describe('twilio emulator › acting as an agent', () => {
  it('shows the seeded worker, and makes another', async () => {
    const harness = createTwilioHarness();

    const made = await harness.control('POST', '/workers', { name: 'Lee Doe', available: false });
    const again = await harness.control('POST', '/workers', { name: 'Lee Doe' });
    const { body } = await harness.control('GET', '/workers');

    expect(made).toMatchObject({
      status: 201,
      body: { name: 'Lee Doe', identity: 'lee_2Edoe_40example_2Ecom', available: false, tasks: [] },
    });
    expect(again).toMatchObject({ status: 409, body: { error: { code: 'EXISTS' } } });
    expect(rowsAt(body, 'workers').map((one) => one.name)).toEqual(['kim', 'Lee Doe']);
  });

  it('gives the worker a display name in conversations and in TaskRouter', async () => {
    const { rest, twilio } = createTwilioHarness();
    const { workspaceSid, workerSid } = twilio.seed;

    const user = await rest('GET', `/conversations.twilio.com/v1/Users/${KIM}`);
    const worker = await rest('GET', `/taskrouter.twilio.com/v1/Workspaces/${workspaceSid}/Workers/${workerSid}`);

    expect(user.body.friendly_name).toBe('kim');
    expect(JSON.parse(textAt(worker.body, 'attributes'))).toMatchObject({ full_name: 'kim' });
  });

  it('shows an offered task with its conversation', async () => {
    const harness = createTwilioHarness();
    const { conversation, worker } = await offer(harness);

    const { body } = await harness.control('GET', `/workers/${worker}`);

    expect(body.tasks).toMatchObject([
      {
        status: 'reserved',
        reservation: { status: 'pending' },
        attributes: { customerName: 'Ann', conversationSid: conversation },
        conversation: {
          state: 'active',
          attributes: { status: 'agent' },
          participants: [{ identity: 'discord_1', name: 'Ann' }],
        },
      },
    ]);
  });

  it('writes, edits and deletes as an SDK client, which always fires webhooks (S6)', async () => {
    const harness = createTwilioHarness();
    const { path } = await accept(harness);

    const written = await harness.control('POST', `${path}/messages`, { body: 'hello' });
    const messagePath = `${path}/messages/${textAt(written.body, 'sid')}`;
    harness.world.clock.advance(1_000);
    const edited = await harness.control('PATCH', messagePath, { body: 'hello!' });
    const deleted = await harness.control('DELETE', messagePath);
    await harness.settle();

    expect(written).toMatchObject({
      status: 201,
      body: { kind: 'agent', author: KIM, authorName: 'kim', editedAt: null },
    });
    expect(edited.body).toMatchObject({ body: 'hello!', editedAt: expect.any(String) });
    expect(deleted.status).toBe(204);
    expect(harness.received.map((one) => [one.fields.EventType, one.fields.Source, one.fields.ClientIdentity])).toEqual(
      [
        ['onMessageAdded', 'SDK', KIM],
        ['onMessageUpdated', 'SDK', KIM],
        ['onMessageRemoved', 'SDK', KIM],
      ],
    );
  });

  it('sends a file as a message of its own', async () => {
    const harness = createTwilioHarness();
    const { path } = await accept(harness);
    const media = { filename: 'a.txt', contentType: 'text/plain', data: Buffer.from('hello').toString('base64') };

    const { body } = await harness.control('POST', `${path}/messages`, { media });
    const [file] = rowsAt(body, 'media');
    const link = String(file?.url).replace('http://127.0.0.1/twilio', '');

    expect(file).toMatchObject({ filename: 'a.txt', contentType: 'text/plain', size: 5 });
    expect(await (await harness.twilio.api.request(link)).text()).toBe('hello');
  });

  it.each([
    ['{"origin":"member"}', 'system', 'member', 'Ann'],
    ['{"origin":"bot"}', 'system', 'bot', 'Virtual agent'],
    ['{"origin":"system"}', 'discord_1', 'system', 'System'],
    ['{"author":"bot"}', 'discord_1', 'bot', 'Virtual agent'],
    ['{"kind":"bot"}', 'anything', 'bot', 'Virtual agent'],
    ['{}', 'discord_1', 'member', 'Ann'],
    ['{}', KIM, 'agent', 'kim'],
    ['{}', 'somebody', 'system', 'System'],
  ])('a message with attributes %s by %s is shown as %s (S13)', async (attributes, author, kind, name) => {
    const harness = createTwilioHarness();
    const { conversation, worker } = await accept(harness);
    await harness.rest('POST', '/conversations.twilio.com/v1/Users/discord_1', { FriendlyName: 'Ann' });
    const form = { Author: author === 'system' ? 'discord_1' : author, Body: 'x', Attributes: attributes };
    await harness.rest('POST', `${CONVERSATIONS}/${conversation}/Messages`, form);

    const { body } = await harness.control('GET', `/workers/${worker}`);

    const [task] = body.tasks as { conversation: { messages: unknown[] } }[];
    expect(task?.conversation.messages).toMatchObject([{ kind, authorName: name }]);
  });

  describe('refusals', () => {
    it.each([
      ['a worker that is not there', '/workers/WK0', 'GET', {}, 404],
      ['a nameless worker', '/workers', 'POST', {}, 400],
      ['an availability that is none', '/workers/{worker}', 'PATCH', { available: 'yes' }, 400],
      ['an act that is none', '/workers/{worker}/reservations/{reservation}', 'POST', { action: 'eat' }, 400],
      ['a reservation that is not there', '/workers/{worker}/reservations/WR0', 'POST', { action: 'accept' }, 404],
      ['a task that is not there', '/workers/{worker}/tasks/WT0/wrap-up', 'POST', {}, 404],
      ['to write before the task is accepted', '/workers/{worker}/tasks/{task}/messages', 'POST', { body: 'x' }, 409],
      ['to complete what was not begun', '/workers/{worker}/tasks/{task}/complete', 'POST', {}, 409],
      ['to hand on to nobody', '/workers/{worker}/tasks/{task}/transfer', 'POST', { to: 'WK0' }, 409],
    ])('%s', async (_name, path, method, body, status) => {
      const harness = createTwilioHarness();
      const { worker, task, reservation } = await offer(harness);
      const address = path.replace('{worker}', worker).replace('{task}', task).replace('{reservation}', reservation);

      const answer = await harness.control(method, address, body);

      expect(answer).toMatchObject({ status, body: { error: { code: expect.any(String) } } });
    });

    it('to accept twice (R09)', async () => {
      const harness = createTwilioHarness();
      const { worker, reservation } = await accept(harness);

      const again = await harness.control('POST', `/workers/${worker}/reservations/${reservation}`, {
        action: 'accept',
      });

      expect(again.status).toBe(409);
      expect([...harness.twilio.store.interactionParticipants.values()].map((one) => one.type)).toEqual([
        'customer',
        'agent',
      ]);
    });

    it('to write into a conversation that is closed', async () => {
      const harness = createTwilioHarness();
      const { path } = await accept(harness);
      await harness.control('POST', `${path}/wrap-up`);

      const answer = await harness.control('POST', `${path}/messages`, { body: 'too late' });

      expect(answer.status).toBe(409);
      expect(harness.received).toEqual([]);
    });

    it('to change what somebody else wrote', async () => {
      const harness = createTwilioHarness();
      const { path, conversation } = await accept(harness);
      const { body } = await harness.rest('POST', `${CONVERSATIONS}/${conversation}/Messages`, { Body: 'x' });

      const answer = await harness.control('PATCH', `${path}/messages/${textAt(body, 'sid')}`, { body: 'y' });

      expect(answer.status).toBe(409);
    });

    it('files Flex would not take', async () => {
      const harness = createTwilioHarness();
      const { path } = await accept(harness);
      const data = Buffer.alloc(16 * 1024 * 1024 + 1).toString('base64');

      const answer = await harness.control('POST', `${path}/messages`, {
        media: { filename: 'big.bin', contentType: 'application/octet-stream', data },
      });

      expect(answer.status).toBe(413);
    });
  });

  it('keeps the finished tasks on the desk, the newest 20', async () => {
    const harness = createTwilioHarness();
    for (let count = 0; count < 22; count += 1) {
      const { path } = await accept(harness);
      await harness.control('POST', `${path}/complete`);
      harness.world.clock.advance(1_000);
    }

    const { body } = await harness.control('GET', `/workers/${harness.twilio.seed.workerSid}`);

    expect(rowsAt(body, 'tasks').map((one) => one.status)).toEqual(Array(20).fill('completed'));
  });

  it('shows the raw state, for assertions', async () => {
    const harness = createTwilioHarness();
    const { conversation, path } = await accept(harness);
    await harness.control('POST', `${path}/messages`, { body: 'hello' });
    await harness.rest('POST', '/sync.twilio.com/v1/Services/default/Documents', {
      UniqueName: 'one',
      Data: '{"a":1}',
    });
    await harness.settle();

    const { body } = await harness.control('GET', '/state');

    expect(body.conversations).toMatchObject([
      { sid: conversation, state: 'active', attributes: '{"status":"agent"}' },
    ]);
    expect(rowsAt(body, 'participants').map((one) => one.identity)).toEqual(['discord_1', KIM]);
    expect(body.messages).toMatchObject([{ conversationSid: conversation, author: KIM, body: 'hello', origin: 'SDK' }]);
    expect(body.deliveries).toMatchObject([{ eventType: 'onMessageAdded', outcome: 200 }]);
    expect(body.sync).toMatchObject([{ kind: 'document', uniqueName: 'one', data: { a: 1 } }]);
    expect(body.tasks).toMatchObject([{ status: 'assigned' }]);
    expect(rowsAt(body, 'requests').length).toBeGreaterThan(0);
  });
});
