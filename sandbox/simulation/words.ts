import type { SeededRandom } from './random.ts';

/**
 * What people in a simulation write. Every word of it that counts is marked `[kind chat.number.version.position]`, so
 * that the end of a run shows of each word where it came to stand, how often, and in which order.
 */
export type Kind = 'm' | 'a' | 'i';

export interface Word {
  /** `m`: a member's, `a`: an agent's to the member, `i`: an agent's internal note. */
  readonly kind: Kind;
  readonly chat: number;
  /** Number of the message within its chat and kind. */
  readonly message: number;
  /** Counts the edits. */
  readonly version: number;
  readonly position: number;
}

const MARK = /\[([mai])(\d+)\.(\d+)\.(\d+)\.(\d+)\]/g;

export function wordsIn(text: string): readonly Word[] {
  return [...text.matchAll(MARK)].map(([, kind, chat, message, version, position]) => ({
    kind: kind === 'm' ? 'm' : kind === 'a' ? 'a' : 'i',
    chat: Number(chat),
    message: Number(message),
    version: Number(version),
    position: Number(position),
  }));
}

const QUESTIONS = [
  'how do i reset my password',
  'the game crashes when i open the map',
  'my event ticket is missing',
  'it still does not work',
  'i have tried that already',
  'where do i find my trainer name',
] as const;
const ANSWERS = [
  'please restart the game',
  'i am looking into it',
  'thank you for waiting',
  'could you send me your trainer name',
] as const;

/** Discord takes no more from a member; Conversations takes less in one message. */
const LONGEST_TYPED = 1_990;

export type Topic = 'question' | 'person' | 'answer' | 'long';

/** A text of the given topic; only long ones have more than one marked word. */
export function compose(random: SeededRandom, topic: Topic, word: Omit<Word, 'position'>): string {
  const mark = (position: number) => `[${word.kind}${word.chat}.${word.message}.${word.version}.${position}]`;
  switch (topic) {
    case 'question':
      return `${random.pick(QUESTIONS)} ${mark(0)}`;
    case 'answer':
      return `${random.pick(ANSWERS)} ${mark(0)}`;
    case 'person':
      return `i want to talk to a live agent ${mark(0)}`;
    case 'long':
      return longText(random, word.kind === 'm' ? LONGEST_TYPED : random.between(2_100, 5_000), mark);
  }
}

function longText(random: SeededRandom, most: number, mark: (position: number) => string): string {
  let text = '';
  for (let position = 0; ; position += 1) {
    const longer = `${text}${random.pick(ANSWERS)} ${mark(position)} `;
    if (longer.length > most) return text.trimEnd();
    text = longer;
  }
}
