import { basic, createTwilioHarness, type TwilioHarness, textAt } from '../../support/twilio-world.ts';

function mediaPath(harness: TwilioHarness): string {
  return `/mcs.us1.twilio.com/v1/Services/${harness.twilio.seed.chatServiceSid}/Media`;
}

async function upload(harness: TwilioHarness, init: RequestInit, query = ''): Promise<Record<string, unknown>> {
  const response = await harness.twilio.api.request(`${mediaPath(harness)}${query}`, {
    method: 'POST',
    ...init,
    headers: { Authorization: basic(), ...init.headers },
  });
  return (await response.json()) as Record<string, unknown>;
}

function linkOf(media: Record<string, unknown>): string {
  const { links } = media as { links: { content_direct_temporary: string } };
  return links.content_direct_temporary.replace('http://127.0.0.1/twilio', '');
}

const PICTURE = new Uint8Array([137, 80, 78, 71]);

describe('twilio emulator › media', () => {
  it('takes a raw body and gives it back by a link that needs no authentication', async () => {
    const harness = createTwilioHarness();

    const media = await upload(
      harness,
      { headers: { 'Content-Type': 'image/png', 'Content-Size': '4' }, body: PICTURE },
      '?Filename=a%20b.png',
    );
    const response = await harness.twilio.api.request(linkOf(media));

    expect(media).toMatchObject({ content_type: 'image/png', filename: 'a b.png', size: 4 });
    expect(textAt(media, 'sid')).toMatch(/^ME[0-9a-f]{32}$/);
    expect(response.headers.get('Content-Type')).toBe('image/png');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(PICTURE);
  });

  it('takes a multipart form as well', async () => {
    const harness = createTwilioHarness();
    const body = new FormData();
    body.set('Media', new File([PICTURE], 'c.png', { type: 'image/png' }));

    const media = await upload(harness, { body });

    expect(media).toMatchObject({ content_type: 'image/png', filename: 'c.png', size: 4 });
  });

  it('gives links that expire and cannot be forged, and a fresh one on each read (X05)', async () => {
    const harness = createTwilioHarness();
    const media = await upload(harness, { headers: { 'Content-Type': 'image/png' }, body: PICTURE });
    const link = linkOf(media);

    const forged = await harness.twilio.api.request(link.replace(/expires=\d+/, 'expires=9999999999999'));
    harness.world.clock.advance(300_000);
    const expired = await harness.twilio.api.request(link);
    const again = await harness.rest('GET', `${mediaPath(harness)}/${textAt(media, 'sid')}`);
    const fresh = await harness.twilio.api.request(linkOf(again.body));

    expect([forged.status, expired.status, fresh.status]).toEqual([403, 403, 200]);
  });

  it.each([
    ['a size that was announced otherwise', { 'Content-Type': 'image/png', 'Content-Size': '5' }],
    ['a form without the part', { 'Content-Type': 'multipart/form-data; boundary=x' }],
  ])('refuses %s', async (_name, headers) => {
    const harness = createTwilioHarness();

    const response = await harness.twilio.api.request(mediaPath(harness), {
      method: 'POST',
      headers: { Authorization: basic(), ...headers },
      body: '--x\r\n\r\n--x--',
    });

    expect(response.status).toBe(400);
    expect(harness.twilio.store.media.size).toBe(0);
  });

  it('needs authentication for everything but the temporary link', async () => {
    const harness = createTwilioHarness();
    const media = await upload(harness, { headers: { 'Content-Type': 'image/png' }, body: PICTURE });
    const path = `${mediaPath(harness)}/${textAt(media, 'sid')}/Content`;

    const stranger = await harness.twilio.api.request(path);
    const owner = await harness.twilio.api.request(path, { headers: { Authorization: basic() } });

    expect([stranger.status, owner.status]).toEqual([401, 200]);
  });
});
