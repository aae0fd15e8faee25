import { tokenize, words } from '../../src/knowledge/tokens.ts';

describe('tokens', () => {
  describe('words()', () => {
    it.each([
      { given: 'Reset PASSWORD!', then: ['reset', 'password'] },
      { given: 'Contraseña Größe', then: ['contrasena', 'große'] },
      { given: "can't find the trainer's name", then: ['cant', 'find', 'the', 'trainer', 'name'] },
      { given: 'sign-in/log_out', then: ['sign', 'in', 'log', 'out'] },
      { given: 'ＧＰＳ ™', then: ['gps', 'tm'] },
      { given: '🎉🔥 ?!', then: [] },
      { given: 'שלום עולם', then: ['שלום', 'עולם'] },
      { given: '\u202eevil\u202c z\u200bero', then: ['evil', 'z', 'ero'] },
      { given: 'x'.repeat(41), then: [] },
      { given: '', then: [] },
    ])('$given: $then', ({ given, then }) => {
      const result = words(given);

      expect(result).toEqual(then);
    });
  });

  describe('tokenize()', () => {
    it.each([
      { given: 'How do I reset my passwords?', then: ['reset', 'password'] },
      { given: 'evolving evolved evolve', then: ['evolv', 'evolv', 'evolv'] },
      { given: 'hello, can you please help me', then: [] },
    ])('keeps the stems of meaningful words of "$given"', ({ given, then }) => {
      const stems = tokenize(given).map(({ stem }) => stem);

      expect(stems).toEqual(then);
    });

    it.each(['log in', 'logging in', 'Log-in', 'login', 'sign in', 'signing in', 'sign-in', 'signin', 'log on'])(
      'reads "%s" as the same word as "login"',
      (given) => {
        const stems = tokenize(given).map(({ stem }) => stem);

        expect(stems).toEqual(tokenize('login').map(({ stem }) => stem));
      },
    );

    it('keeps the word as it was written beside its stem', () => {
      const tokens = tokenize('My e-mails crashed');

      expect(tokens).toEqual([
        { word: 'e mails', stem: 'email' },
        { word: 'crashed', stem: 'crash' },
      ]);
    });
  });
});
