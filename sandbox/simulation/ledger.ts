/** What was written in a run, and by whom: what the clouds show of it in the end is held against this. */

interface Written {
  /** Number within its chat and kind; see `words.ts`. */
  readonly number: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** How many marked words it has, by version: as it was written first, then after each edit. */
  readonly words: number[];
  /**
   * `must`: has to stand on the other side exactly once · `may`: at most once, because whoever wrote it deleted it, or
   * was told that it did not go through
   */
  owed: 'must' | 'may';
}

export interface Typed extends Written {
  /** Discord's id of the message, or of the interaction that carried it: a member's messages stand in that order. */
  id: string;
}

export interface Said extends Written {
  readonly sid: string;
  readonly conversationSid: string;
}

/** One member and everything that was written to and by them. */
export interface Chat {
  readonly number: number;
  readonly memberId: string;
  /** Messages, of both sides together, after which the chat is over. */
  readonly quota: number;
  readonly typed: Typed[];
  readonly said: Said[];
  /** Internal notes written. */
  notes: number;
}

export function createChat(number: number, memberId: string, quota: number): Chat {
  return { number, memberId, quota, typed: [], said: [], notes: 0 };
}

export function messagesIn(chat: Chat): number {
  return chat.typed.length + chat.said.length;
}
