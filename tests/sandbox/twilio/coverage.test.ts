import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COVERAGE, coverageTable } from '../../../sandbox/twilio/coverage.ts';
import { createStudio } from '../../../sandbox/twilio/studio/studio.ts';
import { createTwilioHarness } from '../../support/twilio-world.ts';

/** Names of parameters do not matter, nor the longer form of the conversations' addresses below their service. */
function spelt({ method, path }: { readonly method: string; readonly path: string }): string {
  const short = path.replace('conversations.twilio.com/v1/Services/:service/', 'conversations.twilio.com/v1/');
  return `${method} ${short.replace(/:\w+/g, ':')}`;
}

describe('twilio emulator › coverage', () => {
  it('names every route the router serves, and no other', () => {
    const { twilio } = createTwilioHarness({ studio: createStudio() });

    const served = twilio.api.routes.filter(({ method }) => method !== 'ALL').map(spelt);
    const named = COVERAGE.map(spelt);

    expect([...new Set(served)].sort()).toEqual([...new Set(named)].sort());
    expect(named).toHaveLength(new Set(named).size);
  });

  it('points to tests that exist', () => {
    const missing = COVERAGE.filter(({ test }) => !existsSync(join(__dirname, '../..', `${test}.test.ts`)));

    expect(missing).toEqual([]);
  });

  it('is what COVERAGE.md shows', () => {
    const file = readFileSync(join(__dirname, '../../../sandbox/twilio/COVERAGE.md'), 'utf8');

    expect(file).toContain(coverageTable());
  });
});
