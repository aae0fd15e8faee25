import { conversationEvents } from '../../src/app/conversation-events.ts';
import { discordInteractions } from '../../src/app/discord-interactions.ts';
import { relaySweep } from '../../src/app/relay-sweep.ts';
import { studioChatbot } from '../../src/app/studio-chatbot.ts';
import { studioHandoff } from '../../src/app/studio-handoff.ts';
import { schema } from '../../src/config/schema.ts';
import type { UseCase } from '../../src/host/types.ts';
import { type AppWorld, createAppWorld } from './app-world.ts';

const CONVERSATION = `CH${'a'.repeat(32)}`;
const STRANGER = '1440000000000000999';

/** The protected Functions, each with a call that is fit to be carried out. */
const FUNCTIONS: readonly {
  name: string;
  useCase: UseCase;
  path: string;
  query: Record<string, string>;
  form: Record<string, string>;
}[] = [
  {
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
  },
  {
    name: 'studio-chatbot',
    useCase: studioChatbot,
    path: '/studio/chatbot',
    query: {},
    form: { conversationSid: CONVERSATION, memberId: STRANGER, messageSid: 'IM1', index: '1', author: 'kim' },
  },
  {
    name: 'studio-handoff',
    useCase: studioHandoff,
    path: '/studio/handoff',
    query: {},
    form: { conversationSid: CONVERSATION, memberId: STRANGER, step: 'failed' },
  },
  { name: 'relay-sweep', useCase: relaySweep, path: '/relay/sweep', query: {}, form: { wake: STRANGER } },
];

describe.each(FUNCTIONS)('$name', ({ useCase, path, query, form }) => {
  let world: AppWorld;

  beforeAll(async () => {
    world = await createAppWorld(discordInteractions);
  });

  afterAll(async () => {
    await world.close();
  });

  beforeEach(async () => {
    await world.requests();
  });

  it('takes what Twilio has signed (X02)', async () => {
    const answer = await world.call(useCase, path, form, { query });

    expect(answer.status).toBe(200);
  });

  it.each([
    { what: 'no signature', headers: {} },
    { what: 'an empty signature', headers: { 'x-twilio-signature': '' } },
    { what: 'a wrong signature', headers: { 'x-twilio-signature': 'MDEyMzQ1Njc4OTAxMjM0NTY3ODk=' } },
  ])('refuses $what with 403 before anything is read (X01)', async ({ headers }) => {
    const answer = await world.call(useCase, path, form, { query, headers });

    expect(answer).toMatchObject({ status: 403, body: { error: { code: 'SIGNATURE_REFUSED' } } });
    expect(await world.requests()).toEqual([]);
  });

  it.each([
    { what: 'a parameter that was added', forged: { channel_id: '1440000000000000507' } },
    {
      what: 'a member who was exchanged',
      forged: { memberId: '1440000000000000042', member: '1440000000000000042', wake: '1440000000000000042' },
    },
    { what: 'a list in place of a text', forged: { Body: ['a', 'b'] } },
    { what: 'an object in place of a text', forged: { state: { lease: {} } } },
    { what: 'a key called request, which takes the place of the headers', forged: { request: 'forged' } },
  ])('refuses $what (X01)', async ({ forged }) => {
    const answer = await world.call(useCase, path, form, { query, forged });

    expect(answer.status).toBe(403);
    expect(await world.requests()).toEqual([]);
  });

  it('names every missing key at once, and calls nobody', async () => {
    const required = schema.filter((entry) => entry.required).map((entry) => entry.key);

    const answer = await world.call(useCase, path, form, {
      query,
      variables: Object.fromEntries(required.map((key) => [key, undefined])),
    });

    const logged = world.lines.at(-1) ?? '';
    expect(answer).toMatchObject({ status: 500, body: { error: { code: 'CONFIGURATION_MISSING' } } });
    for (const key of required) expect(logged).toContain(key);
    expect(await world.requests()).toEqual([]);
  });

  it('changes nothing for a member it does not know', async () => {
    await world.call(useCase, path, form, { query });

    expect((await world.requests()).filter((request) => !request.startsWith('GET '))).toEqual([]);
  });
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

describe('relay-sweep', () => {
  let world: AppWorld;

  beforeAll(async () => {
    world = await createAppWorld(discordInteractions);
  });

  afterAll(async () => {
    await world.close();
  });

  it.each([
    { what: 'nothing', form: {} },
    { what: 'a state that is no JSON', form: { state: '{' } },
    { what: 'a state of another shape', form: { state: '{"lease":[],"chats":7,"runs":"x"}' } },
    { what: 'a state that is a list', form: { state: '[1]' } },
    { what: 'a wake that is no member', form: { wake: 'everybody' } },
  ])('costs some calls and no exception when called with $what', async ({ form }) => {
    const answer = await world.call(relaySweep, '/relay/sweep', form, { variables: { RELAY_MODE: 'self' } });

    expect(answer).toMatchObject({ status: 200, body: { result: 'done', again: 'no' } });
  });

  it('does nothing when the sweep is switched off', async () => {
    await world.requests();

    const answer = await world.call(relaySweep, '/relay/sweep', {}, { variables: { RELAY_MODE: 'off' } });

    expect(answer).toMatchObject({ status: 200, body: { result: 'off', again: 'no' } });
    expect(await world.requests()).toEqual([]);
  });
});
