import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COVERAGE, coverageMarkdown } from '../../../sandbox/discord/coverage.ts';
import { createHarness } from '../../support/discord-harness.ts';

function shown(path: string): string {
  return path.replace('/api/v10', '');
}

describe('discord/coverage', () => {
  it('names every route the router serves, and no other', () => {
    const { discord } = createHarness();

    const served = discord.api.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${shown(path)}`);
    const named = COVERAGE.map(({ method, path }) => `${method} ${path}`);

    expect([...served].sort()).toEqual([...named].sort());
  });

  it('points to tests that exist', () => {
    const missing = COVERAGE.filter(({ test }) => !existsSync(join(__dirname, test))).map(({ test }) => test);

    expect(missing).toEqual([]);
  });

  it('is what COVERAGE.md shows', () => {
    const file = readFileSync(join(__dirname, '../../../sandbox/discord/COVERAGE.md'), 'utf8');

    expect(file).toBe(coverageMarkdown());
  });
});
