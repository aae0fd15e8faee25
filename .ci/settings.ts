import { existsSync } from 'node:fs';
import { schema } from '../src/config/schema.ts';

/** Values from the environment, `.env` or the schema's defaults. Throws one error that names every missing key. */
export function readSettings<Key extends string>(keys: readonly Key[]): Record<Key, string> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const entries = keys.map((key) => [key, process.env[key] || defaultOf(key)] as const);
  const missing = entries.filter(([, value]) => value === '').map(([key]) => key);
  if (missing.length === 0) return Object.fromEntries(entries) as Record<Key, string>;
  throw new Error(
    `Missing: ${missing.join(', ')}. Put them into .env or the environment; .env.example tells where to find them.`,
  );
}

function defaultOf(key: string): string {
  const entry = schema.find((one) => one.key === key);
  return entry !== undefined && 'default' in entry ? entry.default : '';
}
