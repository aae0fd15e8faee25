/** What a client would not let a member do, or what the control API cannot make sense of. */
export class ActRefused extends Error {
  readonly status: 400 | 403 | 404 | 409;
  readonly code: string;

  constructor(status: 400 | 403 | 404 | 409, code: string, message: string) {
    super(message);
    this.name = 'ActRefused';
    this.status = status;
    this.code = code;
  }
}

export function notFound(what: string): never {
  throw new ActRefused(404, 'NOT_FOUND', `There is no such ${what}`);
}

export function notAllowed(message: string): never {
  throw new ActRefused(403, 'NOT_ALLOWED', message);
}

export function invalid(message: string): never {
  throw new ActRefused(400, 'INVALID', message);
}
