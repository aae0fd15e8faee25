import { intentOf } from '../../src/bot/intent.ts';

describe('bot/intent', () => {
  describe('intentOf()', () => {
    it.each(['hi', 'Hello!', 'hey there', 'good morning', 'Hallo', 'moin', 'hola', 'buenos días', 'hello 👋'])(
      'takes %j for a greeting',
      (text) => {
        expect(intentOf(text)).toBe('greeting');
      },
    );

    it.each([
      'live agent',
      'Live agent please',
      'human',
      'a human, please!',
      'that was helpful but i want to talk to a live agent',
      'can i speak to a person?',
      'I need a real human now',
      'connect me with an agent',
      'please transfer me to support staff',
      'get me a representative',
      'ich möchte mit einem Mitarbeiter sprechen',
      'quiero hablar con una persona',
      'Mensch bitte',
      'that did not help, i want to talk to a live agent',
      'this does not work i want a human',
      'I do not need a bot, I need a person!',
      'not what i asked. human please',
      "what is this? i'd like to talk to an agent",
      'das hilft nicht, ich möchte mit einem Menschen sprechen',
      'esto no ayuda, quiero hablar con una persona',
    ])('takes %j for a wish for a person', (text) => {
      expect(intentOf(text)).toBe('person');
    });

    it.each([
      'what is a live agent?',
      'who are your agents?',
      'LIVE_AGENT',
      'the command LIVE_AGENT does nothing',
      "i don't want a live agent",
      'no need to talk to a human, i just want my password',
      'do not transfer me to an agent',
      'i never want to speak to a person again',
      'rather than an agent, i want an article',
      'i found an agent costume in the shop',
      'my travel agent told me to ask here',
      'how do i evolve a wisp?',
      'was ist ein Mitarbeiter?',
      'i like my agent skin',
      'no quiero hablar con una persona',
      'ich brauche keinen Mitarbeiter, nur mein Passwort',
      'hello, how do i trade?',
      '',
    ])('takes %j for a question (S12)', (text) => {
      expect(intentOf(text)).toBe('question');
    });
  });
});
