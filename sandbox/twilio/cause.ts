/** Who changes something, and whether scoped webhooks hear of it. */
export interface Cause {
  readonly source: 'API' | 'SDK';
  readonly fires: boolean;
  /** The identity of an SDK client. */
  readonly clientIdentity?: string;
}

/** A REST call fires webhooks only with the header `X-Twilio-Webhook-Enabled: true`. */
export function restCause(header: string | undefined): Cause {
  return { source: 'API', fires: header === 'true' };
}

/** Clients such as Flex always fire webhooks. */
export function clientCause(identity: string): Cause {
  return { source: 'SDK', fires: true, clientIdentity: identity };
}

export function silentCause(): Cause {
  return { source: 'API', fires: false };
}
