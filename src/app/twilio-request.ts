import type { Config } from '../config/read.ts';
import { Fault } from '../errors.ts';
import { verifyTwilioSignature } from '../flex/verify.ts';
import type { FunctionRequest } from '../host/types.ts';

/**
 * The posted form, once Twilio's signature has held. The platform merges query and form, so the query's keys must be
 * named: any other key counts as posted, and an invented one breaks the signature.
 *
 * @throws Fault `SIGNATURE_REFUSED`, status 403, before anything is read
 */
export function requireTwilioSignature(
  config: Config,
  request: FunctionRequest,
  queryKeys: readonly string[] = [],
): Readonly<Record<string, unknown>> {
  const form: Record<string, unknown> = { ...request.parameters };
  const query = new URLSearchParams();
  for (const key of queryKeys) {
    const value = form[key];
    delete form[key];
    if (typeof value === 'string') query.append(key, value);
  }
  const search = query.size === 0 ? '' : `?${query.toString()}`;
  const address = `${config.twilio.publicBaseUrl}${request.path}${search}`;
  if (verifyTwilioSignature(config.twilio.authToken, request.headers, address, form)) return form;
  throw new Fault('SIGNATURE_REFUSED', 'X-Twilio-Signature is missing or wrong', {
    status: 403,
    remedy:
      'If Twilio itself called: check that PUBLIC_BASE_URL is the address Twilio calls, and that the Auth Token is the primary one.',
  });
}
