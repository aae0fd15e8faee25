/** A refusal of the control API. */
export class ActError extends Error {
  readonly status: 400 | 404 | 409 | 413;
  readonly code: string;

  constructor(status: 400 | 404 | 409 | 413, code: string, message: string) {
    super(message);
    this.name = 'ActError';
    this.status = status;
    this.code = code;
  }
}
