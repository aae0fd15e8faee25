import { APPLICATION_ID, createHarness, type Harness } from '../../support/discord-harness.ts';

interface Registered {
  readonly id: string;
  readonly name: string;
  readonly version: string;
}

describe('discord/routes/commands', () => {
  const path = `/applications/${APPLICATION_ID}/commands`;
  const helpme = { name: 'helpme', description: 'Help' };
  let harness: Harness;

  beforeEach(() => {
    harness = createHarness();
  });

  function put(json: unknown, at = path) {
    return harness.api<readonly Registered[]>('PUT', at, { json });
  }

  it('overwrites all, and keeps the id of a name that stays', async () => {
    const first = await put([helpme, { name: 'bug', description: 'Bug' }]);
    const second = await put([{ ...helpme, description: 'More help' }]);
    const listed = await harness.api<readonly Registered[]>('GET', path);

    expect(second.body.map(({ id }) => id)).toEqual([first.body[0]?.id]);
    expect(second.body[0]?.version).not.toBe(first.body[0]?.version);
    expect(listed.body.map(({ name }) => name)).toEqual(['helpme']);
  });

  it('makes one and changes one by the same call', async () => {
    const made = await harness.api('POST', path, { json: helpme });
    const changed = await harness.api('POST', path, { json: { ...helpme, description: 'More' } });

    expect([made.status, changed.status]).toEqual([201, 200]);
    expect(changed.body['id']).toBe(made.body['id']);
  });

  it('reads and deletes one', async () => {
    const made = await harness.api('POST', path, { json: helpme });
    const one = `${path}/${String(made.body['id'])}`;

    expect((await harness.api('GET', one)).body).toMatchObject({ name: 'helpme', type: 1, contexts: null });
    expect((await harness.api('DELETE', one)).status).toBe(204);
    expect(await harness.api('GET', one)).toMatchObject({ status: 404, body: { code: 10063 } });
  });

  it('lists translations only when asked', async () => {
    await put([{ ...helpme, description_localizations: { de: 'Hilfe' } }]);

    const plain = await harness.api<readonly object[]>('GET', path);
    const full = await harness.api<readonly object[]>('GET', `${path}?with_localizations=true`);
    expect(plain.body[0]).not.toHaveProperty('description_localizations');
    expect(full.body[0]).toMatchObject({ description_localizations: { de: 'Hilfe' } });
  });

  it.each([
    { given: 'capitals', json: { ...helpme, name: 'HelpMe' } },
    { given: 'a blank in a slash command', json: { ...helpme, name: 'help me' } },
    { given: 'no description', json: { name: 'helpme' } },
    { given: 'a description on a message command', json: { name: 'Send', type: 3, description: 'x' } },
    { given: 'a description of 101', json: { ...helpme, description: 'x'.repeat(101) } },
    {
      given: 'a required option after an optional one',
      json: {
        ...helpme,
        options: [
          { type: 3, name: 'a', description: 'a' },
          { type: 3, name: 'b', description: 'b', required: true },
        ],
      },
    },
    {
      given: 'the same option twice',
      json: {
        ...helpme,
        options: [
          { type: 3, name: 'a', description: 'a' },
          { type: 3, name: 'a', description: 'b' },
        ],
      },
    },
    {
      given: 'a max_length of 6001',
      json: { ...helpme, options: [{ type: 3, name: 'a', description: 'a', max_length: 6001 }] },
    },
    { given: 'a locale Discord does not have', json: { ...helpme, description_localizations: { en: 'Help' } } },
    {
      given: 'choices beside autocomplete',
      json: {
        ...helpme,
        options: [{ type: 3, name: 'a', description: 'a', autocomplete: true, choices: [{ name: 'x', value: 'x' }] }],
      },
    },
    {
      given: 'more than 8000 characters',
      json: {
        ...helpme,
        options: Array.from({ length: 4 }, (_, i) => ({
          type: 3,
          name: `o${i}`,
          description: 'a',
          choices: Array.from({ length: 25 }, (_value, j) => ({
            name: `${j}`.padEnd(60, 'x'),
            value: `${j}`.padEnd(40, 'x'),
          })),
        })),
      },
    },
  ])('refuses with 50035: $given', async ({ json }) => {
    expect(await harness.api('POST', path, { json })).toMatchObject({ status: 400, body: { code: 50035 } });
  });

  it('keeps contexts for global commands', async () => {
    const guild = `/applications/${APPLICATION_ID}/guilds/${harness.discord.seed.guildId}/commands`;

    expect((await put([{ ...helpme, contexts: [0] }], guild)).status).toBe(400);
    expect((await put([{ ...helpme, contexts: [0] }])).status).toBe(200);
  });

  it('counts 200 new names a day', async () => {
    for (let round = 0; round < 2; round += 1) {
      harness.pause();
      await put(Array.from({ length: 100 }, (_, index) => ({ ...helpme, name: `c${round}-${index}` })));
    }

    expect(await harness.api('POST', path, { json: { ...helpme, name: 'one-more' } })).toMatchObject({
      status: 400,
      body: { code: 30034 },
    });
  });

  it('X08 registers for no other application or server', async () => {
    expect((await put([helpme], '/applications/1440000000000000999/commands')).status).toBe(404);
    expect((await put([helpme], `/applications/${APPLICATION_ID}/guilds/1440000000000000999/commands`)).status).toBe(
      404,
    );
  });
});
