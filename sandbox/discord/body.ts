import type { UploadedFile } from './attachments.ts';
import { refuse } from './errors.ts';
import { fail, readForm } from './form.ts';
import { type Files, NO_FILES } from './messages.ts';

/** The JSON of a request and the files beside it. */
export interface Body {
  /** undefined when the request had no body. */
  readonly json: unknown;
  readonly files: Files;
}

const MAX_REQUEST_BYTES = 26 * 1024 * 1024;

function parseJson(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text);
    return json;
  } catch {
    return refuse('invalidJson');
  }
}

async function readMultipart(request: Request): Promise<Body> {
  const form = await request.formData();
  const files = new Map<number, UploadedFile>();
  let json: unknown = {};
  for (const [name, value] of form.entries()) {
    const index = /^files\[(\d+)\]$/.exec(name)?.[1];
    if (name === 'payload_json' && typeof value === 'string') json = parseJson(value);
    else if (index !== undefined && typeof value !== 'string') {
      files.set(Number(index), {
        filename: value.name,
        contentType: value.type,
        bytes: new Uint8Array(await value.arrayBuffer()),
      });
    } else readForm((_, at) => fail(at, 'SANDBOX_UNKNOWN_KEY', 'Discord does not know this part.'), value, [name]);
  }
  return { json, files };
}

export async function readBody(request: Request): Promise<Body> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_REQUEST_BYTES) refuse('tooLarge');
  const type = request.headers.get('content-type') ?? '';
  if (type.startsWith('multipart/form-data')) return readMultipart(request);
  const text = await request.text();
  if (text === '') return { json: undefined, files: NO_FILES };
  if (type.startsWith('application/json')) return { json: parseJson(text), files: NO_FILES };
  const expected = "Expected \"Content-Type\" header to be one of {'application/json', 'multipart/form-data'}.";
  return readForm((_, at) => fail(at, 'CONTENT_TYPE_INVALID', expected), type);
}
