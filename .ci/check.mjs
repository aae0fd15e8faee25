/** Everything that can be said about the sources without running them. Each check prints only when it fails. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

function module(path) {
  return join(root, 'node_modules', path);
}

const CHECKS = [
  { name: 'types', args: [module('typescript/bin/tsc'), '--noEmit', '-p', '.'] },
  { name: 'types of the page', args: [module('typescript/bin/tsc'), '--noEmit', '-p', 'sandbox/web'] },
  { name: 'format and lint', args: [module('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings'] },
  { name: 'promises', args: [module('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings'] },
  { name: 'unused code', args: [module('knip/bin/knip.js')] },
  { name: 'structure', args: [module('jest/bin/jest.js'), 'tests/repo'] },
  { name: 'bundle sizes', args: ['.ci/bundle-sizes.mjs'] },
];

function run({ name, args }) {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('error', (error) => output.push(Buffer.from(error.message)));
    child.on('close', (code) => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
      if (code !== 0) console.log(Buffer.concat(output).toString('utf8'));
      resolve(code === 0);
    });
  });
}

let passed = true;
for (const check of CHECKS) passed = (await run(check)) && passed;
process.exitCode = passed ? 0 : 1;
