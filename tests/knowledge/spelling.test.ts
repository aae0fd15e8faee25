import { correct, isOneEditAway } from '../../src/knowledge/spelling.ts';

describe('spelling', () => {
  describe('isOneEditAway()', () => {
    it.each([
      { one: 'password', other: 'pasword', then: true },
      { one: 'pasword', other: 'password', then: true },
      { one: 'password', other: 'passwort', then: true },
      { one: 'password', other: 'passwrod', then: true },
      { one: 'password', other: 'passwords', then: true },
      { one: 'password', other: 'password', then: false },
      { one: 'password', other: 'pswrod', then: false },
      { one: 'abcd', other: 'badc', then: false },
      { one: 'raid', other: 'road', then: false },
      { one: '', other: 'a', then: true },
      { one: '', other: '', then: false },
    ])('$one and $other: $then', ({ one, other, then }) => {
      const result = isOneEditAway(one, other);

      expect(result).toBe(then);
    });
  });

  describe('correct()', () => {
    const TERMS = ['weather', 'account', 'password', 'map'];

    it.each([
      { given: 'acount', then: 'account' },
      { given: 'pasword', then: 'password' },
      { given: 'leather', then: undefined },
      { given: 'mapp', then: undefined },
      { given: 'qwertz', then: undefined },
    ])('$given: $then', ({ given, then }) => {
      const result = correct(given, TERMS);

      expect(result).toBe(then);
    });
  });
});
