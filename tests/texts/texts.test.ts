import { agentTexts } from '../../src/texts/agent.ts';
import type { Texts } from '../../src/texts/catalogue.ts';
import { languages, textsFor } from '../../src/texts/index.ts';

/** One part for each place in a text. The types keep it complete: a new part without a sample does not compile. */
type Samples = { [Key in keyof Texts as Texts[Key] extends string ? never : Key]: Parts<Texts[Key]> };
type Parts<Text> = Text extends (parts: infer Given) => string ? Given : never;

const USER = '<@1440000000000000600>';
const CHANNEL = '<#1440000000000000300>';
const SAMPLES: Samples = {
  helpmeAcknowledged: { user: USER },
  helpmeThreadOpened: { user: USER, thread: CHANNEL },
  greeting: { name: 'Robin' },
  alreadyWithAgent: { channel: CHANNEL },
  suggestedArticle: { title: 'Hatching eggs' },
  caseOpened: { caseId: '7321836437' },
  agentJoined: { name: 'kim' },
  agentLeft: { name: 'kim' },
  agentLeftBotBack: { name: 'kim' },
  chatEnded: { name: 'kim' },
  ratingQuestion: { brand: 'Wispwalk' },
  bugReported: { user: USER },
  featureRequested: { user: USER },
  featureEmbedText: { game: 'Wispwalk' },
};

type Parameters = Readonly<Record<string, string | number | undefined>>;
type AnyText = string | ((parts: Parameters) => string);

/** A catalogue's texts by key, in a form that can be walked through. */
function textsByKey(texts: Texts): [key: string, text: AnyText][] {
  return Object.entries(texts) as [string, AnyText][];
}

function sampleFor(key: string): Parameters {
  const samples: Readonly<Record<string, Parameters | undefined>> = SAMPLES;
  return samples[key] ?? {};
}

function rendered(key: string, text: AnyText): string {
  return typeof text === 'string' ? text : text(sampleFor(key));
}

/** Sentences about buttons; every other key that ends in `Button` is a label. */
const ABOUT_BUTTONS = ['useReplyButton', 'notYourButton'];

const EVERY_TEXT = languages().flatMap((language) =>
  textsByKey(textsFor(language)).map(([key, text]) => ({ language, key, text: rendered(key, text) })),
);

describe('texts', () => {
  describe('textsFor()', () => {
    it.each([
      { locale: 'en-US', then: 'en' },
      { locale: 'en-GB', then: 'en' },
      { locale: 'de', then: 'de' },
      { locale: 'de-AT', then: 'de' },
      { locale: 'es-ES', then: 'es' },
      { locale: 'es-419', then: 'es' },
      { locale: 'ES_mx', then: 'es' },
      { locale: 'fr', then: 'en' },
      { locale: 'zh-CN', then: 'en' },
      { locale: 'constructor', then: 'en' },
      { locale: '', then: 'en' },
      { locale: undefined, then: 'en' },
    ])('$locale: $then', ({ locale, then }) => {
      const texts = textsFor(locale);

      expect(texts).toBe(textsFor(then));
    });

    it('has texts of its own for each language', () => {
      const greetings = languages().map((language) => textsFor(language).categoriesQuestion);

      expect(new Set(greetings).size).toBe(3);
    });
  });

  describe('the English texts', () => {
    const en = textsFor('en');

    it.each([
      {
        given: en.helpmeAcknowledged({ user: USER }),
        then: `Hi ${USER}! You requested help. Our customer service just DM'ed you!`,
      },
      { given: en.greeting({ name: 'Robin' }), then: 'Hi Robin, how may I help you?' },
      { given: en.helloReply, then: 'Hello! How can I help you?' },
      { given: en.categoriesQuestion, then: 'Does one of these categories help?' },
      {
        given: en.suggestedArticle({ title: 'I would like to change or reset my password' }),
        then: '*Suggested Article: I would like to change or reset my password*',
      },
      { given: en.caseOpened({ caseId: '7321836437' }), then: 'Great! Your case id is 7321836437.' },
      { given: en.transferring, then: 'Transferring you to one of our agents...' },
      { given: en.agentJoined({ name: 'kim' }), then: 'kim has joined the conversation.' },
      {
        given: en.bugReported({ user: USER }),
        then: `Hi ${USER}! Thank you for reporting a potential bug! Please visit our Known Issues page for more information. You won't get an individual response to the report, but we will use this information to help us reproduce the issue and identify trends.`,
      },
      { given: en.bugEmbedTitle, then: 'Known Issues Page' },
      {
        given: en.bugEmbedText,
        then: 'Here is where you can find a list of issues currently being investigated by our engineering team. This list will be updated regularly, and issues will be added and removed as they are discovered and resolved.',
      },
      {
        given: en.featureRequested({ user: USER }),
        then: `Hi ${USER}! Thank you for suggesting a cool feature! Please visit our New Release page for latest fun features. You won't get an individual response to the feature request, but we will definitely consider your input!`,
      },
      { given: en.featureEmbedTitle, then: 'Latest Releases' },
      {
        given: en.featureEmbedText({ game: 'Wispwalk' }),
        then: 'Here is where you can find the latest features on Wispwalk!',
      },
      { given: en.ratingThanks, then: 'Thank you, your response will be recorded.' },
    ])('says "$then"', ({ given, then }) => {
      expect(given).toBe(then);
    });
  });

  describe.each(languages())('the texts in %s', (language) => {
    const texts = textsByKey(textsFor(language));

    it('are the same keys of the same kind as in English', () => {
      const shape = texts.map(([key, text]) => `${key}: ${typeof text}`).sort();

      expect(shape).toEqual(
        textsByKey(textsFor('en'))
          .map(([key, text]) => `${key}: ${typeof text}`)
          .sort(),
      );
    });

    it('use every part they are given', () => {
      const missing = texts.flatMap(([key, text]) =>
        Object.values(sampleFor(key)).filter((part) => !rendered(key, text).includes(String(part))),
      );

      const functions = texts.filter(([, text]) => typeof text === 'function').map(([key]) => key);
      expect(functions.sort()).toEqual(Object.keys(SAMPLES).sort());
      expect(missing).toEqual([]);
    });

    it('end a chat in words also when no agent is known', () => {
      const text = textsFor(language).chatEnded({ name: undefined });

      expect(text).not.toMatch(/undefined|null/);
      expect(text.length).toBeGreaterThan(20);
    });
  });

  describe('all texts', () => {
    it('fit into a Discord message, with room for names', () => {
      const long = EVERY_TEXT.filter(({ text }) => text.length > 1_900 || text.trim() === '');

      expect(long).toEqual([]);
    });

    it('fit onto a button where they are labels', () => {
      const labels = EVERY_TEXT.filter(({ key }) => key.endsWith('Button') && !ABOUT_BUTTONS.includes(key));

      expect(labels).toHaveLength(4 * languages().length);
      expect(labels.filter(({ text }) => text.length > 38)).toEqual([]);
    });

    it('fit into a modal: 45 characters for its title and label', () => {
      const modal = EVERY_TEXT.filter(({ key }) => key.startsWith('replyModal'));

      expect(modal).toHaveLength(2 * languages().length);
      expect(modal.filter(({ text }) => text.length > 45)).toEqual([]);
    });

    it('ping nobody and link nowhere of their own (X04)', () => {
      const texts = [...EVERY_TEXT.map(({ text }) => text), ...agentLines()];

      expect(texts.filter((text) => /@everyone|@here|<@&|https?:/i.test(text))).toEqual([]);
    });
  });

  describe('the texts for agents', () => {
    it.each([
      { given: agentTexts.notDelivered({ reason: agentTexts.dmsClosed }), then: /^⚠️ Not delivered .* direct messages/ },
      { given: agentTexts.attachmentNote({ name: 'a.png' }), then: /a\.png/ },
      { given: agentTexts.editedTo({ text: 'new words' }), then: /^new words\n.*edited/ },
      { given: agentTexts.sharedMessage({ author: 'Robin', text: 'old words' }), then: /Robin.*old words/ },
      { given: agentTexts.refusedByDiscord({ code: 50_035 }), then: /50035/ },
    ])('carries what it is about: $given', ({ given, then }) => {
      expect(given).toMatch(then);
    });
  });
});

function agentLines(): string[] {
  return Object.values(agentTexts).filter((text) => typeof text === 'string');
}
