import { discordInteractions } from '../../src/app/discord-interactions.ts';
import { relaySweep } from '../../src/app/relay-sweep.ts';
import { type AppWorld, createAppWorld } from './app-world.ts';
import { describeProtectedFunction, STRANGER } from './protected-function.ts';

describeProtectedFunction({
  name: 'relay-sweep',
  useCase: relaySweep,
  path: '/relay/sweep',
  query: {},
  form: { wake: STRANGER },
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
