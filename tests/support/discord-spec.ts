import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

/**
 * Holds requests and answers against Discord's own OpenAPI file. The file is not part of the product: without it
 * `specIsThere` is false and the tests that need it report themselves skipped.
 */
const FOLDERS = [process.env['SPECS_DIR'], join(__dirname, '../../../shared/specs')];
const FILE = FOLDERS.flatMap((folder) => (folder === undefined ? [] : [join(folder, 'discord/openapi.json')])).find(
  (path) => existsSync(path),
);
const ID = 'https://spec.test/discord.json';

export const specIsThere = FILE !== undefined;
export const SPEC_MISSING = 'No OpenAPI file of Discord: set SPECS_DIR to the folder that holds discord/openapi.json';

type Node = { [key: string]: unknown };

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member of a node when it is a node, else an empty one. */
function inner(node: unknown, key: string): Node {
  const value = isNode(node) ? node[key] : undefined;
  return isNode(value) ? value : {};
}

/** Bit sets: the file says integer, the documentation says string, and Discord takes both. */
const BIT_SETS = ['default_member_permissions', 'allow', 'deny', 'permissions'];

function followDocumentation(node: unknown): void {
  if (Array.isArray(node)) for (const one of node) followDocumentation(one);
  if (!isNode(node)) return;
  const properties = inner(node, 'properties');
  for (const key of BIT_SETS) {
    const schema = inner(properties, key);
    if (JSON.stringify(schema['type'] ?? '').includes('integer')) schema['type'] = ['string', 'integer', 'null'];
  }
  for (const value of Object.values(node)) followDocumentation(value);
}

interface Spec {
  readonly ajv: Ajv2020;
  readonly document: Node;
}

let loaded: Spec | undefined;

function load(): Spec {
  if (loaded !== undefined) return loaded;
  if (FILE === undefined) throw new Error(SPEC_MISSING);
  const parsed: unknown = JSON.parse(readFileSync(FILE, 'utf8'));
  const document = isNode(parsed) ? parsed : {};
  followDocumentation(document);
  // The file describes the application's description with translations; the documentation has plain text.
  const form = inner(inner(inner(document, 'components'), 'schemas'), 'ApplicationFormPartial');
  inner(form, 'properties')['description'] = { type: ['string', 'null'], maxLength: 400 };
  // Codes of form errors are words ("BASE_TYPE_REQUIRED"), though the file says numbers.
  const details = inner(inner(inner(inner(document, 'components'), 'schemas'), 'InnerErrors'), 'properties');
  details['_errors'] = { type: 'array', items: { type: 'object', required: ['code', 'message'] } };
  // Forwards (type 1) are documented, but the file knows replies only.
  inner(inner(document, 'components'), 'schemas')['MessageReferenceType'] = { type: 'integer', enum: [0, 1] };
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
  addFormats(ajv);
  ajv.addSchema({ ...document, $id: ID });
  loaded = { ajv, document };
  return loaded;
}

/** The path as the file has it, with its placeholders; literal parts win over placeholders. */
function template(path: string): string | undefined {
  const parts = path.split('?')[0]?.split('/') ?? [];
  const fitting = Object.keys(inner(load().document, 'paths')).filter((candidate) => {
    const own = candidate.split('/');
    return own.length === parts.length && own.every((part, index) => part.startsWith('{') || part === parts[index]);
  });
  return fitting.sort((a, b) => a.split('{').length - b.split('{').length)[0];
}

function pointer(...steps: readonly string[]): string {
  return steps.map((step) => `/${encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');
}

const compiled = new Map<string, ValidateFunction>();

function check(steps: readonly string[], isClosed: boolean, body: unknown): readonly string[] {
  const $ref = `${ID}#${pointer(...steps)}`;
  const validate =
    compiled.get($ref) ?? load().ajv.compile(isClosed ? { $ref, unevaluatedProperties: false } : { $ref });
  compiled.set($ref, validate);
  validate(body);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath || '/'} ${message ?? ''} ${JSON.stringify(params)}`,
  );
}

function operation(method: string, path: string): { readonly steps: readonly string[]; readonly node: Node } | null {
  const known = template(path);
  const node = known === undefined ? {} : inner(inner(inner(load().document, 'paths'), known), method.toLowerCase());
  return known === undefined || Object.keys(node).length === 0
    ? null
    : { steps: ['paths', known, method.toLowerCase()], node };
}

const JSON_TYPE = 'application/json';

/**
 * What is wrong with a request body; empty when nothing is. `path` stands below the API's base. A key that Discord does
 * not know on the top level is wrong too.
 */
export function validateRequest(method: string, path: string, body: unknown): readonly string[] {
  const found = operation(method, path);
  if (found === null) return [`Discord has no ${method} ${path}`];
  const hasBody = JSON_TYPE in inner(inner(found.node, 'requestBody'), 'content');
  if (!hasBody) return body === undefined || body === null ? [] : [`${method} ${path} takes no body`];
  return check([...found.steps, 'requestBody', 'content', JSON_TYPE, 'schema'], true, body);
}

/** What is wrong with an answer; empty when nothing is. */
export function validateResponse(method: string, path: string, status: number, body: unknown): readonly string[] {
  const found = operation(method, path);
  if (found === null) return [`Discord has no ${method} ${path}`];
  const responses = inner(found.node, 'responses');
  const exact = String(status) in responses;
  const known = exact ? String(status) : status >= 400 && status < 500 ? '4XX' : null;
  if (known === null || !(known in responses)) return [`${method} ${path} never answers ${status}`];
  const reference = inner(responses, known)['$ref'];
  if (typeof reference === 'string') return checkShared(reference, body);
  if (!(JSON_TYPE in inner(inner(responses, known), 'content')))
    return body === undefined || body === '' ? [] : [`${status} has no body`];
  return check([...found.steps, 'responses', known, 'content', JSON_TYPE, 'schema'], false, body);
}

/** A response that several operations share stands under the components. */
function checkShared(reference: string, body: unknown): readonly string[] {
  const steps = reference.replace('#/', '').split('/');
  return check([...steps, 'content', JSON_TYPE, 'schema'], false, body);
}
