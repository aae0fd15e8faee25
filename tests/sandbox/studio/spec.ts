import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ValidateFunction } from 'ajv';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

/** What went over the wire in one REST call. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly form: URLSearchParams;
  readonly status: number;
  readonly body: unknown;
}

type Json = Record<string, unknown>;

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  let current = value;
  for (const key of keys) current = isRecord(current) ? current[key] : undefined;
  return current;
}

const FOLDERS = [process.env['SPECS_DIR'], join(process.cwd(), '../shared/specs')];

/** Twilio's own description of the Studio API; undefined where the specs are not at hand. */
export const specFile = FOLDERS.filter((folder) => folder !== undefined)
  .map((folder) => join(folder, 'twilio/twilio_studio_v2.json'))
  .find((file) => existsSync(file));

/** OpenAPI 3.0 spells "or null" in a way JSON Schema does not know; and no key may come that is not described. */
function toJsonSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(toJsonSchema);
  if (!isRecord(schema)) return schema;
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, toJsonSchema(value)]),
  );
  if (nullable === true && typeof rest['type'] === 'string') rest['type'] = [rest['type'], 'null'];
  if (isRecord(schema['properties']) && rest['type'] !== undefined) rest['additionalProperties'] ??= false;
  return rest;
}

export interface Spec {
  /** Operations as `METHOD /path/{Template}`. */
  readonly operations: readonly string[];
  /** What the description does not allow about the exchange; empty when all is well. */
  problemsWith(exchange: Exchange): readonly string[];
}

export function loadSpec(file: string): Spec {
  const document: unknown = toJsonSchema(JSON.parse(readFileSync(file, 'utf8')));
  const paths = at(document, 'paths');
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  for (const format of ['uri-map', 'phone-number']) ajv.addFormat(format, true);
  ajv.addSchema({ $id: 'spec', components: at(document, 'components') });

  function compile(schema: unknown): ValidateFunction {
    const text = JSON.stringify(schema).replaceAll('"#/components', '"spec#/components');
    return ajv.compile(JSON.parse(text));
  }

  function templateOf(path: string): string | undefined {
    const templates = isRecord(paths) ? Object.keys(paths) : [];
    const fits = (template: string): boolean => new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path);
    return templates.find((template) => template === path) ?? templates.find(fits);
  }

  function requestProblems(operation: unknown, form: URLSearchParams): readonly string[] {
    const schema = at(operation, 'requestBody', 'content', 'application/x-www-form-urlencoded', 'schema');
    const properties = at(schema, 'properties');
    const required = at(schema, 'required');
    const unknown = [...form.keys()].filter((key) => at(properties, key) === undefined);
    const missing = Array.isArray(required) ? required.filter((key) => !form.has(String(key))) : [];
    return [...unknown.map((key) => `unknown field ${key}`), ...missing.map((key) => `missing field ${String(key)}`)];
  }

  return {
    operations: Object.entries(isRecord(paths) ? paths : {}).flatMap(([path, item]) =>
      ['get', 'post', 'delete'].filter((method) => at(item, method)).map((method) => `${method.toUpperCase()} ${path}`),
    ),
    problemsWith({ method, path, form, status, body }) {
      const template = templateOf(path);
      const operation = template === undefined ? undefined : at(paths, template, method.toLowerCase());
      if (operation === undefined) return [`${method} ${path} is not described`];
      const answer = at(operation, 'responses', String(status));
      if (answer === undefined) return [`${method} ${path} does not answer ${status}`];
      const schema = at(answer, 'content', 'application/json', 'schema');
      const validate = schema === undefined ? undefined : compile(schema);
      if (validate !== undefined) validate(body);
      const errors = (validate?.errors ?? []).map((error) => `${path}${error.instancePath} ${error.message}`);
      return [...requestProblems(operation, form), ...errors];
    },
  };
}
