import { conversationEvents } from '../../src/app/conversation-events.ts';
import { discordInteractions } from '../../src/app/discord-interactions.ts';
import { type AppWorld, createAppWorld } from './app-world.ts';
import { CONVERSATION, describeProtectedFunction, STRANGER } from './protected-function.ts';

describeProtectedFunction({
  name: 'conversation-events',
  useCase: conversationEvents,
  path: '/conversations/events',
  query: { member: STRANGER },
  form: {
    EventType: 'onMessageAdded',
    ConversationSid: CONVERSATION,
    Index: '3',
    MessageSid: 'IM1',
    Author: 'kim',
    Body: 'é=&+ ',
    Attributes: '{}',
  },
});

describe('conversation-events', () => {
  let world: AppWorld;

  beforeAll(async () => {
    world = await createAppWorld(discordInteractions);
  });

  afterAll(async () => {
    await world.close();
  });

  const event = { EventType: 'onMessageAdded', ConversationSid: CONVERSATION, Index: '3', MessageSid: 'IM1' };

  it.each([
    { what: 'the member’s own message (R04)', form: { ...event, Author: `discord_${STRANGER}`, Attributes: '{}' } },
    { what: 'a message of ours (R04)', form: { ...event, Author: 'virtual-agent', Attributes: '{"origin":"bot"}' } },
    {
      what: 'an event of the future',
      form: { ...event, EventType: 'onSomethingElse', Author: 'kim', Attributes: '{}' },
    },
    { what: 'an event without an index', form: { ...event, Index: '', Author: 'kim', Attributes: '{}' } },
    { what: 'an event of something that is no Conversation', form: { ...event, ConversationSid: 'x', Author: 'kim' } },
  ])('reads nothing for $what', async ({ form }) => {
    const answer = await world.call(conversationEvents, '/conversations/events', form, { query: { member: STRANGER } });

    expect(answer.status).toBe(200);
    expect(await world.requests()).toEqual([]);
  });

  it.each(['', 'not-a-member', '../../etc'])('does nothing for the member %j', async (member) => {
    const answer = await world.call(conversationEvents, '/conversations/events', event, { query: { member } });

    expect(answer.status).toBe(200);
    expect(await world.requests()).toEqual([]);
  });
});
