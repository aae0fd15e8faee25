import type { PlatformContext, PlatformEvent } from './platform.ts';
import type { FunctionRequest } from './types.ts';

/**
 * The platform merges `{request, ...query, ...body}`, so a query or body key called `request` takes the place of the
 * real headers. Whatever stands there is read with distrust and never handed on as a parameter.
 */
export function readRequest(context: PlatformContext, event: PlatformEvent): FunctionRequest {
  const { request, ...parameters } = event;
  return { path: context.PATH, headers: readHeaders(request), parameters };
}

function readHeaders(request: unknown): Record<string, string> {
  if (!isRecord(request) || !isRecord(request.headers)) return {};
  const plain = Object.entries(request.headers).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(plain.map(([name, value]) => [name.toLowerCase(), value]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
