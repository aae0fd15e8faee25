/** A refusal in Twilio's words. Routes throw it; the emulator writes its body. */
export class RestError extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.name = 'RestError';
    this.status = status;
    this.code = code;
  }
}

export interface ErrorBody {
  readonly code: number;
  readonly message: string;
  readonly more_info: string;
  readonly status: number;
}

export function errorBody(status: number, code: number, message: string): ErrorBody {
  return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
}

/** Refusals that more than one product answers. */
export const refusals = {
  unauthenticated: () => new RestError(401, 20003, 'Authenticate'),
  notFound: (what: string) => new RestError(404, 20404, `The requested resource ${what} was not found`),
  invalid: (message: string) => new RestError(400, 20001, message),
  tooManyRequests: () => new RestError(429, 20429, 'Too Many Requests'),
  staleIfMatch: (code: number) => new RestError(412, code, 'The revision in If-Match does not match'),
  conversationClosed: () => new RestError(400, 50377, 'Conversation is closed and cannot be updated'),
} as const;
