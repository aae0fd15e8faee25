import { buttonRows, linkEmbed, shorten } from '../../src/discord/components.ts';
import { DISCORD_ERROR, refusalOf } from '../../src/discord/limits.ts';
import { textModal } from '../../src/discord/modal.ts';
import { compareSnowflakes, isSnowflake, snowflakeTime } from '../../src/discord/snowflake.ts';

describe('components', () => {
  describe('buttonRows()', () => {
    it.each<{ count: number; rows: readonly number[] }>([
      { count: 0, rows: [] },
      { count: 1, rows: [1] },
      { count: 5, rows: [5] },
      { count: 6, rows: [5, 1] },
      { count: 12, rows: [5, 5, 2] },
    ])('puts $count buttons into rows of at most five', ({ count, rows }) => {
      const buttons = Array.from({ length: count }, (_, position) => ({
        label: `B${position}`,
        customId: `b:${position}`,
      }));

      const made = buttonRows(buttons);

      expect(made.map((row) => row.components.length)).toEqual(rows);
      expect(made.flatMap((row) => row.components)).toEqual(
        buttons.map(({ label, customId }) => ({ type: 2, style: 2, label, custom_id: customId })),
      );
    });

    it('cuts a label that Discord would refuse', () => {
      const [row] = buttonRows([{ label: 'x'.repeat(100), customId: 'b', style: 'primary' }]);

      expect(row).toEqual({
        type: 1,
        components: [{ type: 2, style: 1, label: `${'x'.repeat(79)}…`, custom_id: 'b' }],
      });
    });
  });

  describe('linkEmbed()', () => {
    it('stays within the lengths Discord takes', () => {
      const embed = linkEmbed('t'.repeat(300), 'https://support.example.com/a', 'd'.repeat(5_000));

      expect(embed).toMatchObject({ url: 'https://support.example.com/a' });
      expect(embed.title).toHaveLength(256);
      expect(embed.description).toHaveLength(4_096);
    });
  });

  describe('shorten()', () => {
    it.each<{ what: string; text: string; length: number; short: string }>([
      { what: 'a short text', text: 'abc', length: 3, short: 'abc' },
      { what: 'a long text', text: 'abcdef', length: 4, short: 'abc…' },
      { what: 'a text that would be cut inside a character', text: 'ab👾cd', length: 4, short: 'ab…' },
      { what: 'nothing', text: '', length: 4, short: '' },
    ])('R28 gives $what back within its length', ({ text, length, short }) => {
      expect(shorten(text, length)).toBe(short);
    });
  });
});

describe('modal', () => {
  describe('textModal()', () => {
    it('is a form with one long required text within Discord limits', () => {
      const form = textModal({
        customId: 'reply',
        title: 't'.repeat(60),
        field: { customId: 'text', label: 'l'.repeat(60), description: 'd'.repeat(120) },
      });

      expect(form).toEqual({
        custom_id: 'reply',
        title: `${'t'.repeat(44)}…`,
        components: [
          {
            type: 18,
            label: `${'l'.repeat(44)}…`,
            description: `${'d'.repeat(99)}…`,
            component: { type: 4, custom_id: 'text', style: 2, min_length: 1, max_length: 4_000, required: true },
          },
        ],
      });
    });

    it('has no description where none is given, because Discord refuses an empty one', () => {
      const form = textModal({ customId: 'reply', title: 'Reply', field: { customId: 'text', label: 'Text' } });

      expect(form).not.toHaveProperty(['components', 0, 'description']);
    });
  });
});

describe('snowflake', () => {
  describe('compareSnowflakes()', () => {
    it.each<{ a: string; b: string; order: number }>([
      { a: '1440000000000000001', b: '1440000000000000002', order: -1 },
      { a: '1440000000000000002', b: '1440000000000000001', order: 1 },
      { a: '1440000000000000001', b: '1440000000000000001', order: 0 },
      { a: '999999999999999999', b: '1440000000000000000', order: -1 },
      { a: '0', b: '1440000000000000000', order: -1 },
    ])('R10 orders $a and $b as $order, though a JavaScript number could not', ({ a, b, order }) => {
      expect(compareSnowflakes(a, b)).toBe(order);
    });
  });

  describe('isSnowflake()', () => {
    it.each<{ value: unknown; is: boolean }>([
      { value: '1440000000000000001', is: true },
      { value: '175928847299117063', is: true },
      { value: '1', is: false },
      { value: '', is: false },
      { value: '144000000000000000a', is: false },
      { value: '1440000000000000001\n', is: false },
      { value: '144000000000000000000', is: false },
      { value: 1_440_000_000_000, is: false },
      { value: null, is: false },
      { value: ['1440000000000000001'], is: false },
    ])('answers $is for $value', ({ value, is }) => {
      expect(isSnowflake(value)).toBe(is);
    });
  });

  describe('snowflakeTime()', () => {
    it('tells the time of the example in the documentation', () => {
      const at = snowflakeTime('175928847299117063');

      expect(new Date(at).toISOString()).toBe('2016-04-30T11:18:25.796Z');
    });
  });
});

describe('limits', () => {
  describe('refusalOf()', () => {
    it.each<{ code: number | undefined; refusal: string }>([
      { code: DISCORD_ERROR.cannotSendToUser, refusal: 'unreachable' },
      { code: DISCORD_ERROR.noMutualGuild, refusal: 'unreachable' },
      { code: DISCORD_ERROR.openingDmsTooFast, refusal: 'unreachable' },
      { code: DISCORD_ERROR.missingAccess, refusal: 'unreachable' },
      { code: DISCORD_ERROR.explicitContent, refusal: 'content-blocked' },
      { code: DISCORD_ERROR.blockedByAutoMod, refusal: 'content-blocked' },
      { code: DISCORD_ERROR.harmfulLink, refusal: 'content-blocked' },
      { code: DISCORD_ERROR.missingPermissions, refusal: 'other' },
      { code: 12345, refusal: 'other' },
      { code: undefined, refusal: 'other' },
    ])('R20 R33 takes code $code for "$refusal"', ({ code, refusal }) => {
      expect(refusalOf(code)).toBe(refusal);
    });
  });
});
