/**
 * Writes what is derived from the configuration schema: `.env.example` and the table in the README. With `--check` it
 * writes nothing and fails when one of them is out of date.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTypeScript } from './load-typescript.mjs';

const root = join(import.meta.dirname, '..');
const { schema } = await loadTypeScript('src/config/schema.ts');

function environmentExample() {
  const head = [
    '# Configuration of the Functions. Copy this file to .env and fill it in.',
    '# Generated from src/config/schema.ts: change it there, then `npm run generate`.',
  ];
  const entries = schema.map((entry) =>
    [
      `# ${entry.meaning}`,
      `# ${need(entry)}. ${entry.source}.`,
      entry.required ? `${entry.key}=` : `# ${entry.key}=${entry.default ?? entry.example}`,
    ].join('\n'),
  );
  return `${[head.join('\n'), ...entries].join('\n\n')}\n`;
}

function need(entry) {
  if (entry.required) return entry.secret ? 'Required, secret' : 'Required';
  if (entry.requiredWhen !== undefined) return `Required when ${entry.requiredWhen.key}=${entry.requiredWhen.is}`;
  return 'Optional';
}

function table() {
  const rows = schema.map((entry) => [
    `\`${entry.key}\``,
    need(entry),
    entry.default === undefined ? '' : `\`${entry.default}\``,
    entry.meaning,
    entry.source,
  ]);
  const head = ['Variable', 'Needed', 'Default', 'Meaning', 'Where to find it'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The README with the text between the two markers replaced. */
function withTable(readme) {
  const [start, end] = ['<!-- configuration:start -->', '<!-- configuration:end -->'];
  const from = readme.indexOf(start);
  const to = readme.indexOf(end);
  if (from === -1 || to < from) throw new Error(`README.md lacks ${start} … ${end}`);
  return `${readme.slice(0, from + start.length)}\n${table()}\n${readme.slice(to)}`;
}

const wanted = [
  { name: '.env.example', make: () => environmentExample() },
  { name: 'README.md', make: (current) => withTable(current) },
];

const checking = process.argv.includes('--check');
for (const { name, make } of wanted) {
  const file = join(root, name);
  const current = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const text = make(current);
  if (text === current) continue;
  if (checking) {
    console.error(`${name} is out of date: npm run generate`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    console.log(`Wrote ${name}`);
  }
}
