import type { Twilio } from 'twilio';
import { Fault } from '../errors.ts';
import type { Clock, Deadline, Random } from '../ports.ts';
import { timeoutFor, withinTime, withRetry } from '../retry.ts';
import { type ConversationsGateway, createConversations } from './conversations.ts';
import { createStudio, type StudioGateway } from './studio.ts';
import { createSync, type SyncGateway } from './sync.ts';
import { createTaskRouter, type TaskRouterGateway } from './taskrouter.ts';

export type { SyncGateway } from './sync.ts';

/** Every call this project makes to Twilio, by product. */
export interface TwilioGateway {
  readonly conversations: ConversationsGateway;
  readonly taskRouter: TaskRouterGateway;
  readonly sync: SyncGateway;
  readonly studio: StudioGateway;
}

export interface TwilioGatewayOptions {
  /** Makes the SDK's client; called once, at the first use, because loading the SDK costs about 100 ms. */
  readonly client: () => Promise<Twilio>;
  readonly syncServiceSid: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly deadline: Deadline;
}

/** Runs one SDK call under the retry policy, with the vendor's errors as `Fault`s. */
export type Run = <T>(
  what: string,
  options: { readonly repeatable: boolean },
  use: (client: Twilio) => Promise<T>,
) => Promise<T>;

/** Milliseconds: longer than any Function lives, so that only its deadline counts. */
const ALL_TIME = 60_000;

export function createTwilioGateway(options: TwilioGatewayOptions): TwilioGateway {
  let loading: Promise<Twilio> | undefined;

  const run: Run = (what, { repeatable }, use) =>
    withRetry(options, { repeatable }, async () => {
      loading ??= options.client();
      const client = await loading;
      try {
        // The SDK's own time-out is the same for every call, however little is left: Twilio may have carried it out, but
        // the Function has no time to hear of it.
        return await withinTime(options.clock, timeoutFor(options, ALL_TIME), () => use(client));
      } catch (error) {
        throw twilioFault(what, error);
      }
    });

  return {
    conversations: createConversations(run),
    taskRouter: createTaskRouter(run),
    sync: createSync(run, options.syncServiceSid),
    studio: createStudio(run),
  };
}

interface VendorError {
  readonly status?: unknown;
  readonly code?: unknown;
}

function twilioFault(what: string, error: unknown): Fault {
  if (error instanceof Fault) return error;
  const { status, code } = (typeof error === 'object' && error !== null ? error : {}) as VendorError;
  const details = {
    ...(typeof status === 'number' ? { upstreamStatus: status } : {}),
    ...(typeof code === 'number' ? { upstreamCode: code } : {}),
  };
  if (typeof status !== 'number' || status >= 500) {
    return new Fault('TWILIO_UNREACHABLE', `No usable answer from Twilio to "${what}"`, {
      remedy: 'Nothing to do if it passes: the next event repeats the work. Else see status.twilio.com.',
      outcome: 'unknown',
      cause: typeof code === 'string' ? code : errorName(error),
      ...details,
    });
  }
  // Twilio docs, error 20429: a request that was refused for its rate was never processed.
  const limited = status === 429 ? { retryAfter: 400 } : {};
  return new Fault('TWILIO_REFUSED', `Twilio refused "${what}" with status ${status}, code ${String(code)}`, {
    remedy: `See the page of this code below twilio.com/docs/api/errors.`,
    ...details,
    ...limited,
  });
}

/** Only the name: the SDK's messages may quote addresses and parameters. */
function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
