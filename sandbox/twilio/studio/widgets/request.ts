import { getExpectedBodyHash, getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { parseJson, sizeOf } from '../../json.ts';
import type { StudioHost } from '../../studio-port.ts';
import type { CallOutRequest, CallOutResult } from '../call-out.ts';
import { callOut } from '../call-out.ts';
import type { Pair, WidgetCall, WidgetResult } from './widget.ts';
import { done } from './widget.ts';

const FORM = 'application/x-www-form-urlencoded';

/** Larger answers give an empty map. Twilio publishes no figure. */
const PARSED_LIMIT = 64 * 1024;

/** The Function or the server behind a widget did not do its work. */
const CALL_FAILED = 81017;

/** *Run Function*: a signed, form-encoded POST; any answer below 400 within ten seconds is a success. */
export async function runFunction(call: WidgetCall): Promise<WidgetResult> {
  const request = formRequest(call, await call.text('url'), await call.pairs('parameters'));
  const result = await callFrom(call, request);
  return finish(call, result, { success: 'success', failure: 'fail', below: 400 });
}

/** *Make HTTP Request*: as configured and signed; only 2xx is a success. */
export async function runHttpRequest(call: WidgetCall): Promise<WidgetResult> {
  const url = await call.text('url');
  const contentType = await call.text('content_type');
  const isForm = contentType.startsWith(FORM);
  const pairs = await call.pairs('parameters');
  const request =
    call.widget.properties['method'] === 'GET'
      ? getRequest(call.host, url, pairs)
      : isForm
        ? formRequest(call, url, pairs)
        : bodyRequest(call.host, url, contentType, await call.text('body'));
  const headers = call.widget.properties['add_twilio_auth'] === true ? basicAuth(call.host) : {};
  const result = await callFrom(call, { ...request, headers: { ...request.headers, ...headers } });
  return finish(call, result, { success: 'success', failure: 'failed', below: 300 });
}

function formRequest(call: WidgetCall, url: string, pairs: readonly Pair[]): CallOutRequest {
  const form = new URLSearchParams();
  for (const { key, value } of pairs) form.append(key, value);
  const signed = Object.fromEntries([...new Set(form.keys())].map((key) => [key, signedValue(form.getAll(key))]));
  return {
    url,
    method: 'POST',
    headers: { 'content-type': FORM, ...signature(call.host, url, signed) },
    body: form.toString(),
  };
}

function signedValue(values: readonly string[]): string | readonly string[] {
  const [first] = values;
  return values.length === 1 && first !== undefined ? first : values;
}

function getRequest(host: StudioHost, url: string, pairs: readonly Pair[]): CallOutRequest {
  const address = new URL(url);
  for (const { key, value } of pairs) address.searchParams.append(key, value);
  return { url: address.href, method: 'GET', headers: signature(host, address.href, {}), body: undefined };
}

/** Other bodies are covered by their hash, which travels in the signed URL. */
function bodyRequest(host: StudioHost, url: string, contentType: string, body: string): CallOutRequest {
  const address = new URL(url);
  address.searchParams.set('bodySHA256', getExpectedBodyHash(body));
  return {
    url: address.href,
    method: 'POST',
    headers: { 'content-type': contentType, ...signature(host, address.href, {}) },
    body,
  };
}

function signature(host: StudioHost, url: string, parameters: Record<string, unknown>): Record<string, string> {
  return { 'x-twilio-signature': getExpectedTwilioSignature(host.account.authToken, url, parameters) };
}

function basicAuth(host: StudioHost): Record<string, string> {
  const { sid, authToken } = host.account;
  return { authorization: `Basic ${Buffer.from(`${sid}:${authToken}`).toString('base64')}` };
}

function callFrom(call: WidgetCall, request: CallOutRequest): Promise<CallOutResult> {
  return callOut(call.host, request, {
    execution: call.execution.sid,
    widget: call.widget.name,
    conversation: call.execution.conversationSid,
  });
}

interface Verdict {
  readonly success: string;
  readonly failure: string;
  /** Statuses from 200 up to here are a success. */
  readonly below: number;
}

function finish(call: WidgetCall, result: CallOutResult, verdict: Verdict): WidgetResult {
  if (typeof result === 'string') {
    call.report(CALL_FAILED, result === 'timeout' ? 'No answer within 10 seconds' : 'The connection was cut');
    return done(verdict.failure, {});
  }
  const output = {
    body: result.body,
    status_code: result.status,
    content_type: result.contentType,
    parsed: parsedBody(result.contentType, result.body),
  };
  const succeeded = result.status >= 200 && result.status < verdict.below;
  if (!succeeded) call.report(CALL_FAILED, `Answered with status ${result.status}`);
  return done(succeeded ? verdict.success : verdict.failure, output);
}

/**
 * `parsed` is filled for `application/json` alone. The charset parameter, which a local Express server adds, is ignored;
 * whether live Studio does so is not documented.
 */
function parsedBody(contentType: string, body: string): unknown {
  const type = contentType.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json' || sizeOf(body) > PARSED_LIMIT) return {};
  return parseJson(body) ?? {};
}
