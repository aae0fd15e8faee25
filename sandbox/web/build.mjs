import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));

/** Writes index.html, page.js and page.css into `outDir`: the whole page, nothing is fetched from elsewhere. */
export async function buildWeb({ outDir }) {
  await mkdir(outDir, { recursive: true });
  await build({
    entryPoints: [path.join(here, 'page.tsx'), path.join(here, 'page.css')],
    outdir: outDir,
    bundle: true,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
    tsconfig: path.join(here, 'tsconfig.json'),
  });
  await copyFile(path.join(here, 'index.html'), path.join(outDir, 'index.html'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const outDir = process.argv[2];
  if (outDir === undefined) throw new Error('Say where to: node sandbox/web/build.mjs <folder>');
  await buildWeb({ outDir: path.resolve(outDir) });
}
