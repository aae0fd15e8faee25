import { createHarness, type Harness, registerCommands } from '../../support/discord-harness.ts';

const FILE = { filename: 'shot.png', contentType: 'image/png', data: Buffer.from('pixels').toString('base64') };

interface WithAttachments {
  readonly id: string;
  readonly attachments: readonly {
    readonly id: string;
    readonly url: string;
    readonly filename: string;
    readonly description?: string;
  }[];
}

describe('discord/attachments', () => {
  let harness: Harness;
  let dm: string;

  beforeEach(async () => {
    harness = createHarness();
    dm = await harness.openDm();
  });

  function upload(
    files: readonly string[],
    attachments: readonly object[] = [],
    method = 'POST',
    path = `/channels/${dm}/messages`,
  ) {
    const form = new FormData();
    form.append('payload_json', JSON.stringify({ attachments }));
    for (const [index, name] of files.entries())
      form.append(`files[${index}]`, new Blob([name], { type: 'text/plain' }), name);
    return harness.api<WithAttachments>(method, path, { form });
  }

  async function load(url: string): Promise<Response> {
    expect(url.startsWith('http://sandbox.test/discord/cdn/')).toBe(true);
    return harness.discord.api.request(url.replace('/discord/', '/'));
  }

  it('keeps files with their descriptions and serves their bytes', async () => {
    const sent = await upload(['a.txt', 'b.txt'], [{ id: 1, filename: 'b.txt', description: 'the second' }]);

    const [first, second] = sent.body.attachments;
    const loaded = await load(first?.url ?? '');
    expect(second).toMatchObject({ filename: 'b.txt', description: 'the second' });
    expect(await loaded.text()).toBe('a.txt');
    expect(loaded.headers.get('content-disposition')).toContain('attachment;');
    expect(loaded.headers.get('content-security-policy')).toContain('sandbox');
  });

  it('X13 lets links expire after a day; a fresh read gives a good one', async () => {
    const sent = await upload(['a.txt']);
    const old = sent.body.attachments[0]?.url ?? '';
    harness.clock.advance(25 * 3_600_000);
    const fresh = await harness.api<WithAttachments>('GET', `/channels/${dm}/messages/${sent.body.id}`);

    expect((await load(old)).status).toBe(404);
    expect((await load(fresh.body.attachments[0]?.url ?? '')).status).toBe(200);
  });

  it.each([
    { given: 'another expiry', change: (url: string) => url.replace(/ex=[^&]+/, 'ex=ffffffff') },
    { given: 'another signature', change: (url: string) => url.replace(/hm=../, 'hm=00') },
    { given: 'no signature', change: (url: string) => url.split('?')[0] ?? '' },
  ])('X12 serves nothing for a link with $given', async ({ change }) => {
    const sent = await upload(['a.txt']);

    expect((await load(change(sent.body.attachments[0]?.url ?? ''))).status).toBe(404);
  });

  it('gives the same link within an hour, so that a re-read message looks the same', async () => {
    const sent = await upload(['a.txt']);
    harness.clock.advance(60_000);
    const again = await harness.api<WithAttachments>('GET', `/channels/${dm}/messages/${sent.body.id}`);

    expect(again.body.attachments).toEqual(sent.body.attachments);
  });

  it('keeps on edit what is listed and adds what is new', async () => {
    const sent = await upload(['a.txt', 'b.txt']);
    const kept = sent.body.attachments[1];
    const edited = await upload(
      ['c.txt'],
      [{ id: kept?.id }, { id: 0, filename: 'c.txt' }],
      'PATCH',
      `/channels/${dm}/messages/${sent.body.id}`,
    );

    expect(edited.body.attachments.map(({ filename }) => filename)).toEqual(['b.txt', 'c.txt']);
  });

  it('refuses a file above 10 MiB with 40005', async () => {
    const form = new FormData();
    form.append('payload_json', '{}');
    form.append('files[0]', new Blob([new Uint8Array(10 * 1024 * 1024 + 1)]), 'big.bin');

    expect(await harness.api('POST', `/channels/${dm}/messages`, { form })).toMatchObject({
      status: 413,
      body: { code: 40005 },
    });
  });

  it('puts files of command options below ephemeral-attachments', async () => {
    await registerCommands(harness);
    await harness.act('commands', { channelId: dm, name: 'helpme', options: {}, files: { file: FILE } });
    const attachments = Object.values(harness.delivered[0]?.payload['data'] ?? {}).flatMap((part) =>
      Object.values(Reflect.get(Object(part), 'attachments') ?? {}),
    );

    const [attachment] = attachments;
    const url = String(Reflect.get(Object(attachment), 'url'));
    expect(attachment).toMatchObject({ ephemeral: true, filename: 'shot.png', content_type: 'image/png', size: 6 });
    expect(url).toContain('/cdn/ephemeral-attachments/');
    expect(await (await load(url)).text()).toBe('pixels');
  });

  it('signs a whole duration of audio as a float', async () => {
    await registerCommands(harness);
    const audio = { ...FILE, filename: 'say.ogg', contentType: 'audio/ogg' };
    const typed = await harness.act<{ id: string }>('messages', { channelId: dm, content: '', files: [audio] });
    await harness.act('message-commands', { channelId: dm, messageId: typed.body.id, name: 'Send to support' });

    expect(harness.delivered[0]?.raw).toContain('"duration_secs":3.0,');
  });
});
