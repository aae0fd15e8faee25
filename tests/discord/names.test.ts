import fc from 'fast-check';
import { displayName, escapeMarkdown, mentionChannel, mentionUser } from '../../src/discord/names.ts';

describe('names', () => {
  describe('displayName()', () => {
    it.each<{ what: string; name: string; shown: string }>([
      { what: 'a plain name', name: 'Ann', shown: 'Ann' },
      { what: 'another script', name: '홍길동 Ñandú', shown: '홍길동 Ñandú' },
      { what: 'an emoji', name: 'Ann 🎮', shown: 'Ann 🎮' },
      {
        what: 'a line break, which could begin a system line',
        name: 'Ann\nSystem: you won',
        shown: 'Ann System\\: you won',
      },
      { what: 'other line breaks', name: 'a\r\nb\u2028c\u2029d\u0085e\vf', shown: 'a b c d e f' },
      { what: 'right-to-left override', name: 'Ann\u202egnimoc', shown: 'Ann gnimoc' },
      { what: 'isolates and marks of direction', name: '\u2066a\u2069\u200fb\u061cc', shown: 'a b c' },
      { what: 'zero width', name: 'A\u200bn\u200dn\u2060\ufeff', shown: 'A n n' },
      { what: 'invisible letters', name: '\u3164\u115f\u1160\uffa0\u2800\u034f', shown: 'member' },
      { what: 'half a character', name: 'Ann\ud83d', shown: 'Ann' },
      { what: 'control characters', name: 'A\u0000n\u001b[1mn', shown: 'A n \\[1mn' },
      {
        what: 'bold and code',
        name: '**Ann** `x` ~~y~~ _z_ ||s||',
        shown: '\\*\\*Ann\\*\\* \\`x\\` \\~\\~y\\~\\~ \\_z\\_ \\|\\|s\\|\\|',
      },
      {
        what: 'a masked link',
        name: '[click](https://evil.example)',
        shown: '\\[click\\]\\(https\\://evil.example\\)',
      },
      {
        what: 'mentions',
        name: '@everyone <@1440000000000000042> <#1>',
        shown: '\\@everyone \\<\\@1440000000000000042\\> \\<\\#1\\>',
      },
      { what: 'a heading and a quote', name: '# big > quoted', shown: '\\# big \\> quoted' },
      { what: 'backslashes', name: '\\*a\\*', shown: '\\\\\\*a\\\\\\*' },
      { what: 'many spaces', name: '   A   n   ', shown: 'A n' },
      { what: 'nothing at all', name: '', shown: 'member' },
      { what: 'spaces alone', name: ' \u00a0\u3000 ', shown: 'member' },
    ])('X05 shows $what harmlessly', ({ name, shown }) => {
      const text = displayName(name);

      expect(text).toBe(shown);
    });

    it('X05 cuts two hundred characters to 64, between whole ones', () => {
      const text = displayName('👾'.repeat(200));

      expect(text).toBe('👾'.repeat(64));
    });

    it('X05 is one visible line without a live mention or format, whatever the name', () => {
      const hostile = fc.string({
        unit: fc.oneof(
          fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
          fc.constantFrom(
            '\n',
            '\u202e',
            '\u200b',
            '@',
            '<',
            '*',
            '_',
            '`',
            '[',
            '](',
            '||',
            '\\',
            '#',
            '\ud83d',
            '\u3164',
          ),
        ),
        maxLength: 200,
      });
      fc.assert(
        fc.property(hostile, (name) => {
          const text = displayName(name);

          expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
          expect(text.replace(/\\./gsu, '')).not.toMatch(/[*_~`|<>[\]()#@:\\]/);
          expect(text.trim()).toBe(text);
          expect(text).not.toBe('');
          expect([...text.replace(/\\(.)/gsu, '$1')].length).toBeLessThanOrEqual(64);
        }),
        { numRuns: 500 },
      );
    });
  });

  describe('escapeMarkdown()', () => {
    it('X05 gives the text back when the client takes the backslashes off', () => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary' }), (text) => {
          const escaped = escapeMarkdown(text);

          expect(escaped.replace(/\\(.)/gsu, '$1')).toBe(text);
        }),
        { numRuns: 500 },
      );
    });
  });

  describe('mentionUser() and mentionChannel()', () => {
    it('write what the client shows as a name', () => {
      const mentions = [mentionUser('1440000000000000042'), mentionChannel('1440000000000000600')];

      expect(mentions).toEqual(['<@1440000000000000042>', '<#1440000000000000600>']);
    });
  });
});
