import type { APIAttachment, APIMessage } from 'discord-api-types/v10';
import fc from 'fast-check';
import { describeFiles, describeMessage } from '../../src/relay/describe.ts';

/** A message with only what a test is about. */
function message(given: object): APIMessage {
  return {
    id: '1',
    type: 0,
    content: '',
    author: { id: '2' },
    attachments: [],
    embeds: [],
    ...given,
  } as unknown as APIMessage;
}

/** What Discord may send that this version has never seen, and what it may leave out. */
const anyValue = fc.anything({ maxDepth: 2 });
const sometimes = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const fuzzed = fc.record(
  {
    type: fc.integer({ min: 0, max: 200 }),
    content: sometimes(fc.string()),
    flags: sometimes(fc.integer({ min: 0, max: 1 << 16 })),
    attachments: sometimes(
      fc.array(fc.record({ filename: fc.string(), url: fc.webUrl(), description: sometimes(fc.string()) })),
    ),
    embeds: sometimes(
      fc.array(
        fc.record({ type: sometimes(fc.string()), title: sometimes(fc.string()), description: sometimes(fc.string()) }),
      ),
    ),
    sticker_items: sometimes(fc.array(fc.record({ name: fc.string() }))),
    poll: sometimes(fc.record({ question: sometimes(fc.record({ text: sometimes(fc.string()) })) })),
    message_reference: sometimes(fc.record({ type: sometimes(fc.integer({ min: 0, max: 3 })) })),
    message_snapshots: sometimes(
      fc.array(fc.record({ message: sometimes(fc.record({ content: sometimes(fc.string()) })) })),
    ),
    components: sometimes(fc.array(anyValue)),
    activity: sometimes(anyValue),
  },
  { requiredKeys: ['type'] },
);

describe('relay/describe', () => {
  describe('describeMessage()', () => {
    it('gives a readable text for every message Discord may send, and never throws (R21)', () => {
      fc.assert(
        fc.property(fuzzed, (given) => {
          expect(describeMessage(message(given)).trim()).not.toBe('');
        }),
        { numRuns: 500 },
      );
    });

    it.each([
      { what: 'text', given: { content: 'hello' }, text: 'hello' },
      { what: 'a sticker', given: { sticker_items: [{ name: 'Wave' }] }, text: '[The member sent a sticker: Wave]' },
      { what: 'a poll', given: { poll: { question: { text: 'Tea?' } } }, text: '[The member sent a poll: Tea?]' },
      {
        what: 'a forward',
        given: { message_reference: { type: 1 }, message_snapshots: [{ message: { content: 'from elsewhere' } }] },
        text: '[The member forwarded a message] from elsewhere',
      },
      {
        what: 'a voice message',
        given: { flags: 1 << 13, attachments: [{ filename: 'voice.ogg', url: 'https://cdn.test/v' }] },
        text: '[The member sent a voice message] https://cdn.test/v',
      },
      {
        what: 'a file with a description',
        given: {
          content: 'see',
          attachments: [{ filename: 'a.png', url: 'https://cdn.test/a', description: 'a map' }],
        },
        text: 'see\n[The member sent a file: a.png] (a map) https://cdn.test/a',
      },
      { what: 'an embed of an app', given: { embeds: [{ type: 'rich', title: 'T', description: 'D' }] }, text: 'T: D' },
      {
        what: 'a link with its preview',
        given: { content: 'https://a.test', embeds: [{ type: 'link', title: 'A' }] },
        text: 'https://a.test',
      },
      {
        what: 'components only',
        given: { type: 0, flags: 1 << 15, components: [{ type: 10 }] },
        text: '[The member sent a message of a kind that cannot be shown here: 0]',
      },
      {
        what: 'a kind of the future',
        given: { type: 97 },
        text: '[The member sent a message of a kind that cannot be shown here: 97]',
      },
    ])('shows $what (R21)', ({ given, text }) => {
      expect(describeMessage(message(given))).toBe(text);
    });
  });

  describe('describeFiles()', () => {
    it('names each file with its link', () => {
      const file = { filename: 'log.txt', url: 'https://cdn.test/l' } as APIAttachment;

      expect(describeFiles([file])).toEqual(['[The member sent a file: log.txt] https://cdn.test/l']);
    });
  });
});
