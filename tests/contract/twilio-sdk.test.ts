import { type ServedTwilio, serveTwilio } from '../support/twilio-client.ts';
import { hasTwilioSpecs, validateTwilioRequest, validateTwilioResponse } from '../support/twilio-spec.ts';

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

describe('twilio emulator › the official SDK', () => {
  describe('conversations', () => {
    it('creates, reads, changes, lists and deletes every resource', async () => {
      const { conversations } = served.client;

      const made = await conversations.v1.conversations.create({
        uniqueName: 'sdk-1',
        friendlyName: 'Ann',
        attributes: JSON.stringify({ status: 'bot' }),
        state: 'active',
        'timers.inactive': 'PT1H',
        'timers.closed': 'PT24H',
      });
      const one = conversations.v1.conversations('sdk-1');
      const participant = await one.participants.create({ identity: 'discord_1', xTwilioWebhookEnabled: 'true' });
      const webhook = await one.webhooks.create({
        target: 'webhook',
        'configuration.url': 'http://127.0.0.1:9/conversations/events',
        'configuration.method': 'post',
        'configuration.filters': ['onMessageAdded', 'onParticipantAdded'],
      });
      await one.webhooks(webhook.sid).update({ 'configuration.filters': ['onMessageAdded'] });
      const message = await one.messages.create({ author: 'discord_1', body: 'hello', xTwilioWebhookEnabled: 'true' });
      await one.messages(message.sid).update({ body: 'hello!' });
      await one.participants(participant.sid).update({ lastReadMessageIndex: message.index });
      await one.update({ attributes: JSON.stringify({ status: 'queued' }) });
      const messages = await one.messages.list({ order: 'desc', limit: 20 });
      const memberships = await conversations.v1.participantConversations.list({ identity: 'discord_1' });
      await conversations.v1.users('discord_1').update({ friendlyName: 'Ann' });
      const user = await conversations.v1.users('discord_1').fetch();
      const webhooks = await one.webhooks.list();
      await one.messages(message.sid).remove();
      await one.webhooks(webhook.sid).remove();
      await one.participants(participant.sid).remove();
      const state = (await one.fetch()).state;
      await one.remove();

      expect(made.timers).toHaveProperty('date_inactive');
      expect(messages.map((each) => each.body)).toEqual(['hello!']);
      expect(messages[0]?.participantSid).toBe(participant.sid);
      expect(memberships.map((each) => each.conversationUniqueName)).toEqual(['sdk-1']);
      expect(user.friendlyName).toBe('Ann');
      expect(webhooks.map((each) => each.configuration.filters)).toEqual([['onMessageAdded']]);
      expect(state).toBe('active');
      await expect(one.fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    });

    it('pages through everything, following the addresses of Twilio', async () => {
      const { conversations } = served.client.conversations.v1;
      const { sid } = await conversations.create({ uniqueName: 'sdk-paging' });
      for (let count = 0; count < 7; count += 1) {
        await conversations(sid).messages.create({ body: `message ${count}` });
      }

      const all = await conversations(sid).messages.list({ pageSize: 3 });

      expect(all.map((each) => each.body)).toEqual(Array.from({ length: 7 }, (_, count) => `message ${count}`));
    });

    it('creates a conversation with its participants at once', async () => {
      const { conversationWithParticipants, conversations } = served.client.conversations.v1;

      const made = await conversationWithParticipants.create({ participant: ['{"identity":"discord_2"}'] });
      const participants = await conversations(made.sid).participants.list();

      expect(participants.map((each) => each.identity)).toEqual(['discord_2']);
    });

    it('reads the account-wide settings', async () => {
      const { configuration } = served.client.conversations.v1;

      const settings = await configuration().fetch();
      const webhooks = await configuration.webhooks().fetch();

      expect(settings.defaultChatServiceSid).toBe(served.twilio.seed.chatServiceSid);
      expect(webhooks.postWebhookUrl).toBeNull();
    });
  });

  describe('flex and taskrouter', () => {
    it('takes an interaction from the queue to its end', async () => {
      const { client, twilio } = served;
      const { seed } = twilio;
      const conversation = await client.conversations.v1.conversations.create({ uniqueName: 'sdk-flex' });
      const { participants } = client.conversations.v1.conversations(conversation.sid);
      await participants.create({ identity: 'discord_3' });

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
      const taskSid: string = interaction.routing.properties.sid;
      const workspace = client.taskrouter.v1.workspaces(seed.workspaceSid);
      const reservation = await until(async () => (await workspace.tasks(taskSid).reservations.list())[0]);
      await workspace.tasks(taskSid).reservations(reservation.sid).update({ reservationStatus: 'accepted' });
      const joined = await participants.list();
      const channel = client.flexApi.v1.interaction(interaction.sid).channels(interaction.channel.sid);
      const agents = await channel.participants.list();
      const invites = await channel.invites.list();
      const closed = await channel.update({ status: 'closed', routing: { status: 'wrapup' } });
      const wrapping = await workspace.tasks(taskSid).fetch();
      await channel.update({ status: 'closed', routing: { status: 'closed' } });
      const done = await workspace.tasks(taskSid).fetch();
      const ended = await client.conversations.v1.conversations(conversation.sid).fetch();

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
        conversationSid: conversation.sid,
        flexInteractionSid: interaction.sid,
        flexInteractionChannelSid: interaction.channel.sid,
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
  });

  describe('sync', () => {
    it('keeps documents by revision', async () => {
      const { documents } = served.client.sync.v1.services('default');

      const made = await documents.create({ uniqueName: 'session.1', data: { state: 'bot' }, ttl: 3600 });
      const changed = await documents('session.1').update({ data: { state: 'queued' }, ifMatch: made.revision });
      const stale = documents('session.1').update({ data: { state: 'agent' }, ifMatch: made.revision });

      expect(made.revision).toBe('0');
      expect(changed.revision).not.toBe(made.revision);
      await expect(stale).rejects.toMatchObject({ status: 412 });
      expect((await documents('session.1').fetch()).data).toEqual({ state: 'queued' });
      expect((await documents.list()).map((each) => each.uniqueName)).toContain('session.1');
      await expect(documents('session.1').remove()).resolves.toBe(true);
    });

    it('keeps maps and lists with their items', async () => {
      const service = served.client.sync.v1.services(served.twilio.seed.syncServiceSid);
      await service.syncMaps.create({ uniqueName: 'cases' });
      const { syncMapItems } = service.syncMaps('cases');
      await service.syncLists.create({ uniqueName: 'log' });
      const { syncListItems } = service.syncLists('log');

      for (const key of ['c', 'a', 'b:1']) await syncMapItems.create({ key, data: { key }, itemTtl: 60 });
      const item = await syncMapItems('b:1').update({ data: { changed: true } });
      await syncMapItems('c').remove({ ifMatch: '0' });
      for (const line of ['one', 'two']) await syncListItems.create({ data: { line } });
      await syncListItems(1).update({ data: { line: 'deux' } });
      const lines = await syncListItems.list({ from: '1', bounds: 'inclusive' });
      const items = await syncMapItems.list({ order: 'desc' });

      expect(item.data).toEqual({ changed: true });
      expect(items.map((each) => each.key)).toEqual(['b:1', 'a']);
      expect(lines.map((each) => each.data)).toEqual([{ line: 'deux' }]);
    });
  });

  it('refuses wrong credentials', async () => {
    const { createTwilioClient } = await import('../support/twilio-client.ts');
    const stranger = createTwilioClient(served.url, 'fake-other-token');

    await expect(stranger.sync.v1.services('default').fetch()).rejects.toMatchObject({ status: 401, code: 20003 });
  });
});

const described = hasTwilioSpecs ? describe : describe.skip;

described('twilio emulator › the API descriptions of Twilio (skipped without SPECS_DIR or ../shared/specs)', () => {
  it('describe every request the SDK made above', () => {
    const problems = served.exchanges.flatMap((one) =>
      validateTwilioRequest(one).map((problem) => `${one.method} ${one.path}: ${problem}`),
    );

    expect(problems).toEqual([]);
  });

  it('describe every answer given above', () => {
    const problems = served.exchanges.flatMap((one) =>
      validateTwilioResponse(one).map((problem) => `${one.method} ${one.path}: ${problem}`),
    );

    expect(served.exchanges.length).toBeGreaterThan(50);
    expect([...new Set(problems)]).toEqual([]);
  });
});
