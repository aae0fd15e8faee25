/** Every code an operator may meet in a log line or in `health`. */
export type FaultCode =
  | 'CONFIGURATION_MISSING'
  | 'CONFIGURATION_INVALID'
  | 'SIGNATURE_REFUSED'
  | 'REQUEST_INVALID'
  | 'DISCORD_REFUSED'
  | 'DISCORD_RATE_LIMITED'
  | 'DISCORD_UNREACHABLE'
  | 'TWILIO_REFUSED'
  | 'TWILIO_UNREACHABLE'
  | 'STORE_CONFLICT'
  | 'STORE_TOO_LARGE'
  | 'DEADLINE_EXCEEDED'
  | 'UNEXPECTED';

interface FaultOptions {
  /** What the operator can do about it, in one sentence. */
  readonly remedy: string;
  readonly cause?: unknown;
  /** HTTP status the caller of the Function gets. Default 500. */
  readonly status?: number;
  /** The other side's own error code, where it gave one. */
  readonly upstreamCode?: number;
  /** The other side's HTTP status, where there was an answer. */
  readonly upstreamStatus?: number;
  /**
   * `refused`: the other side did nothing. `unknown`: it may have done it (connection lost, time-out, 5xx).
   * Default `refused`.
   */
  readonly outcome?: 'refused' | 'unknown';
  /** Milliseconds to wait before the same call can succeed, where the other side told. */
  readonly retryAfter?: number;
}

/**
 * The project's one error type. The member never reads it: texts for members come from the catalogue. The operator
 * reads `code`, `message` and `remedy` in the log.
 */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly remedy: string;
  readonly status: number;
  readonly upstreamCode: number | undefined;
  readonly upstreamStatus: number | undefined;
  readonly outcome: 'refused' | 'unknown';
  readonly retryAfter: number | undefined;

  constructor(code: FaultCode, message: string, options: FaultOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Fault';
    this.code = code;
    this.remedy = options.remedy;
    this.status = options.status ?? 500;
    this.upstreamCode = options.upstreamCode;
    this.upstreamStatus = options.upstreamStatus;
    this.outcome = options.outcome ?? 'refused';
    this.retryAfter = options.retryAfter;
  }
}

/** The fault itself, or the unknown wrapped as `UNEXPECTED`. */
export function toFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  return new Fault('UNEXPECTED', error instanceof Error ? `${error.name} in our own code` : 'A value was thrown', {
    remedy: 'This is a bug: report it with the log line and its stack.',
    cause: error,
  });
}
