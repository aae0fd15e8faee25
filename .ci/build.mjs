/**
 * Builds `dist/`: the Functions and assets that are deployed, the sandbox with its page, and the command-line tools.
 * Everything is written beside the old build first and swapped in at the end, so that a broken build changes nothing.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const target = join(root, 'dist');
const draft = join(target, `.draft-${process.pid}`);

/** The oldest Node the Functions may run on. */
const shared = {
  absWorkingDir: root,
  bundle: true,
  charset: 'utf8',
  format: 'cjs',
  keepNames: true,
  legalComments: 'none',
  logLevel: 'error',
  platform: 'node',
  target: 'node20',
  // As a `require` in disguise: Node's own import() finds only those names of a CommonJS package that it can guess.
  supported: { 'dynamic-import': false },
};

function filesBelow(folder, extension) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true })
    .filter((name) => name.endsWith(extension))
    .map((name) => join(folder, name));
}

/** Each uploaded file stands alone; only what package.json declares may be left outside. */
async function buildFunctions() {
  await build({
    ...shared,
    entryPoints: filesBelow('functions', '.ts'),
    outbase: 'functions',
    outdir: join(draft, 'functions'),
    external: ['twilio', '@twilio/runtime-handler'],
    // What is loaded before the acknowledgement costs a member's time. Names go too: a log line says what failed by its
    // code, and kept names would take 7 of the 100 kB a bundle may have.
    keepNames: false,
    minify: true,
  });
}

async function buildAssets() {
  const assets = join(draft, 'assets');
  mkdirSync(assets, { recursive: true });
  cpSync(join(root, 'assets'), assets, { recursive: true, filter: (source) => !basename(source).startsWith('.') });
  const { buildKnowledge } = await import('./build-knowledge.mjs');
  await buildKnowledge({ sourceDir: join(root, 'knowledge'), outFile: join(assets, 'knowledge.private.json') });
}

async function buildSandbox() {
  await build({
    ...shared,
    entryPoints: ['sandbox/start.ts'],
    outfile: join(draft, 'sandbox/start.js'),
    packages: 'external',
  });
}

async function buildPage() {
  const { buildWeb } = await import('../sandbox/web/build.mjs');
  await buildWeb({ outDir: join(draft, 'sandbox/web') });
}

async function buildTools() {
  const entryPoints = filesBelow('.ci/tools', '.ts');
  if (entryPoints.length === 0) return;
  await build({ ...shared, entryPoints, outdir: join(draft, 'tools'), packages: 'external' });
}

function swapIn() {
  for (const part of readdirSync(draft)) {
    rmSync(join(target, part), { recursive: true, force: true });
    renameSync(join(draft, part), join(target, part));
  }
}

/** What a person can act on is said in one line; anything else is a bug and shows its stack. */
function explain(error) {
  // esbuild has already printed its own errors with file and line.
  if (Array.isArray(error?.errors)) return;
  console.error(error?.constructor === Error ? error.message : error);
}

const startedAt = performance.now();
mkdirSync(draft, { recursive: true });
// Every part is waited for, even behind a failure: one that still writes would leave its half of the draft behind.
const parts = await Promise.allSettled([buildFunctions(), buildAssets(), buildSandbox(), buildPage(), buildTools()]);
const errors = parts.flatMap((part) => (part.status === 'rejected' ? [part.reason] : []));
try {
  if (errors.length > 0) throw errors[0];
  swapIn();
  console.log(`Built dist/ in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
} catch (error) {
  explain(error);
  process.exitCode = 1;
} finally {
  rmSync(draft, { recursive: true, force: true });
}
