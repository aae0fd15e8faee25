import { type ConfigurationKey, schema } from './schema.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

/** One thing that is wrong with the configuration. Never holds a value. */
export interface ConfigurationProblem {
  readonly key: string;
  readonly kind: 'missing' | 'invalid';
  /** What to do, in one sentence. */
  readonly remedy: string;
}

/** Everything that is wrong at once, in the schema's order. */
export function checkConfiguration(variables: Variables): readonly ConfigurationProblem[] {
  return schema.flatMap((entry: ConfigurationKey) => {
    const value = effectiveValue(entry, variables);
    if (value === undefined) return isRequired(entry, variables) ? [missing(entry)] : [];
    return isValid(entry, value) ? [] : [invalid(entry)];
  });
}

/** The trimmed value or its default; an empty one counts as absent, because deploying leaves empty variables out. */
export function effectiveValue(entry: ConfigurationKey, variables: Variables): string | undefined {
  const given = variables[entry.key]?.trim();
  return given === undefined || given === '' ? entry.default : given;
}

function isRequired(entry: ConfigurationKey, variables: Variables): boolean {
  if (entry.requiredWhen === undefined) return entry.required;
  const condition = entry.requiredWhen;
  const other = schema.find((candidate) => candidate.key === condition.key);
  return other !== undefined && effectiveValue(other, variables) === condition.is;
}

function missing(entry: ConfigurationKey): ConfigurationProblem {
  return { key: entry.key, kind: 'missing', remedy: `${entry.key} is required: ${entry.source}.` };
}

function invalid(entry: ConfigurationKey): ConfigurationProblem {
  return { key: entry.key, kind: 'invalid', remedy: `${entry.key} must be ${shape(entry)}: ${entry.source}.` };
}

function shape(entry: ConfigurationKey): string {
  switch (entry.kind) {
    case 'text':
      return 'text';
    case 'snowflake':
      return 'a Discord id of 17 to 20 digits';
    case 'hex':
      return `${entry.digits ?? 0} hexadecimal digits`;
    case 'url':
      return 'an absolute https:// address without query (http:// only on this machine)';
    case 'sid':
      return `a SID: ${entry.prefix ?? ''} and 32 hexadecimal digits`;
    case 'choice':
      return `one of ${(entry.choices ?? []).join(', ')}`;
    case 'number':
      return 'a whole number';
    case 'boolean':
      return 'true or false';
  }
}

function isValid(entry: ConfigurationKey, value: string): boolean {
  if (value === entry.default) return true;
  switch (entry.kind) {
    case 'text':
      return true;
    case 'snowflake':
      return /^\d{17,20}$/.test(value);
    case 'hex':
      return new RegExp(`^[0-9a-f]{${entry.digits ?? 0}}$`, 'i').test(value);
    case 'url':
      return isAddress(value);
    case 'sid':
      return new RegExp(`^${entry.prefix ?? ''}[0-9a-f]{32}$`).test(value);
    case 'choice':
      return (entry.choices ?? []).includes(value);
    case 'number':
      return /^\d{1,15}$/.test(value);
    case 'boolean':
      return value === 'true' || value === 'false';
  }
}

/** Tokens travel to these addresses, so they must be encrypted unless they never leave the machine. */
function isAddress(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, search, hash } = new URL(value);
  if (username !== '' || search !== '' || hash !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname));
}
