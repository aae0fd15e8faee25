import twilio from 'twilio';
import { createTwilioGateway, type TwilioGateway } from '../../src/flex/client.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { TWILIO_ACCOUNT } from '../support/twilio-world.ts';

/** One request as the official SDK would have sent it. */
export interface SdkRequest {
  readonly method: string;
  /** `/<product host>/<path>`, as the checks against Twilio's description want it. */
  readonly path: string;
  readonly query: string;
  readonly contentType: string;
  /** Form-encoded. */
  readonly body: string;
}

/** What the other side answers; a thrown error is a lost connection. */
export type Reaction = (request: SdkRequest) => { readonly statusCode: number; readonly body: unknown };

export interface RecordingGateway {
  readonly gateway: TwilioGateway;
  readonly clock: FakeClock;
  readonly requests: readonly SdkRequest[];
}

/** Our gateways over the official SDK, whose HTTP client keeps the requests instead of sending them. */
export function recordingGateway(react: Reaction, timeLeft = 60_000): RecordingGateway {
  const clock = createFakeClock();
  const requests: SdkRequest[] = [];
  const httpClient = new twilio.RequestClient();
  httpClient.request = async (options) => {
    const { host, pathname, search } = new URL(options.uri);
    const request = {
      method: options.method.toUpperCase(),
      path: `/${host}${pathname}`,
      query: `${search}${searchOf(options.params)}`,
      contentType: 'application/x-www-form-urlencoded',
      body: formOf(options.data),
    };
    requests.push(request);
    const { statusCode, body } = react(request);
    // Whatever the call expects: the reaction is written for it.
    return { statusCode, body: body as never, headers: {}, toString: () => '' };
  };
  const gateway = createTwilioGateway({
    client: async () => twilio(TWILIO_ACCOUNT.sid, TWILIO_ACCOUNT.authToken, { httpClient }),
    syncServiceSid: `IS${'5c'.repeat(16)}`,
    clock,
    random: { next: () => 0.5 },
    deadline: { at: clock.now() + timeLeft },
  });
  return { gateway, clock, requests };
}

function searchOf(params: unknown): string {
  const text = formOf(params);
  return text === '' ? '' : `?${text}`;
}

/** Lists are written as repeated fields, as the SDK's own client writes them. */
function formOf(data: unknown): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(typeof data === 'object' && data !== null ? data : {})) {
    for (const one of [value].flat()) if (one !== undefined) form.append(name, String(one));
  }
  return form.toString();
}
