import fc from 'fast-check';
import { decodeCustomId, encodeCustomId } from '../../src/discord/custom-id.ts';

describe('custom-id', () => {
  describe('encodeCustomId()', () => {
    it.each<{ what: string; id: string; encoded: string }>([
      { what: 'no values', id: encodeCustomId('help'), encoded: 'help' },
      { what: 'two values', id: encodeCustomId('rate', '7321836437', '5'), encoded: 'rate:7321836437:5' },
      { what: 'a value with a colon', id: encodeCustomId('topic', 'a:b'), encoded: 'topic:a%3Ab' },
      { what: 'exactly 100 characters', id: encodeCustomId('t', 'x'.repeat(98)), encoded: `t:${'x'.repeat(98)}` },
    ])('writes $what', ({ id, encoded }) => {
      expect(id).toBe(encoded);
    });

    it('throws when Discord would refuse the length', () => {
      expect(() => encodeCustomId('t', 'x'.repeat(99))).toThrow(RangeError);
    });
  });

  describe('decodeCustomId()', () => {
    it('gives back what was written', () => {
      const values = fc.array(fc.string({ unit: 'grapheme', maxLength: 5 }), { maxLength: 2 });
      fc.assert(
        fc.property(fc.stringMatching(/^[a-z-]{1,10}$/), values, (name, given) => {
          fc.pre(given.map(encodeURIComponent).join('').length < 80);

          const decoded = decodeCustomId(encodeCustomId(name, ...given));

          expect(decoded).toEqual({ name, values: given });
        }),
      );
    });

    it.each<{ what: string; text: string; name: string; values: readonly string[] }>([
      { what: 'nothing', text: '', name: '', values: [] },
      { what: 'a broken escape', text: 'topic:%E0%A4%A', name: '', values: [] },
      { what: 'a percent sign alone', text: 'rate:%', name: '', values: [] },
      { what: 'a name of Object.prototype', text: 'constructor:x', name: 'constructor', values: ['x'] },
      { what: 'colons alone', text: '::', name: '', values: ['', ''] },
    ])('X08 reads $what without throwing', ({ text, name, values }) => {
      const decoded = decodeCustomId(text);

      expect(decoded).toEqual({ name, values });
    });
  });
});
