import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

/**
 * Checks requests and answers against Twilio's own API descriptions. They are no part of the product: the folder comes
 * from `SPECS_DIR`, else from `../shared/specs`.
 */
export interface Exchange {
  readonly method: string;
  /** `/<product host>/<path>` without query. */
  readonly path: string;
  readonly query: string;
  readonly contentType: string;
  readonly requestBody: string;
  readonly status: number;
  readonly responseBody: string;
}

type Json = Record<string, unknown>;

const FILES: Readonly<Record<string, string>> = {
  'conversations.twilio.com': 'twilio_conversations_v1.json',
  'flex-api.twilio.com': 'twilio_flex_v1.json',
  'taskrouter.twilio.com': 'twilio_taskrouter_v1.json',
  'sync.twilio.com': 'twilio_sync_v1.json',
  'studio.twilio.com': 'twilio_studio_v2.json',
};

const FOLDER = join(process.env.SPECS_DIR ?? resolve(__dirname, '../../../shared/specs'), 'twilio');

export const hasTwilioSpecs = existsSync(FOLDER);

interface Operation {
  readonly file: string;
  readonly operation: Json;
}

const documents = new Map<string, Json>();
const validators = new Map<string, ValidateFunction>();
const ajv = new Ajv({ strict: false, allErrors: true, logger: false, coerceTypes: false });
addFormats.default(ajv);

/** What is wrong with the request by the vendor's description; empty when nothing is. */
export function validateTwilioRequest(exchange: Exchange): string[] {
  const found = operationOf(exchange);
  if (found === undefined) return [`${exchange.method} ${exchange.path} is not in the description`];
  const problems = unknownQuery(found.operation, exchange.query);
  if (exchange.requestBody === '' || !exchange.contentType.includes('form-urlencoded')) return problems;
  const schema = at(found.operation, 'requestBody', 'content', 'application/x-www-form-urlencoded', 'schema') ?? {};
  return [...problems, ...formProblems(found.file, schema, new URLSearchParams(exchange.requestBody))];
}

/** What is wrong with the answer: its shape, and keys the vendor does not know. */
export function validateTwilioResponse(exchange: Exchange): string[] {
  const found = operationOf(exchange);
  if (found === undefined) return [`${exchange.method} ${exchange.path} is not in the description`];
  if (exchange.status >= 400) return [];
  const response = at(found.operation, 'responses', String(exchange.status));
  if (response === undefined) return [`status ${exchange.status} is not in the description`];
  const schema = at(response, 'content', 'application/json', 'schema');
  if (schema === undefined) return exchange.responseBody === '' ? [] : ['an answer without content was described'];
  const body: unknown = JSON.parse(exchange.responseBody);
  return [...schemaProblems(found.file, schema, body), ...unknownKeys(found.file, schema, body)];
}

function documentOf(file: string): Json {
  const known = documents.get(file);
  if (known !== undefined) return known;
  const document = modernise(JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))) as Json;
  documents.set(file, document);
  ajv.addSchema({ $id: file, components: document.components });
  return document;
}

/** OpenAPI 3.0 says `nullable`; JSON Schema says type null. */
function modernise(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(modernise);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...rest } = node as Json;
  const copy = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, modernise(value)]));
  return nullable === true && typeof copy.type === 'string' ? { ...copy, type: [copy.type, 'null'] } : copy;
}

function operationOf(exchange: Exchange): Operation | undefined {
  const [, host = '', path = ''] = /^\/([^/]+)(\/.*)$/.exec(exchange.path) ?? [];
  const file = FILES[host];
  if (file === undefined) return undefined;
  const paths = at(documentOf(file), 'paths') ?? {};
  const templates = Object.keys(paths).filter((template) => matches(template, path));
  // `/Flows/Validate` is more precise than `/Flows/{Sid}`.
  const best = templates.sort((a, b) => a.split('{').length - b.split('{').length)[0];
  const operation = best === undefined ? undefined : at(paths, best, exchange.method.toLowerCase());
  return operation === undefined ? undefined : { file, operation };
}

function matches(template: string, path: string): boolean {
  const pattern = template.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+');
  return new RegExp(`^${pattern}$`).test(path);
}

function at(node: Json, ...keys: readonly string[]): Json | undefined {
  let current: unknown = node;
  for (const key of keys) current = (current as Json | undefined)?.[key];
  return current as Json | undefined;
}

function unknownQuery(operation: Json, query: string): string[] {
  const parameters = (operation.parameters ?? []) as { name: string; in: string }[];
  const known = parameters.filter((one) => one.in === 'query').map((one) => one.name);
  return [...new URLSearchParams(query).keys()]
    .filter((name) => !known.includes(name))
    .map((name) => `unknown query parameter ${name}`);
}

function formProblems(file: string, schema: Json, form: URLSearchParams): string[] {
  const properties = (schema.properties ?? {}) as Record<string, Json>;
  const required = (schema.required ?? []) as string[];
  const missing = required.filter((name) => !form.has(name)).map((name) => `missing ${name}`);
  const wrong = [...new Set(form.keys())].flatMap((name) => {
    const property = properties[name];
    if (property === undefined) return [`unknown field ${name}`];
    const values = form.getAll(name);
    const value = property.type === 'array' ? values : coerce(property, values[0] ?? '');
    return schemaProblems(file, property, value).map((problem) => `${name}: ${problem}`);
  });
  return [...missing, ...wrong];
}

/** A form holds texts only. What is described as "any" travels as JSON. */
function coerce(property: Json, text: string): unknown {
  const types = [property.type].flat();
  if (types.includes('integer') || types.includes('number')) return Number(text);
  if (types.includes('boolean')) return text === 'true';
  return property.type === undefined && property.$ref === undefined ? JSON.parse(text) : text;
}

function schemaProblems(file: string, schema: Json, value: unknown): string[] {
  const key = `${file} ${JSON.stringify(schema)}`;
  const known = validators.get(key);
  const validate = known ?? ajv.compile(withAbsoluteReferences(file, schema));
  validators.set(key, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
}

function withAbsoluteReferences(file: string, schema: Json): Json {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components', `"${file}#/components`));
}

function unknownKeys(file: string, schema: Json, body: unknown): string[] {
  if (Array.isArray(body)) {
    const items = (schema.items ?? {}) as Json;
    return body.flatMap((one) => unknownKeys(file, items, one));
  }
  if (typeof body !== 'object' || body === null) return [];
  const properties = at(resolveReference(file, schema), 'properties') as Record<string, Json> | undefined;
  if (properties === undefined) return [];
  return Object.entries(body).flatMap(([key, value]) => {
    const property = properties[key];
    return property === undefined ? [`unknown key ${key}`] : unknownKeys(file, property, value);
  });
}

function resolveReference(file: string, schema: Json): Json {
  const reference = schema.$ref;
  if (typeof reference !== 'string') return schema;
  const name = reference.split('/').at(-1) ?? '';
  return at(documentOf(file), 'components', 'schemas', name) ?? {};
}
