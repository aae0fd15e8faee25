import { CONDITION_TYPES, holds } from '../../../sandbox/twilio/studio/conditions.ts';

interface Row {
  readonly type: string;
  readonly value: string;
  readonly meets: readonly string[];
  readonly misses: readonly string[];
}

const ROWS: readonly Row[] = [
  { type: 'equal_to', value: 'bot', meets: ['bot', ' bot '], misses: ['Bot', 'robot', ''] },
  { type: 'not_equal_to', value: 'bot', meets: ['agent', ''], misses: ['bot'] },
  { type: 'matches_any_of', value: 'yes, no', meets: ['yes', 'no'], misses: ['yes, no', 'maybe', ''] },
  { type: 'does_not_match_any_of', value: 'yes,no', meets: ['maybe', ''], misses: ['no'] },
  { type: 'contains', value: 'sword', meets: ['my sword is gone'], misses: ['my shield', ''] },
  { type: 'does_not_contain', value: 'sword', meets: ['my shield', ''], misses: ['swords'] },
  { type: 'starts_with', value: 'my', meets: ['my sword'], misses: ['oh my', ''] },
  { type: 'does_not_start_with', value: 'my', meets: ['oh my', ''], misses: ['my sword'] },
  { type: 'is_blank', value: 'Is Blank', meets: ['', '  '], misses: ['x', '0'] },
  { type: 'is_not_blank', value: 'Is Not Blank', meets: ['x', '0'], misses: ['', '  '] },
  { type: 'regex', value: '^\\d{3}$', meets: ['123'], misses: ['12', '1234', 'abc'] },
  { type: 'regex', value: '(', meets: [], misses: ['('] },
  { type: 'less_than', value: '10', meets: ['9', '-1'], misses: ['10', '11', 'nine', ''] },
  { type: 'greater_than', value: '10', meets: ['11', '10.5'], misses: ['10', '9', 'many', ''] },
  { type: 'is_before_date', value: '2026-11-20', meets: ['2026-11-19'], misses: ['2026-11-20', '2026-11-21', 'soon'] },
  { type: 'is_after_date', value: '2026-11-20', meets: ['2026-11-21'], misses: ['2026-11-20', '2026-11-19', 'late'] },
  { type: 'is_before_time', value: '17:00', meets: ['9:30', '16:59'], misses: ['17:00', '17:01', 'noon'] },
  { type: 'is_after_time', value: '09:00', meets: ['9:01', '23:00'], misses: ['08:59', '9:00', 'noon'] },
];

const CASES = ROWS.flatMap(({ type, value, meets, misses }) => [
  ...meets.map((input) => ({ type, value, input, expected: true })),
  ...misses.map((input) => ({ type, value, input, expected: false })),
]);

describe('conditions › holds()', () => {
  it.each(CASES)("'$input' $type '$value': $expected", ({ type, value, input, expected }) => {
    expect(holds(type, input, value)).toBe(expected);
  });

  it('is tested for every type of condition', () => {
    expect(new Set(ROWS.map(({ type }) => type))).toEqual(new Set(CONDITION_TYPES));
  });

  it('holds for no condition it does not know', () => {
    expect(holds('is_lovely', 'x', 'x')).toBe(false);
  });
});
