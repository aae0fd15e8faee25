import { APPLICATION_ID, createHarness, inline } from '../../support/discord-harness.ts';

describe('discord/routes/application', () => {
  it('tells the public key', async () => {
    const { api, publicKey } = createHarness();

    expect((await api('GET', '/applications/@me')).body).toMatchObject({
      id: APPLICATION_ID,
      verify_key: publicKey,
      interactions_endpoint_url: null,
    });
  });

  it('keeps description, tags and installation', async () => {
    const { api } = createHarness();
    const config = {
      0: { oauth2_install_params: { scopes: ['bot', 'applications.commands'], permissions: '377957239808' } },
    };
    await api('PATCH', '/applications/@me', {
      json: { description: 'Support', tags: ['support'], integration_types_config: config },
    });

    expect((await api('GET', '/applications/@me')).body).toMatchObject({
      description: 'Support',
      tags: ['support'],
      integration_types_config: config,
    });
  });

  it('X01 refuses an endpoint that takes bad signatures, and changes nothing', async () => {
    const harness = createHarness();
    harness.endpoint = () => inline({ type: 1 });

    const refused = await harness.api('PATCH', '/applications/@me', {
      json: { description: 'New', interactions_endpoint_url: 'https://functions.example.com/i' },
    });

    expect(refused).toMatchObject({ status: 400, body: { code: 50035, errors: { interactions_endpoint_url: {} } } });
    expect((await harness.api('GET', '/applications/@me')).body).toMatchObject({
      description: '',
      interactions_endpoint_url: null,
    });
  });

  it('lets only the limited intent flags change', async () => {
    const { api } = createHarness();

    expect((await api('PATCH', '/applications/@me', { json: { flags: 1 << 19 } })).status).toBe(200);
    expect((await api('PATCH', '/applications/@me', { json: { flags: 1 << 18 } })).body['code']).toBe(50035);
  });
});
