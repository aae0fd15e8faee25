import { createTwilioClient, type ServedTwilio, serveTwilio } from '../support/twilio-client.ts';
import { contractWithTwilio } from '../support/twilio-contract.ts';

let served: ServedTwilio;

beforeAll(async () => {
  served = await serveTwilio();
});

afterAll(async () => {
  await served.close();
});

describe('twilio emulator › conversations by the official SDK', () => {
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

  it('reads and removes single resources of conversations', async () => {
    const { v1 } = served.client.conversations;
    await v1.conversations.create({ uniqueName: 'sdk-rest' });
    const one = v1.conversations('sdk-rest');
    const member = await one.participants.create({ identity: 'discord_9' });
    const message = await one.messages.create({ author: 'discord_9', body: 'hello' });
    const webhook = await one.webhooks.create({ target: 'webhook', 'configuration.url': 'http://127.0.0.1:9/' });
    await v1.users.create({ identity: 'somebody', friendlyName: 'Some Body' });

    expect((await one.participants(member.sid).fetch()).identity).toBe('discord_9');
    expect((await one.messages(message.sid).fetch()).body).toBe('hello');
    expect((await one.webhooks(webhook.sid).fetch()).target).toBe('webhook');
    expect((await v1.conversations.list({ state: 'active' })).map((each) => each.sid)).toContain(
      message.conversationSid,
    );
    expect((await v1.users.list()).map((each) => each.friendlyName)).toContain('Some Body');
    await expect(v1.users('somebody').remove()).resolves.toBe(true);
  });

  it('refuses wrong credentials', async () => {
    const stranger = createTwilioClient(served.url, 'fake-other-token');

    await expect(stranger.sync.v1.services('default').fetch()).rejects.toMatchObject({ status: 401, code: 20003 });
  });
});

contractWithTwilio(() => served, ['conversations.twilio.com']);
