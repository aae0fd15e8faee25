import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../support/imports.ts';

describe('generated files', () => {
  it('agree with the configuration schema', () => {
    const script = join(ROOT, '.ci/generate.mjs');

    expect(() => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' })).not.toThrow();
  });
});
