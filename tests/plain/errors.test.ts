import { Fault, toFault } from '../../src/errors.ts';

describe('errors', () => {
  describe('Fault', () => {
    it('is refused, with status 500, unless told otherwise', () => {
      const fault = new Fault('STORE_CONFLICT', 'Too many at once', { remedy: 'Wait.' });

      expect(fault).toMatchObject({
        name: 'Fault',
        code: 'STORE_CONFLICT',
        message: 'Too many at once',
        remedy: 'Wait.',
        status: 500,
        outcome: 'refused',
      });
      expect([fault.upstreamCode, fault.upstreamStatus, fault.retryAfter, fault.cause]).toEqual(
        Array(4).fill(undefined),
      );
      expect(fault).toBeInstanceOf(Error);
    });

    it('carries what the other side told', () => {
      const cause = new TypeError('terminated');

      const fault = new Fault('DISCORD_RATE_LIMITED', 'Limited', {
        remedy: 'Wait.',
        status: 503,
        upstreamCode: 20028,
        upstreamStatus: 429,
        outcome: 'unknown',
        retryAfter: 1_250,
        cause,
      });

      expect(fault).toMatchObject({
        status: 503,
        upstreamCode: 20028,
        upstreamStatus: 429,
        outcome: 'unknown',
        retryAfter: 1_250,
      });
      expect(fault.cause).toBe(cause);
    });
  });

  describe('toFault()', () => {
    it('gives a fault back as it is', () => {
      const fault = new Fault('STORE_TOO_LARGE', 'Too large', { remedy: 'Keep it small.' });

      expect(toFault(fault)).toBe(fault);
    });

    it('X03 does not repeat the message of an error it does not know, which may quote what it choked on', () => {
      const fault = toFault(new SyntaxError('Unexpected token in "a member’s own words"'));

      expect(fault).toMatchObject({ code: 'UNEXPECTED', status: 500, message: 'SyntaxError in our own code' });
    });

    it.each(['text', 7, null, undefined, { code: 'STORE_CONFLICT', message: 'looks like one' }])(
      'X03 wraps %p, which is no error',
      (thrown) => {
        const fault = toFault(thrown);

        expect(fault).toBeInstanceOf(Fault);
        expect(fault).toMatchObject({ code: 'UNEXPECTED', message: 'A value was thrown' });
        expect(fault.cause).toBe(thrown);
      },
    );
  });
});
