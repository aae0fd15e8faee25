import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';

/**
 * Checks `X-Twilio-Signature` on a form-encoded request. The local runtime does not enforce `.protected`, so the check
 * is made here as well, on the same path everywhere.
 *
 * @param address the public address Twilio called, with its query
 * @param form what was posted, without the query's keys
 */
export function verifyTwilioSignature(
  authToken: string,
  headers: Readonly<Record<string, string>>,
  address: string,
  form: Readonly<Record<string, unknown>>,
): boolean {
  const signature = headers['x-twilio-signature'];
  if (signature === undefined || signature.length === 0) return false;
  return validateRequest(authToken, signature, address, { ...form });
}
