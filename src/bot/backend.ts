/** One turn of the member. */
export interface Turn {
  readonly text: string;
  readonly locale: string;
}

/** A topic the member may have meant, offered as a button. */
export interface Suggestion {
  readonly entryId: string;
  readonly label: string;
}

export interface BackendReply {
  /** Sent as they are, mentions off. */
  readonly messages: readonly string[];
  readonly suggestions: readonly Suggestion[];
  /** Set when the back end gives the chat to a person; why, for the agent. */
  readonly handoff?: string;
  /** 0–1. */
  readonly confidence: number;
  /** Ids of the entries the answer rests on. */
  readonly sources: readonly string[];
}

/** What answers the member. Everything it says is data: it can neither mention anyone nor do more than hand off. */
export interface BotBackend {
  reply(turn: Turn): Promise<BackendReply>;
}
