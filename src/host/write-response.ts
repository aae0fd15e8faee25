import type { TwilioResponse } from '@twilio-labs/serverless-runtime-types/types';
import { newPlatformResponse } from './platform.ts';
import type { FunctionResponse } from './types.ts';

/**
 * JSON is handed over as an object: a text with a JSON content type is encoded a second time by the forking local
 * server, and what the deployed platform does with it is not documented.
 */
export function writeResponse(answer: FunctionResponse): TwilioResponse {
  const response = newPlatformResponse();
  response.setStatusCode(answer.status);
  const headers = answer.headers ?? {};
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  if (typeof answer.body === 'object' && !names.includes('content-type')) {
    response.appendHeader('Content-Type', 'application/json');
  }
  for (const [name, value] of Object.entries(headers)) response.appendHeader(name, value);
  if (answer.body !== undefined) response.setBody(answer.body);
  return response;
}
