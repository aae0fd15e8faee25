import { createServer } from 'node:http';
import { connect } from 'node:net';

describe('no-network', () => {
  it.each(['https://example.com/', 'http://192.0.2.1/', 'https://[2001:db8::1]/'])(
    'lets no fetch out to %s',
    async (url) => {
      await expect(fetch(url)).rejects.toMatchObject({
        cause: expect.objectContaining({ message: expect.stringContaining('Networking is off in tests') }),
      });
    },
  );

  it('lets no socket out, whichever way it is asked for', () => {
    expect(() => connect(443, '192.0.2.1')).toThrow('Networking is off in tests: 192.0.2.1');
    expect(() => connect({ host: 'example.com', port: 443 })).toThrow('Networking is off in tests: example.com');
  });

  it('lets this machine through', async () => {
    const server = createServer((_request, response) => response.end('here')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;

    const text = await (await fetch(`http://127.0.0.1:${port}/`)).text();
    server.close();

    expect(text).toBe('here');
  });
});
