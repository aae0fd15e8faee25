import fc from 'fast-check';
import { splitText } from '../../src/relay/split.ts';

/** Texts as people write them: words, lines, emoji of several units, combining marks, right-to-left, code blocks. */
const piece = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constantFrom(
    '👩‍👩‍👧‍👦',
    '🇩🇪',
    'e\u0301',
    'שלום',
    '\n',
    '\n\n',
    ' ',
    '```\n',
    '```ts\ncode\n```\n',
    '~~~\n',
    'https://example.com/a?b=c',
  ),
  fc.string({ minLength: 80, maxLength: 300 }).map((text) => text.replaceAll(/\s/g, 'x')),
);
const anyText = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
const proseText = fc
  .array(fc.oneof(fc.lorem({ maxCount: 5 }), fc.constantFrom('\n', '👩‍👩‍👧‍👦 ', 'שלום ')), { maxLength: 40 })
  .map((pieces) => pieces.join(' '));
const LIMIT = 120;

function withoutBlanks(text: string): string {
  return text.replaceAll(/\s/g, '');
}

describe('relay/split', () => {
  describe('splitText()', () => {
    it('keeps every part within the limit, none of them blank (R28)', () => {
      fc.assert(
        fc.property(anyText, (text) => {
          const parts = splitText(text, LIMIT);
          for (const part of parts) {
            expect(part.length).toBeLessThanOrEqual(LIMIT);
            expect(text.length <= LIMIT || part.trim() !== '').toBe(true);
          }
        }),
      );
    });

    it('loses nothing but blanks at the joints, and adds nothing (R28)', () => {
      fc.assert(
        fc.property(proseText, (text) => {
          expect(withoutBlanks(splitText(text, LIMIT).join(''))).toBe(withoutBlanks(text));
        }),
      );
    });

    it('cuts no character in two (R28)', () => {
      fc.assert(
        fc.property(
          fc.array(fc.constantFrom('👩‍👩‍👧‍👦', '🇩🇪', 'e\u0301', '😀'), { minLength: 20, maxLength: 80 }),
          (characters) => {
            const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
            const whole = characters.join('');
            const expected = [...segmenter.segment(whole)].map((one) => one.segment);

            const parts = splitText(whole, LIMIT);

            expect(parts.flatMap((part) => [...segmenter.segment(part)].map((one) => one.segment))).toEqual(expected);
            expect(parts.map((part) => Buffer.from(part).toString())).toEqual(parts);
          },
        ),
      );
    });

    it('closes a code block that it cuts and opens it again (R28)', () => {
      fc.assert(
        fc.property(fc.array(fc.lorem({ maxCount: 3 }), { minLength: 10, maxLength: 40 }), (lines) => {
          const text = `before\n\`\`\`ts\n${lines.join('\n')}\n\`\`\`\nafter`;

          const parts = splitText(text, LIMIT);

          for (const part of parts) expect((part.match(/^```/gm) ?? []).length % 2).toBe(0);
          const inside = parts.flatMap((part) => part.split('\n')).filter((line) => !line.startsWith('```'));
          expect(withoutBlanks(inside.join(''))).toBe(withoutBlanks(`before${lines.join('')}after`));
        }),
      );
    });

    it.each([
      { what: 'an empty text', text: '', parts: [] },
      { what: 'a text that fits', text: 'short', parts: ['short'] },
      { what: 'a text of exactly the limit', text: 'x'.repeat(LIMIT), parts: ['x'.repeat(LIMIT)] },
      { what: 'at a line end', text: `${'a'.repeat(80)}\n${'b'.repeat(80)}`, parts: ['a'.repeat(80), 'b'.repeat(80)] },
      {
        what: 'between words',
        text: `${'a'.repeat(80)} ${'b'.repeat(80)}`,
        parts: [`${'a'.repeat(80)} `, 'b'.repeat(80)],
      },
    ])('takes $what', ({ text, parts }) => {
      expect(splitText(text, LIMIT)).toEqual(parts);
    });

    it('ends also where one character is longer than the limit', () => {
      const zalgo = `a${'\u0301'.repeat(500)}`;

      expect(splitText(zalgo, LIMIT).join('')).toBe(zalgo);
    });
  });
});
