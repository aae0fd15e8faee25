import type { Twilio } from 'twilio';
import type { Clock, Fetch, Random } from '../ports.ts';

/** What a use case sees of the HTTP request that started the Function. */
export interface FunctionRequest {
  /** The path below the service's address: `/discord/interactions`. */
  readonly path: string;
  /** Names in lower case. Headers that came more than once are left out. */
  readonly headers: Readonly<Record<string, string>>;
  /** Query and body in one, in the order they came in: the platform keeps neither the raw body nor the two apart. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface FunctionResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object or array is sent as JSON; text as it is, with the content type given in `headers`. */
  readonly body?: Readonly<Record<string, unknown>> | readonly unknown[] | string;
}

export interface TwilioClientOptions {
  /** Carries the requests instead of the SDK's own client. */
  readonly httpClient?: unknown;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly region?: string;
  readonly edge?: string;
}

/** What the platform gives besides the request. */
export interface HostEnvironment {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly domainName: string;
  /** Loads the Twilio SDK, which costs about 100 ms, so it is asked for only when needed. */
  readonly twilioClient: (options: TwilioClientOptions) => Promise<Twilio>;
  /** The text of a private asset, `/knowledge.json` for example; undefined when it was not deployed. */
  readonly asset: (path: string) => string | undefined;
  /** Milliseconds since the epoch at which the platform called the Function. */
  readonly startedAt: number;
  /** The outside world, where it is not the real one. */
  readonly effects?: HostEffects;
}

/** What a simulation puts in the place of time, chance, network and log. */
export interface HostEffects {
  readonly clock: Clock;
  readonly random: Random;
  readonly fetch: Fetch;
  readonly writeLine: (line: string) => void;
}

export type UseCase = (request: FunctionRequest, host: HostEnvironment) => Promise<FunctionResponse>;
