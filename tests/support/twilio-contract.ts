import { COVERAGE } from '../../sandbox/twilio/coverage.ts';
import type { ServedTwilio } from './twilio-client.ts';
import { hasTwilioSpecs, validateTwilioRequest, validateTwilioResponse } from './twilio-spec.ts';

/**
 * What must hold after the tests of a file have driven the emulator with the official SDK: every address served on
 * these hosts was used, and what went over the wire is as Twilio describes it.
 */
export function contractWithTwilio(serving: () => ServedTwilio, hosts: readonly string[]): void {
  const hasHost = (path: string) => hosts.some((host) => path.startsWith(`/${host}/`));

  describe('twilio emulator › coverage', () => {
    it(`is complete: the SDK was used on every address of ${hosts.join(' and ')}`, () => {
      const { exchanges } = serving();
      const rows = COVERAGE.filter(({ path }) => hasHost(path));

      const unused = rows.filter(
        (row) => !exchanges.some((one) => one.method === row.method && matches(row.path, one.path)),
      );

      expect(rows.length).toBeGreaterThan(0);
      expect(unused.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    });
  });

  const described = hasTwilioSpecs ? describe : describe.skip;

  described('twilio emulator › the API descriptions of Twilio (skipped without SPECS_DIR or ../shared/specs)', () => {
    it.each([
      ['request', validateTwilioRequest],
      ['answer', validateTwilioResponse],
    ])('describe every %s of the tests above', (_name, validate) => {
      const problems = serving().exchanges.flatMap((one) =>
        validate(one).map((problem) => `${one.method} ${one.path}: ${problem}`),
      );

      expect([...new Set(problems)]).toEqual([]);
    });
  });
}

function matches(template: string, path: string): boolean {
  return new RegExp(`^${template.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}$`).test(path);
}
