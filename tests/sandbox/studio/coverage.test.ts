import { readFileSync } from 'node:fs';
import { STUDIO_COVERAGE } from '../../../sandbox/twilio/studio/coverage.ts';
import { createStudio } from '../../../sandbox/twilio/studio/studio.ts';
import { WIDGET_RULES } from '../../../sandbox/twilio/studio/widget-rules.ts';
import { WIDGETS } from '../../../sandbox/twilio/studio/widgets/index.ts';
import { createFakeHost } from './fake-host.ts';
import { loadSpec, specFile } from './spec.ts';

/** `/v2/Flows/:flowSid` and `/v2/Flows/{Sid}` are the same route. */
function anonymous(path: string): string {
  return path.replaceAll(/:\w+|\{\w+\}/g, '{}');
}

const served = STUDIO_COVERAGE.filter(({ support }) => support !== 'none');

describe('coverage › STUDIO_COVERAGE', () => {
  it('names exactly the routes that are served', () => {
    const routes = createStudio()
      .routes(createFakeHost())
      .routes.map(({ method, path }) => `${method} ${anonymous(path)}`);

    expect(new Set(served.map(({ method, path }) => `${method} ${anonymous(path)}`))).toEqual(new Set(routes));
  });

  it('names the test of each served route, and none of the others', () => {
    for (const { test, support } of STUDIO_COVERAGE) {
      const [file, title] = test.split(' › ');
      expect(test === '').toBe(support === 'none');
      if (file !== undefined && file !== '') expect(readFileSync(file, 'utf8')).toContain(`studio › ${title}`);
    }
  });

  const file = specFile;
  if (file === undefined) {
    it.skip('names every operation of the API (skipped: no specs; set SPECS_DIR)', () => {});
  } else {
    it('names every operation of the API', () => {
      const { operations } = loadSpec(file);

      const rows = STUDIO_COVERAGE.map(({ method, path }) => `${method} ${anonymous(path)}`);
      expect(new Set(rows)).toEqual(new Set(operations.map(anonymous)));
    });
  }
});

describe('coverage › widgets', () => {
  const text = readFileSync('sandbox/twilio/studio/COVERAGE.md', 'utf8');
  const listed = [...text.matchAll(/^\| `([\w-]+)`\s+\|/gm)].map(([, name]) => name);

  it('lists in COVERAGE.md the widgets that validation takes', () => {
    expect(new Set(listed)).toEqual(new Set(Object.keys(WIDGET_RULES)));
  });

  it('runs every widget that validation takes', () => {
    expect(new Set(['trigger', ...Object.keys(WIDGETS)])).toEqual(new Set(Object.keys(WIDGET_RULES)));
  });
});
