import twilio from 'twilio';
import { createTwilioGateway, type TwilioGateway } from '../../src/flex/client.ts';
import { createTwilioClient } from '../../src/flex/sdk.ts';
import type { Clock } from '../../src/ports.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { type ServedTwilio, serveTwilio } from '../support/twilio-client.ts';
import { TWILIO_ACCOUNT } from '../support/twilio-world.ts';

export interface GatewayOptions {
  readonly clock?: Clock;
  /** Milliseconds until the Function must have answered. */
  readonly timeLeft?: number;
  readonly authToken?: string;
}

/** Our gateways, over our own SDK client, against the emulated Twilio. */
export function gatewayTo(served: ServedTwilio, options: GatewayOptions = {}): TwilioGateway {
  const clock = options.clock ?? createFakeClock();
  const { sid, authToken } = TWILIO_ACCOUNT;
  return createTwilioGateway({
    client: () =>
      createTwilioClient(
        async ({ timeout, httpClient }) =>
          twilio(sid, options.authToken ?? authToken, { timeout, httpClient: httpClient as twilio.RequestClient }),
        served.url,
      ),
    syncServiceSid: served.twilio.seed.syncServiceSid,
    clock,
    random: { next: () => 0.5 },
    deadline: { at: clock.now() + (options.timeLeft ?? 60_000) },
  });
}

export { type ServedTwilio, serveTwilio };
