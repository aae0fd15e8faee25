import { getExpectedTwilioSignature, validateRequest } from 'twilio/lib/webhooks/webhooks.js';

type Form = Readonly<Record<string, unknown>>;

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
  form: Form,
): boolean {
  const signature = headers['x-twilio-signature'];
  if (signature === undefined || signature.length === 0 || !isForm(form)) return false;
  return validateRequest(authToken, signature, address, { ...form });
}

/** Somebody else's JSON may hold anything, and writing an object as text runs what stands in it. */
function isForm(form: Form): boolean {
  return Object.values(form).every((value) => [value].flat().every((one) => typeof one === 'string'));
}

/** Signs a form-encoded request of ours to a Function of ours, as Twilio signs its own. */
export function signTwilioRequest(authToken: string, address: string, form: Form): string {
  return getExpectedTwilioSignature(authToken, address, { ...form });
}
