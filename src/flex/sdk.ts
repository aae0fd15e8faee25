import type { Twilio } from 'twilio';

/** What makes an SDK client on this host: on Twilio Functions `context.getTwilioClient`. */
export type ClientMaker = (options: { timeout: number; httpClient?: unknown }) => Promise<Twilio>;

/** Milliseconds. The SDK's own default of 30 s is beyond the life of a Function. */
const CALL_TIMEOUT = 4_000;

/**
 * The SDK's client, pointed at another address when `baseUrl` is set. The SDK has no setting for that, so its HTTP client
 * is wrapped: the product's host becomes the first part of the path.
 */
export async function createTwilioClient(make: ClientMaker, baseUrl: string | undefined): Promise<Twilio> {
  if (baseUrl === undefined) return make({ timeout: CALL_TIMEOUT });
  const { default: twilio } = await import('twilio');
  const direct = new twilio.RequestClient({ timeout: CALL_TIMEOUT });
  const request = direct.request.bind(direct);
  direct.request = (options) => {
    const { host, pathname, search } = new URL(options.uri);
    return request({ ...options, uri: `${baseUrl}/${host}${pathname}${search}` });
  };
  return make({ timeout: CALL_TIMEOUT, httpClient: direct });
}
