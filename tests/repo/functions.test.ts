import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { importsOf, ROOT, readSource, sourceFiles } from '../support/imports.ts';

const functions = sourceFiles('functions');

describe('functions', () => {
  it('are there', () => {
    expect(functions.length).toBeGreaterThan(0);
  });

  it.each(functions)('%s is an address of a few lines', (file) => {
    const lines = readSource(file)
      .split('\n')
      .filter((line) => line.trim() !== '');

    expect(lines.length).toBeLessThanOrEqual(6);
    expect(readSource(file)).toMatch(/^export const handler = defineFunction\(\w+\);$/m);
  });

  it.each(functions)('%s runs a use case that has a test', (file) => {
    const useCases = importsOf(file).filter((one) => one.to.startsWith('src/app/'));

    expect(useCases).toHaveLength(1);
    for (const { to } of useCases) {
      const test = to.replace(/^src\//, 'tests/').replace(/\.ts$/, '.test.ts');
      expect({ test, exists: existsSync(join(ROOT, test)) }).toEqual({ test, exists: true });
    }
  });
});
