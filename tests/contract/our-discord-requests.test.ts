import { commandDefinitions } from '../../src/app/commands/index.ts';
import { replyButton } from '../../src/app/components/reply.ts';
import { articleLine, greetingLine, replyLines } from '../../src/bot/answer.ts';
import { buttonRows } from '../../src/discord/components.ts';
import type { OutgoingMessage } from '../../src/discord/rest.ts';
import { nonceOf } from '../../src/relay/nonce.ts';
import { languages, type Texts, textsFor } from '../../src/texts/index.ts';
import { CALLS, CHANNEL, createRestHarness, INTERACTION, json, MESSAGE } from '../discord/rest-harness.ts';
import { SPEC_MISSING, specIsThere, validateRequest } from '../support/discord-spec.ts';

if (!specIsThere) console.warn(SPEC_MISSING);
const whenSpecIsThere = specIsThere ? describe : describe.skip;

const LONG = '한'.repeat(5_000);
const ENTRY = {
  id: 'reset-password',
  // As long as the knowledge base takes a title.
  title: LONG.slice(0, 180),
  category: 'Account & Sign-In',
  button: LONG,
  queries: [],
  labels: [],
  url: 'https://support.example.com/a?b=c#d',
  text: LONG,
};

/** What the virtual agent can say, with every part at its longest. */
function botSays(texts: Texts): readonly OutgoingMessage[] {
  const suggestions = ['a', 'b', 'c', 'd'].map((entryId) => ({ entryId, label: LONG }));
  const answered = { messages: [LONG], suggestions, confidence: 1, sources: [] };
  const lines = [
    greetingLine('greeting', 0, texts),
    ...replyLines('answer', 0, answered, texts),
    ...replyLines('none', 0, { messages: [], suggestions: [], confidence: 0, sources: [] }, texts),
    articleLine('topic', 0, ENTRY, MESSAGE, texts),
  ];
  return lines.map(({ message }) => message);
}

/** The fields of Discord's limits the OpenAPI file is looser about: 2,000 characters, five rows. */
function beyondLimits({ content = '', components = [] }: OutgoingMessage): readonly string[] {
  const ids = JSON.stringify(components).match(/"custom_id":"[^"]*"/g) ?? [];
  return [
    ...(content.length > 2_000 ? [`content of ${content.length}`] : []),
    ...(components.length > 5 ? [`${components.length} rows`] : []),
    ...(new Set(ids).size < ids.length ? ['a custom id twice'] : []),
  ];
}

describe('our requests to Discord', () => {
  describe.each(languages())('in the language %s', (language) => {
    const texts = textsFor(language);

    it('R28 stay within the limits of a message, however long an article is', () => {
      const problems = botSays(texts).flatMap(beyondLimits);

      expect(problems).toEqual([]);
    });
  });

  whenSpecIsThere('against Discord’s OpenAPI file', () => {
    async function problemsOf(call: (typeof CALLS)[number]['call']): Promise<readonly string[]> {
      const { rest, sent } = createRestHarness([json(200, {})]);
      await call(rest);
      expect(sent).toHaveLength(1);
      return sent.flatMap(({ method, path, body }) => validateRequest(method, path, body));
    }

    it.each(CALLS)('$name is as described', async ({ call }) => {
      expect(await problemsOf(call)).toEqual([]);
    });

    it('the commands are registered as described', async () => {
      const problems = await problemsOf((rest) => rest.registerCommands(commandDefinitions));

      expect(problems).toEqual([]);
      expect(commandDefinitions.length).toBeGreaterThanOrEqual(5);
    });

    describe.each(languages())('in the language %s', (language) => {
      const texts = textsFor(language);

      it('every answer of the virtual agent is as described', async () => {
        for (const [position, message] of botSays(texts).entries()) {
          const nonce = nonceOf('1440000000000000042', 1, `answer:${position}`);

          expect(await problemsOf((rest) => rest.send(CHANNEL, { ...message, nonce }))).toEqual([]);
        }
      });

      it('the form behind the Reply button is as described', () => {
        if (!('form' in replyButton)) throw new Error('The Reply button opens a form');
        const interaction = {
          kind: 'component',
          id: INTERACTION.id,
          token: INTERACTION.token,
          guildId: null,
          channelId: CHANNEL,
          locale: language,
          member: { id: '1440000000000000042', displayName: 'Ann' },
          name: 'reply',
          values: [],
          messageId: MESSAGE,
        } as const;

        const data = replyButton.form(interaction, texts);

        const path = `/interactions/${INTERACTION.id}/${INTERACTION.token}/callback`;
        expect(validateRequest('POST', path, { type: 9, data })).toEqual([]);
      });

      it('labels of buttons are as described', async () => {
        const labels = [texts.replyButton, texts.personButton, texts.noneOfTheseButton, texts.tryAgainButton];
        const components = buttonRows(labels.map((label, position) => ({ label, customId: `b:${position}` })));

        expect(await problemsOf((rest) => rest.send(CHANNEL, { content: 'x', components, nonce: 'n' }))).toEqual([]);
      });
    });
  });
});
