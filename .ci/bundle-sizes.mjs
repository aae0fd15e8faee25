/** Fails when a built Function is larger than its budget: what is loaded before the acknowledgement costs a member's time. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const KILOBYTE = 1000;
const LIMITS = { 'discord/interactions.js': 100 * KILOBYTE };
const OTHERS = 250 * KILOBYTE;

const folder = join(import.meta.dirname, '../dist/functions');
const files = readdirSync(folder, { recursive: true })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.js'))
  .sort();

for (const name of Object.keys(LIMITS)) {
  if (!files.includes(name)) fail(`${name} was not built`);
}
for (const name of files) {
  const size = statSync(join(folder, name)).size;
  const limit = LIMITS[name] ?? OTHERS;
  console.log(`${String(Math.ceil(size / KILOBYTE)).padStart(4)} kB of ${limit / KILOBYTE}  ${name}`);
  if (size > limit) fail(`${name} is larger than ${limit / KILOBYTE} kB`);
}

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}
