import type { Hop } from '../../sandbox/core/trace.ts';
import { foldRepeats, isTrouble, parseFilter, passes, shorten } from '../../sandbox/web/machinery/trace-rows.ts';

function hop(part: Partial<Hop> = {}): Hop {
  const base = { id: 1, at: 0, from: 'functions', to: 'discord', what: 'GET /channels/7/messages', took: 3 } as const;
  return { ...base, outcome: 200, signature: 'bot-token', details: { channel: '7' }, ...part };
}

describe('web/machinery/trace-rows', () => {
  describe('passes()', () => {
    it.each([
      ['', true],
      ['GET discord', true],
      ['channel=7 200', true],
      ['bot-token', true],
      ['twilio', false],
      ['get -discord', false],
      ['-post', true],
      ['-', true],
    ])('filters by "%s": %s', (text, expected) => {
      expect(passes(hop(), parseFilter(text, false))).toBe(expected);
    });

    it.each([
      ['a read by the Functions', hop(), false],
      ['a write by the Functions', hop({ what: 'POST /channels/7/messages' }), true],
      ['a read that went wrong', hop({ outcome: 429 }), true],
      ['a read by another', hop({ from: 'member' }), true],
    ])('with reads hidden, %s: shown %#', (_what, one, expected) => {
      expect(passes(one, parseFilter('', true))).toBe(expected);
    });
  });

  describe('foldRepeats()', () => {
    it('makes one row of like hops in a row, with the newest to look at', () => {
      const hops = [hop({ id: 1 }), hop({ id: 2 }), hop({ id: 3, outcome: 404 }), hop({ id: 4 })];

      const rows = foldRepeats(hops);

      expect(rows.map((row) => [row.key, row.hop.id, row.count])).toEqual([
        [1, 2, 2],
        [3, 3, 1],
        [4, 4, 1],
      ]);
    });
  });

  describe('isTrouble()', () => {
    it.each([
      [200, false],
      [302, false],
      [404, false],
      [412, false],
      [401, true],
      [429, true],
      [503, true],
      ['timeout', true],
      ['dropped', true],
    ] as const)('judges the outcome %s: %s', (outcome, expected) => {
      expect(isTrouble(hop({ outcome }))).toBe(expected);
    });
  });

  describe('shorten()', () => {
    it('cuts SIDs and nothing else', () => {
      const what = `POST /v1/Services/IS${'0a'.repeat(16)}/Documents/session.1440000000000000042`;

      expect(shorten(what)).toBe('POST /v1/Services/IS0a0a…0a0a/Documents/session.1440000000000000042');
    });
  });
});
