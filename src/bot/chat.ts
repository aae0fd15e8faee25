import { toFault } from '../errors.ts';
import type { ConversationMessage } from '../flex/conversations.ts';
import { sendLines } from '../relay/lines.ts';
import type { RelayPorts } from '../relay/ports.ts';
import { unanswered } from '../relay/replay.ts';
import type { Line, Session } from '../session/session.ts';
import { withLines } from '../session/transitions.ts';
import type { Texts } from '../texts/catalogue.ts';
import { greetingLine, replyLines } from './answer.ts';
import type { BackendReply, BotBackend } from './backend.ts';
import { intentOf } from './intent.ts';

export type ChatResult =
  /** Nothing to say: not the bot's turn, or somebody else has answered. */
  | { readonly action: 'none' }
  | { readonly action: 'answered' }
  /** The flow must bring in a person. */
  | { readonly action: 'handoff'; readonly reason: HandoffReason };

export type HandoffReason = 'asked' | 'bot_gave_up';

/** The flow ignores what comes while it works, so a few rounds of late-comers are taken along. */
const ROUNDS = 4;

/**
 * Answers every message of the member that waits for the virtual agent. Of several runs on the same messages one
 * answers; an answer that is ready only after the hand-off is dropped, because its claim finds another state.
 */
export async function answerMember(ports: RelayPorts, backend: BotBackend, memberId: string): Promise<ChatResult> {
  let result: ChatResult = { action: 'none' };
  for (let round = 0; round < ROUNDS; round += 1) {
    const session = await ports.sessions.load(memberId);
    if (session?.state !== 'bot' || session.conversationSid === null) return result;
    const messages = await ports.conversations.messagesAfter(session.conversationSid, session.botIndex);
    const waiting = unanswered(session, messages);
    if (waiting.length === 0) return result;

    const answer = await answerAll(ports, backend, session, waiting);
    let claimed = false;
    await ports.sessions.change(memberId, (current) => {
      claimed =
        current.state === 'bot' &&
        current.botIndex === session.botIndex &&
        current.conversationSid === session.conversationSid;
      return claimed ? withLines({ ...current, botIndex: answer.index }, answer.lines) : current;
    });
    if (!claimed) continue;
    await sendLines(
      ports,
      memberId,
      answer.lines.map((line) => line.key),
    );
    if (answer.handoff !== null) return { action: 'handoff', reason: answer.handoff };
    result = { action: 'answered' };
  }
  return result;
}

interface Answer {
  readonly lines: readonly Line[];
  /** Index of the last message dealt with: nothing behind a wish for a person is answered. */
  readonly index: number;
  readonly handoff: HandoffReason | null;
}

async function answerAll(
  ports: RelayPorts,
  backend: BotBackend,
  session: Session,
  waiting: readonly ConversationMessage[],
): Promise<Answer> {
  const texts = ports.texts(session.locale);
  const lines: Line[] = [];
  let index = session.botIndex;
  for (const message of waiting) {
    const key = `answer:${session.counter}:${message.index}`;
    const now = ports.clock.now();
    index = message.index;
    const intent = message.attributes['intent'] === 'person' ? 'person' : intentOf(message.body);
    if (intent === 'person') return { lines, index, handoff: 'asked' };
    if (intent === 'greeting') {
      lines.push(greetingLine(key, now, texts));
      continue;
    }
    const reply = await ask(ports, backend, session, message.body, texts);
    lines.push(...(reply.handoff === undefined ? replyLines(key, now, reply, texts) : []));
    if (reply.handoff !== undefined) return { lines, index, handoff: 'bot_gave_up' };
  }
  return { lines, index, handoff: null };
}

/** A back end that fails must not leave the member without a word: they get the way to a person. */
async function ask(
  ports: RelayPorts,
  backend: BotBackend,
  session: Session,
  text: string,
  texts: Texts,
): Promise<BackendReply> {
  try {
    return await backend.reply({ text, locale: session.locale });
  } catch (error) {
    ports.log.error('Back end failed', { member: session.memberId, code: toFault(error).code });
    return { messages: [texts.noArticle], suggestions: [], confidence: 0, sources: [] };
  }
}
