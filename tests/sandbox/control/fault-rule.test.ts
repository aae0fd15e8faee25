import { parseFaultRule } from '../../../sandbox/control/fault-rule.ts';

describe('fault-rule', () => {
  describe('parseFaultRule()', () => {
    it('takes what is known and nothing else', () => {
      const parsed = parseFaultRule({
        target: 'discord',
        kind: 'status',
        match: 'POST /x',
        status: 429,
        retryAfter: 2,
        scope: 'shared',
        times: 1,
        other: 'x',
      });

      expect(parsed).toEqual({
        ok: true,
        rule: {
          target: 'discord',
          kind: 'status',
          match: 'POST /x',
          status: 429,
          retryAfter: 2,
          scope: 'shared',
          times: 1,
        },
      });
    });

    it('matches every call when match is left out', () => {
      expect(parseFaultRule({ target: 'twilio', kind: 'hang' })).toEqual({
        ok: true,
        rule: { target: 'twilio', kind: 'hang', match: '' },
      });
    });

    it.each([
      { body: null, message: 'object' },
      { body: [], message: 'object' },
      { body: { kind: 'hang' }, message: 'target' },
      { body: { target: 'discord', kind: 'explode' }, message: 'kind' },
      { body: { target: 'discord', kind: 'lose' }, message: 'deliveries only' },
      { body: { target: 'discord', kind: 'status' }, message: 'needs a status' },
      { body: { target: 'discord', kind: 'status', status: 200 }, message: 'needs a status' },
      { body: { target: 'discord', kind: 'hang', match: 4 }, message: 'match' },
      { body: { target: 'discord', kind: 'hang', times: -1 }, message: 'times' },
      { body: { target: 'discord', kind: 'hang', rate: 'often' }, message: 'rate' },
      { body: { target: 'discord', kind: 'hang', scope: 'world' }, message: 'scope' },
    ])('says what is wrong with $body', ({ body, message }) => {
      expect(parseFaultRule(body)).toEqual({ ok: false, message: expect.stringContaining(message) });
    });
  });
});
