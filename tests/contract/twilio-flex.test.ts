import { type ServedTwilio, serveTwilio } from '../support/twilio-client.ts';
import { contractWithTwilio } from '../support/twilio-contract.ts';

let served: ServedTwilio;

beforeAll(async () => {
  served = await serveTwilio();
});

afterAll(async () => {
  await served.close();
});

/** Asks until there is an answer: what Flex does is asynchronous. */
async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('It did not happen in time');
}

/** An interaction on a new conversation of that name. */
async function begin(
  client: ServedTwilio['client'],
  seed: ServedTwilio['twilio']['seed'],
  uniqueName: string,
): Promise<{ interaction: string; channel: string; task: string }> {
  const conversation = await client.conversations.v1.conversations.create({ uniqueName });
  await client.conversations.v1.conversations(conversation.sid).participants.create({ identity: 'discord_3' });
  const interaction = await client.flexApi.v1.interaction.create({
    channel: { type: 'chat', initiated_by: 'customer', properties: { media_channel_sid: conversation.sid } },
    routing: {
      properties: {
        workspace_sid: seed.workspaceSid,
        workflow_sid: seed.workflowSid,
        task_channel_unique_name: 'chat',
        attributes: { from: 'Ann', customChannelType: 'discord' },
      },
    },
  });
  const { channel, routing, sid } = interaction;
  return { interaction: sid, channel: channel.sid, task: routing.properties.sid };
}

describe('twilio emulator › Flex and TaskRouter by the official SDK', () => {
  it('takes an interaction from the queue to its end', async () => {
    const { client, twilio } = served;
    const { interaction, channel: channelSid, task: taskSid } = await begin(client, twilio.seed, 'sdk-flex');
    const conversation = client.conversations.v1.conversations('sdk-flex');
    const workspace = client.taskrouter.v1.workspaces(twilio.seed.workspaceSid);
    const reservation = await until(async () => (await workspace.tasks(taskSid).reservations.list())[0]);
    await workspace.tasks(taskSid).reservations(reservation.sid).update({ reservationStatus: 'accepted' });
    const joined = await conversation.participants.list();
    const channel = client.flexApi.v1.interaction(interaction).channels(channelSid);
    const agents = await channel.participants.list();
    const invites = await channel.invites.list();
    const closed = await channel.update({ status: 'closed', routing: { status: 'wrapup' } });
    const wrapping = await workspace.tasks(taskSid).fetch();
    await channel.update({ status: 'closed', routing: { status: 'closed' } });
    const done = await workspace.tasks(taskSid).fetch();
    const ended = await conversation.fetch();

    expect(joined.map((each) => each.identity)).toEqual(['discord_3', 'kim_40example_2Ecom']);
    expect(agents.map((each) => each.type)).toEqual(['customer', 'agent']);
    expect(invites).toHaveLength(1);
    expect(closed.status).toBe('closed');
    expect(wrapping.assignmentStatus).toBe('wrapping');
    expect(done.assignmentStatus).toBe('completed');
    expect(ended.state).toBe('closed');
    expect(JSON.parse(done.attributes)).toMatchObject({
      customChannelType: 'discord',
      channelType: 'chat',
      conversationSid: ended.sid,
      flexInteractionSid: interaction,
      flexInteractionChannelSid: channelSid,
    });
  });

  it('reads what setup looks for, and makes what is missing', async () => {
    const { client, twilio } = served;
    const workspace = client.taskrouter.v1.workspaces(twilio.seed.workspaceSid);

    const configuration = await client.flexApi.v1.configuration().fetch();
    const workers = await workspace.workers.list({ friendlyName: 'kim@example.com' });
    const queue = await workspace.taskQueues.create({ friendlyName: 'Discord' });
    const workflow = await workspace.workflows.create({ friendlyName: 'Discord', configuration: '{}' });
    await workspace.taskChannels.create({ friendlyName: 'Discord', uniqueName: 'discord' });
    const found = await workspace.workflows.list({ friendlyName: 'Discord' });
    const activities = await workspace.activities.list();
    const task = await workspace.tasks.create({ workflowSid: workflow.sid, taskChannel: 'discord', priority: 1 });
    const tasks = await workspace.tasks.list();

    expect(configuration.taskrouterWorkspaceSid).toBe(twilio.seed.workspaceSid);
    expect(JSON.parse(workers[0]?.attributes ?? '{}')).toMatchObject({ full_name: 'kim' });
    expect(queue.friendlyName).toBe('Discord');
    expect(found.map((each) => each.sid)).toEqual([workflow.sid]);
    expect(activities.map((each) => each.friendlyName)).toEqual(['Available', 'Offline']);
    expect(tasks.map((each) => each.sid)).toContain(task.sid);
  });

  it('hands an interaction over, and lets its agent go', async () => {
    const { client, twilio } = served;
    const { interaction, channel: channelSid, task } = await begin(client, twilio.seed, 'sdk-transfer');
    const workspace = client.taskrouter.v1.workspaces(twilio.seed.workspaceSid);
    const offer = await until(async () => (await workspace.tasks(task).reservations.list())[0]);
    const reservation = workspace.tasks(task).reservations(offer.sid);
    expect((await reservation.fetch()).reservationStatus).toBe('pending');
    await reservation.update({ reservationStatus: 'accepted' });
    const flex = client.flexApi.v1.interaction(interaction);
    const channel = flex.channels(channelSid);

    await flex.update({ webhookTtid: 'ttid' });
    await channel.participants.create({ type: 'supervisor', mediaProperties: {} });
    const transfer = await channel.transfers.create({ type: 'warm', to: twilio.seed.workerSid });
    const settled = await channel.transfers(transfer.sid).fetch();
    const routing = {
      properties: { workspace_sid: twilio.seed.workspaceSid, workflow_sid: twilio.seed.workflowSid },
    };
    await channel.invites.create({ routing });
    const agent = (await channel.participants.list()).find((each) => each.type === 'agent');
    await channel.participants(agent?.sid ?? '').update({ status: 'closed' });

    expect((await flex.channels.list()).map((each) => each.sid)).toEqual([channelSid]);
    expect((await flex.fetch()).webhookTtid).toBe('ttid');
    expect((await channel.fetch()).status).toBe('active');
    expect(settled.status).toBe('active');
    expect((await workspace.tasks(task).fetch()).assignmentStatus).toBe('completed');
    expect((await client.conversations.v1.conversations('sdk-transfer').fetch()).state).toBe('active');
  });

  it('reads and changes the objects of TaskRouter', async () => {
    const { client, twilio } = served;
    const { seed } = twilio;
    const workspace = client.taskrouter.v1.workspaces(seed.workspaceSid);
    const worker = workspace.workers(seed.workerSid);
    const [channel] = await workspace.taskChannels.list();
    const [queue] = await workspace.taskQueues.list();
    await workspace.activities.create({ friendlyName: 'Lunch', available: false });
    const { sid } = await workspace.tasks.create({ attributes: '{}' });

    await workspace.taskChannels(channel?.sid ?? '').update({ friendlyName: 'Chat' });
    await workspace.taskQueues(queue?.sid ?? '').update({ targetWorkers: '1==1' });
    await workspace.workflows(seed.workflowSid).update({ taskReservationTimeout: 60 });
    await workspace.activities(seed.offlineActivitySid).update({ friendlyName: 'Away' });
    await worker.update({ activitySid: seed.offlineActivitySid });
    await workspace.tasks(sid).update({ priority: 3 });

    expect((await client.taskrouter.v1.workspaces.list()).map((each) => each.sid)).toEqual([seed.workspaceSid]);
    expect((await workspace.fetch()).friendlyName).toBe('Flex Task Assignment');
    expect((await workspace.taskChannels('chat').fetch()).friendlyName).toBe('Chat');
    expect((await workspace.taskQueues(queue?.sid ?? '').fetch()).targetWorkers).toBe('1==1');
    expect((await workspace.workflows(seed.workflowSid).fetch()).taskReservationTimeout).toBe(60);
    expect((await worker.fetch()).activityName).toBe('Away');
    expect((await worker.reservations.list()).length).toBeGreaterThan(0);
    expect((await workspace.activities(seed.offlineActivitySid).fetch()).available).toBe(false);
    await expect(workspace.tasks(sid).remove()).resolves.toBe(true);
    await worker.update({ activitySid: seed.availableActivitySid });
  });

  it('writes the Flex configuration back whole', async () => {
    const { flexApi } = served.client;
    const response = await served.client.request({
      method: 'get',
      uri: 'https://flex-api.twilio.com/v1/Configuration',
    });
    const whole = response.body as unknown as Record<string, unknown>;

    await flexApi.v1.configuration().update({ ...whole, ui_attributes: { theme: 'dark' } });

    expect((await flexApi.v1.configuration().fetch()).uiAttributes).toEqual({ theme: 'dark' });
  });
});

contractWithTwilio(() => served, ['flex-api.twilio.com', 'taskrouter.twilio.com']);
