import { type Signed, signed } from './deliver.ts';
import { isObject } from './json.ts';
import { pingPayload } from './payload.ts';
import type { Cloud } from './store.ts';

export interface EndpointCheck {
  /** HTTP status of the answer to a valid PING; null when there was none. */
  readonly ping: number | null;
  /** HTTP status of the answer to a PING with a bad signature; 401 is right. */
  readonly badSignature: number | null;
  readonly ok: boolean;
}

async function ask(cloud: Cloud, url: string, message: Signed): Promise<{ status: number | null; isPong: boolean }> {
  try {
    const response = await cloud.world.fetch(url, { method: 'POST', ...message });
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    const body: unknown = isJson ? await response.json() : null;
    return { status: response.status, isPong: isObject(body) && body['type'] === 1 };
  } catch {
    return { status: null, isPong: false };
  }
}

function spoiled(signature: string): string {
  return `${signature.startsWith('0') ? '1' : '0'}${signature.slice(1)}`;
}

/** What Discord does when an endpoint URL is saved: one valid PING, and one that must be refused with 401. */
export async function checkEndpoint(cloud: Cloud, url: string): Promise<EndpointCheck> {
  const good = signed(cloud, pingPayload(cloud));
  const signature = good.headers['X-Signature-Ed25519'] ?? '';
  const bad = { ...good, headers: { ...good.headers, 'X-Signature-Ed25519': spoiled(signature) } };
  const ping = await ask(cloud, url, good);
  const refused = await ask(cloud, url, bad);
  for (const [what, status] of [
    ['PING', ping.status],
    ['PING with a bad signature', refused.status],
  ] as const) {
    cloud.world.trace.record({
      at: cloud.world.clock.now(),
      from: 'discord',
      to: 'functions',
      what: `POST /discord/interactions (${what})`,
      outcome: status ?? 'reset',
      took: 0,
      signature: 'ed25519',
      details: {},
    });
  }
  return {
    ping: ping.status,
    badSignature: refused.status,
    ok: ping.status === 200 && ping.isPong && refused.status === 401,
  };
}
