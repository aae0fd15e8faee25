/**
 * The outside world as the rooms see it. Every effect comes in through one of these, so that the same input, clock and
 * seed give the same run (ADR 0001).
 */

/** Wall-clock time and waiting. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after at least `milliseconds`. */
  sleep(milliseconds: number): Promise<void>;
  /** Runs `task` after `milliseconds`; the answer cancels it. A clock without it leaves time limits to real time. */
  after?(milliseconds: number, task: () => void): () => void;
}

/** A source of randomness. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
}

/** A JSON value a log line may carry. Ids, counts and durations only: never message bodies, tokens or signed URLs. */
export type LogField = string | number | boolean | null | undefined | readonly (string | number)[];
export type LogFields = Readonly<Record<string, LogField>>;

/** One JSON line for each call. The message is static text; what varies is in the fields. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export interface HttpRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
  json(): Promise<unknown>;
}

/** The part of `fetch` that is used here; the global one fits as well. Rejects when there is no answer at all. */
export type Fetch = (url: string, init?: HttpRequest) => Promise<HttpAnswer>;

/** The instant (milliseconds since the epoch) by which a Function must have saved its work and answered. */
export interface Deadline {
  readonly at: number;
}
