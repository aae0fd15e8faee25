import {
  type AgentRecord,
  type DeliveredMessage,
  KEPT,
  type Line,
  type RelayedMessage,
  type Session,
} from './session.ts';

/*
 * Every change of a session's state, as a pure function on the record. What the member must be told goes into `lines` in
 * the same step, so that state and words cannot come apart.
 */

/** A new Conversation begins: on the member's first message, or on the first one after an end. */
export function startConversation(session: Session, opening: { key: string; until: number }, now: number): Session {
  return {
    ...session,
    state: 'bot',
    stateSince: now,
    counter: session.counter + 1,
    previousConversationSid: session.conversationSid ?? session.previousConversationSid,
    conversationSid: null,
    opening,
    caseId: null,
    task: null,
    agent: null,
    joins: 0,
    met: [],
    inbound: { ...session.inbound, recent: [] },
    outbound: { index: -1, recent: [] },
    botIndex: -1,
  };
}

/** bot → queued: a person was asked for, or the virtual agent gave up. */
export function queueForAgent(session: Session, caseId: string, lines: readonly Line[], now: number): Session {
  return withLines({ ...session, state: 'queued', stateSince: now, waitTold: false, caseId, task: null }, lines);
}

/** queued or agent → bot: nobody took the task, or the agent left the open chat. */
export function returnToBot(session: Session, line: Line, now: number): Session {
  return withLines({ ...session, state: 'bot', stateSince: now, task: null, agent: null }, [line]);
}

/** queued → agent, or one agent after another. The same agent twice is one join. */
export function joinAgent(session: Session, agent: AgentRecord, lineFor: (join: number) => Line, now: number): Session {
  if (session.agent?.identity === agent.identity) return session;
  const joins = session.joins + 1;
  const met = [...session.met.filter((identity) => identity !== agent.identity), agent.identity].slice(-KEPT.met);
  return withLines({ ...session, state: 'agent', stateSince: now, agent, joins, met }, [lineFor(joins)]);
}

/** agent → queued: the agent passed the chat on. */
export function agentPassedOn(session: Session, line: Line, now: number): Session {
  return withLines({ ...session, state: 'queued', stateSince: now, waitTold: false, agent: null }, [line]);
}

export function endConversation(session: Session, lines: readonly Line[], now: number): Session {
  return withLines({ ...session, state: 'ended', stateSince: now, agent: null, task: null }, lines);
}

/** Adds lines that are not there yet; the oldest give way when the bound is reached. */
export function withLines(session: Session, lines: readonly Line[]): Session {
  const known = new Set(session.lines.map((line) => line.key));
  const added = lines.filter((line) => !known.has(line.key));
  return added.length === 0 ? session : { ...session, lines: [...session.lines, ...added].slice(-KEPT.lines) };
}

export function withoutLines(session: Session, keys: ReadonlySet<string>): Session {
  return { ...session, lines: session.lines.filter((line) => !keys.has(line.key)) };
}

/**
 * Records what became of claimed messages and closes the attempt `key`, unless a later attempt has taken over. Messages
 * of a Conversation that is over leave no record, as they can no longer be changed there.
 */
export function settleInbound(session: Session, key: string, relayed: readonly RelayedMessage[]): Session {
  const { pending, recent } = session.inbound;
  const isOurs = pending !== null && pending.key === key;
  const isOver = isOurs && pending.conversationSid !== session.conversationSid;
  return {
    ...session,
    inbound: {
      ...session.inbound,
      pending: isOurs ? null : pending,
      recent: isOver ? recent : merged(recent, relayed, (one) => one.id).slice(-KEPT.relayed),
    },
  };
}

/** Moves the outbound cursor, never backwards. */
export function settleOutbound(session: Session, index: number, delivered: readonly DeliveredMessage[]): Session {
  return {
    ...session,
    outbound: {
      index: Math.max(index, session.outbound.index),
      recent: merged(session.outbound.recent, delivered, (one) => one.sid).slice(-KEPT.delivered),
    },
  };
}

function merged<T>(known: readonly T[], added: readonly T[], keyOf: (one: T) => string): readonly T[] {
  const replaced = new Set(added.map(keyOf));
  return [...known.filter((one) => !replaced.has(keyOf(one))), ...added];
}
