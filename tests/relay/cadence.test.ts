import { cadence, stretched } from '../../src/relay/cadence.ts';
import { digestOf, nonceOf } from '../../src/relay/nonce.ts';

const MINUTE = 60_000;

describe('relay/cadence', () => {
  describe('cadence()', () => {
    it.each([
      [0, 2_000],
      [2 * MINUTE, 2_000],
      [3 * MINUTE, 5_000],
      [10 * MINUTE, 15_000],
      [30 * MINUTE, 30_000],
      [2 * 60 * MINUTE, 60_000],
    ])('after %i ms of quiet looks every %i ms', (quietFor, every) => {
      expect(cadence(quietFor)).toBe(every);
    });
  });

  describe('stretched()', () => {
    it.each([1, 70, 100, 600, 5_000])('keeps %i lively chats below 40 reads a second (R30)', (chats) => {
      const every = stretched(cadence(0), chats);

      expect((chats / every) * 1_000).toBeLessThanOrEqual(40);
      expect(every).toBeGreaterThanOrEqual(2_000);
    });
  });
});

describe('relay/nonce', () => {
  describe('nonceOf()', () => {
    it('is the same for the same parts, and fits Discord’s 25 characters (R01)', () => {
      expect(nonceOf('IM1', 0)).toBe(nonceOf('IM1', 0));
      expect(nonceOf('IM1', 0)).toMatch(/^[\w-]{25}$/);
    });

    it('differs where the parts differ, also in how they are cut (R01)', () => {
      const nonces = [nonceOf('IM1', 0), nonceOf('IM1', 1), nonceOf('IM', 10), nonceOf('IM10'), nonceOf('IM1', '0')];

      expect(new Set(nonces).size).toBe(nonces.length);
    });
  });

  describe('digestOf()', () => {
    it('tells one text from another', () => {
      expect(digestOf('it costs 5')).toBe(digestOf('it costs 5'));
      expect(digestOf('it costs 5')).not.toBe(digestOf('it costs 6'));
    });
  });
});
