import type { BackendReply, BotBackend } from '../../src/bot/backend.ts';
import { answerMember } from '../../src/bot/chat.ts';
import { startHandoff } from '../../src/handoff/handoff.ts';
import { returnToBot } from '../../src/session/transitions.ts';
import { agentSays, botSaid, chatWithAgent, openChat } from '../relay/agents.ts';
import { lookUntilDone } from '../relay/looks.ts';
import { createRelayWorld, type RelayWorld } from '../support/relay-world.ts';

const TOPICS: BackendReply = {
  messages: [],
  suggestions: [{ entryId: 'reset-password', label: 'Reset Password' }],
  confidence: 0.9,
  sources: ['reset-password'],
};
const NOTHING: BackendReply = { messages: [], suggestions: [], confidence: 0, sources: [] };

function backendOf(reply: (text: string) => BackendReply | Promise<BackendReply>): BotBackend {
  return { reply: async ({ text }) => reply(text) };
}

describe('bot/chat', () => {
  let world: RelayWorld;

  beforeEach(async () => {
    world = createRelayWorld();
    await world.startChat();
  });

  async function type(...contents: readonly string[]): Promise<void> {
    for (const content of contents) await world.member().type(content);
    await lookUntilDone(world);
  }

  /** What the virtual agent has said since the greeting. */
  async function answers(): Promise<readonly string[]> {
    return (await botSaid(world)).slice(1);
  }

  async function transcript(): Promise<readonly (string | null)[]> {
    const { messages } = await world.flex();
    return messages.filter((message) => message.author === 'virtual-agent').map((message) => message.body);
  }

  describe('answerMember()', () => {
    it('answers, and writes the same into the transcript without waking the flow (S13)', async () => {
      await type('how do i reset my password?');
      const heard = world.webhooks.length;

      const result = await world.run((ports) =>
        answerMember(
          ports,
          backendOf(() => TOPICS),
          world.memberId,
        ),
      );

      expect(result).toEqual({ action: 'answered' });
      expect(await answers()).toEqual(['Does one of these categories help?']);
      expect(await transcript()).toEqual(['Does one of these categories help?\n[Reset Password]']);
      expect(world.webhooks).toHaveLength(heard);
    });

    it('answers every message that waits, once each, also when several runs are at it (R02)', async () => {
      await type('hello', 'first question', 'second question');
      const backend = backendOf((text) => ({ ...NOTHING, messages: [`answer to ${text}`] }));

      await world.together(Array.from({ length: 4 }, () => (ports) => answerMember(ports, backend, world.memberId)));

      expect(await answers()).toEqual([
        'Hello! How can I help you?',
        'answer to first question',
        'answer to second question',
      ]);
    });

    it('takes along what the member adds while the answer is being made', async () => {
      await type('first question');
      let asked = 0;
      const backend = backendOf(async (text) => {
        asked += 1;
        if (asked === 1) await type('second question');
        return { ...NOTHING, messages: [`answer to ${text}`] };
      });

      await world.run((ports) => answerMember(ports, backend, world.memberId));

      expect(await answers()).toEqual(['answer to first question', 'answer to second question']);
    });

    it('offers a person beside “no answer”', async () => {
      await type('what is the meaning of life?');

      await world.run((ports) =>
        answerMember(
          ports,
          backendOf(() => NOTHING),
          world.memberId,
        ),
      );

      const last = (await world.dm()).at(-1);
      expect(last?.content).toContain("I don't have an answer");
      expect(last?.components.flat()).toMatchObject([
        { kind: 'button', label: 'Talk to a person', customId: 'person' },
      ]);
    });

    it('hands over at the member’s wish, and answers nothing behind it', async () => {
      await type('hello', 'live agent please', 'how do i trade?');

      const result = await world.run((ports) =>
        answerMember(
          ports,
          backendOf(() => TOPICS),
          world.memberId,
        ),
      );

      expect(result).toEqual({ action: 'handoff', reason: 'asked' });
      expect(await answers()).toEqual(['Hello! How can I help you?']);
    });

    it('hands over when the back end gives up', async () => {
      await type('this is difficult');

      const result = await world.run((ports) =>
        answerMember(
          ports,
          backendOf(() => ({ ...NOTHING, handoff: 'too difficult' })),
          world.memberId,
        ),
      );

      expect(result).toEqual({ action: 'handoff', reason: 'bot_gave_up' });
    });

    it('gives the member a way on when the back end fails (X14)', async () => {
      await type('how do i trade?');

      const result = await world.run((ports) =>
        answerMember(
          ports,
          backendOf(() => Promise.reject(new Error('back end is down'))),
          world.memberId,
        ),
      );

      expect(result).toEqual({ action: 'answered' });
      expect(await answers()).toEqual([expect.stringContaining('talk to a person on our team')]);
      expect(JSON.stringify(world.log)).not.toContain('how do i trade');
    });

    it('drops an answer that is ready only after the hand-off (R38)', async () => {
      await type('a question');
      const { conversationSid } = await world.session();
      const slow = backendOf(async () => {
        await world.run((ports) => startHandoff(ports, world.memberId, conversationSid ?? '', 'asked'));
        return { ...NOTHING, messages: ['too late'] };
      });

      const result = await world.run((ports) => answerMember(ports, slow, world.memberId));

      expect(result).toEqual({ action: 'none' });
      expect((await answers()).join()).not.toContain('too late');
    });

    it('is silent while an agent has the chat, whatever the member or the agent writes (R38, R40)', async () => {
      world = createRelayWorld();
      await chatWithAgent(world);
      await agentSays(world, 'just type live agent next time');
      await world.member().type('live agent');
      await lookUntilDone(world);

      const result = await world.run((ports) =>
        answerMember(
          ports,
          backendOf(() => TOPICS),
          world.memberId,
        ),
      );

      expect(result).toEqual({ action: 'none' });
      expect((await world.flex()).tasks).toHaveLength(1);
    });

    it('answers only the member’s own words: an agent who writes "live agent" starts nothing (R40)', async () => {
      const conversationSid = await openChat(world);
      await world.sdk.conversations.v1.conversations(conversationSid).participants.create({ identity: 'kim' });
      await world.sdk.conversations.v1
        .conversations(conversationSid)
        .messages.create({ author: 'kim', body: 'live agent' });

      const result = await world.run((ports) =>
        answerMember(
          ports,
          backendOf(() => TOPICS),
          world.memberId,
        ),
      );

      expect(result).toEqual({ action: 'answered' });
      expect((await answers()).at(-1)).toBe('Hello! How can I help you?');
    });

    it('speaks again after the chat came back (R39)', async () => {
      const line = { key: 'back', at: world.clock.now(), message: { content: 'back' }, transcript: null };
      await type('first');
      await world.run((ports) =>
        ports.sessions.change(world.memberId, (session) => ({
          ...returnToBot(session, line, 0),
          botIndex: 0,
          lines: [],
        })),
      );
      await type('hello');

      const result = await world.run((ports) =>
        answerMember(
          ports,
          backendOf(() => TOPICS),
          world.memberId,
        ),
      );

      expect(result).toEqual({ action: 'answered' });
      expect(await answers()).toEqual(['Hello! How can I help you?']);
    });

    it('says everything once when it dies half-way and the flow runs again (R23)', async () => {
      const backend = backendOf((text) => ({ ...NOTHING, messages: [`answer to ${text}`] }));
      await type('first question');
      const calls = await world.countCalls((ports) => answerMember(ports, backend, world.memberId));
      for (let at = 1; at <= calls; at += 1) {
        world = createRelayWorld();
        await world.startChat();
        await type('first question');
        await world.runUntilDeath((ports) => answerMember(ports, backend, world.memberId), { at, when: 'after' });
        world.clock.advance(14_000);
        await world.run((ports) => answerMember(ports, backend, world.memberId));
        await type('second question');
        await world.run((ports) => answerMember(ports, backend, world.memberId));

        expect({ at, said: await answers() }).toEqual({
          at,
          said: ['answer to first question', 'answer to second question'],
        });
        expect({ at, said: await transcript() }).toEqual({
          at,
          said: ['answer to first question', 'answer to second question'],
        });
      }
    });
  });
});
