/**
 * Turns `knowledge/*.md` into the private asset that the Functions load: the entries and their search index. Entries are
 * read with the project's own parser, compiled here, so that the build and the tests accept the same files.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');

/** Throws one error that lists every fault of every file. */
export async function buildKnowledge({ sourceDir, outFile }) {
  const { parseEntry, indexKnowledge } = await importKnowledge();
  const files = readdirSync(sourceDir)
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .sort();
  const parsed = files.map((name) => parseEntry(`knowledge/${name}`, readFileSync(join(sourceDir, name), 'utf8')));
  const faults = parsed.flatMap((result) => (result.kind === 'faulty' ? result.faults : []));
  const entries = parsed.flatMap((result) => (result.kind === 'entry' ? [result.entry] : []));
  if (faults.length > 0) throw new Error(`The knowledge base has faults:\n  ${faults.join('\n  ')}`);

  if (entries.length === 0) throw new Error(`The knowledge base has no entries: there is no .md file in ${sourceDir}`);

  mkdirSync(dirname(outFile), { recursive: true });
  writeFileSync(outFile, JSON.stringify(indexKnowledge(entries)));
  return { entries: entries.length };
}

async function importKnowledge() {
  const folder = mkdtempSync(join(tmpdir(), 'knowledge-'));
  const outfile = join(folder, 'knowledge.mjs');
  try {
    await build({
      absWorkingDir: root,
      stdin: {
        contents:
          "export { parseEntry } from './src/knowledge/parse.ts'; export { indexKnowledge } from './src/knowledge/index.ts';",
        resolveDir: root,
      },
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'error',
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
