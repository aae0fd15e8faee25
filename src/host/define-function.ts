import { type Fault, toFault } from '../errors.ts';
import { createLog, describeError } from '../log.ts';
import { type PlatformContext, type PlatformHandler, readPrivateAsset } from './platform.ts';
import { readRequest } from './read-request.ts';
import type { FunctionRequest, FunctionResponse, HostEnvironment, UseCase } from './types.ts';
import { writeResponse } from './write-response.ts';

/**
 * The handler the platform calls. A rejected handler kills the local server, and nothing runs after `callback`: so
 * everything is caught, everything is awaited, and `callback` is called exactly once.
 */
export function defineFunction(useCase: UseCase): PlatformHandler {
  return async (context, event, callback) => {
    const startedAt = Date.now();
    const answer = await run(useCase, readRequest(context, event), environment(context, startedAt));
    callback(null, writeResponse(answer));
  };
}

async function run(useCase: UseCase, request: FunctionRequest, host: HostEnvironment): Promise<FunctionResponse> {
  try {
    return await useCase(request, host);
  } catch (error) {
    const fault = toFault(error);
    logFault(fault, request.path, host);
    return refusal(fault);
  }
}

function environment(context: PlatformContext, startedAt: number): HostEnvironment {
  return {
    variables: readVariables(context),
    domainName: context.DOMAIN_NAME,
    twilioClient: async (options) => context.getTwilioClient(options as Parameters<typeof context.getTwilioClient>[0]),
    asset: readPrivateAsset,
    startedAt,
  };
}

/** Under `twilio-run` reading these two prints a warning for each request; nothing here needs them. */
const DEPLOYED_ONLY = ['SERVICE_SID', 'ENVIRONMENT_SID'];

function readVariables(context: PlatformContext): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const key of Object.keys(context)) {
    if (DEPLOYED_ONLY.includes(key)) continue;
    const value = context[key];
    if (typeof value === 'string') variables[key] = value;
  }
  return variables;
}

function logFault(fault: Fault, path: string, host: HostEnvironment): void {
  const { AUTH_TOKEN, DISCORD_BOT_TOKEN } = host.variables;
  const log = createLog(
    (line) => console.log(line),
    { now: Date.now },
    { path },
    { secrets: [AUTH_TOKEN, DISCORD_BOT_TOKEN] },
  );
  const fields = { code: fault.code, status: fault.status, reason: fault.message, remedy: fault.remedy };
  const upstream = { upstreamCode: fault.upstreamCode, upstreamStatus: fault.upstreamStatus };
  const refused = fault.status < 500;
  if (refused) log.warn('Request refused', { ...fields, ...upstream });
  else log.error('Function failed', { ...fields, ...upstream, ...describeError(fault.cause ?? fault) });
}

/** What the caller is told: the kind of fault, never its details, which are for the operator. */
const KIND_TEXTS: Readonly<Record<number, string>> = {
  400: 'The request is not one this address understands.',
  401: 'The signature is missing or wrong.',
  403: 'The signature is missing or wrong.',
  404: 'There is nothing here.',
  413: 'The request is too large.',
};

function refusal(fault: Fault): FunctionResponse {
  const message = KIND_TEXTS[fault.status] ?? 'The request could not be carried out.';
  return { status: fault.status, body: { error: { code: fault.code, message } } };
}
