import { discordInteractions } from '../../src/app/discord-interactions.ts';
import { studioHandoff } from '../../src/app/studio-handoff.ts';
import { type AppWorld, createAppWorld } from './app-world.ts';
import { CONVERSATION, describeProtectedFunction, STRANGER } from './protected-function.ts';

describeProtectedFunction({
  name: 'studio-handoff',
  useCase: studioHandoff,
  path: '/studio/handoff',
  query: {},
  form: { conversationSid: CONVERSATION, memberId: STRANGER, step: 'failed' },
});

describe('studio-handoff', () => {
  let world: AppWorld;

  beforeAll(async () => {
    world = await createAppWorld(discordInteractions);
  });

  afterAll(async () => {
    await world.close();
  });

  it.each([
    { what: 'an unknown step', form: { conversationSid: CONVERSATION, memberId: STRANGER, step: 'leap' } },
    { what: 'no member', form: { conversationSid: CONVERSATION, step: 'start' } },
    { what: 'no Conversation', form: { memberId: STRANGER, step: 'start' } },
  ])('refuses $what, which a flow of another version may send, with 400', async ({ form }) => {
    const answer = await world.call(studioHandoff, '/studio/handoff', form);

    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'REQUEST_INVALID' } } });
    expect(await world.requests()).toEqual([]);
  });
});
