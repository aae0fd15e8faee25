import type { OutgoingMessage } from '../discord/rest.ts';

/** none → bot → queued → agent → ended; see ARCHITECTURE.md for every arrow. */
export type SessionState = 'none' | 'bot' | 'queued' | 'agent' | 'ended';

/** A member's message as it stands in the Conversation. */
export interface RelayedMessage {
  /** Discord's message id, or the interaction's id for text that came by a form or a command. */
  readonly id: string;
  /** The Conversation's messages it became, in order: long texts take several. */
  readonly sids: readonly string[];
  /** Discord's `edited_timestamp` when it was last relayed. */
  readonly editedAt: string | null;
}

/**
 * Messages taken in hand but not yet known to be in the Conversation. Written before they are posted: whoever finds it
 * later looks into the Conversation before posting again (ADR 0006).
 */
export interface PendingInbound {
  /** Names the attempt. */
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Where they are posted: the chat may have gone on to the next Conversation when they are looked for. */
  readonly conversationSid: string;
  readonly items: readonly PendingItem[];
}

export interface PendingItem {
  readonly id: string;
  /** Pushed text (form, command) cannot be read again from Discord, so it is kept until it is posted. */
  readonly pushed: string | null;
  /** What pushed text was meant for; see `relay/inbound.ts`. */
  readonly intent?: PushedIntent;
}

/** `handled`: the virtual agent has answered already; `person`: the member asked for a person by a button. */
export type PushedIntent = 'handled' | 'person';

export interface InboundRecord {
  /** Newest Discord message taken in hand; null: nothing is known, start at the newest. */
  readonly cursor: string | null;
  readonly pending: PendingInbound | null;
  /** The newest relayed messages, oldest first, for edits and deletions. */
  readonly recent: readonly RelayedMessage[];
}

/** An agent's message as it stands in the DM. */
export interface DeliveredMessage {
  readonly sid: string;
  readonly ids: readonly string[];
  /** Digest of the text that was delivered: tells an edit from a mere update of attributes. */
  readonly digest: string;
}

export interface OutboundRecord {
  /** Everything in the Conversation up to this index is dealt with. */
  readonly index: number;
  readonly recent: readonly DeliveredMessage[];
}

/** A line of ours to the member, written in the same step as the change it tells of, sent right after (ADR 0007). */
export interface Line {
  /** Stable name within the session: repeated sending is recognised by it. */
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly message: OutgoingMessage;
  /** What the agent reads of it in the Conversation; null: nothing. */
  readonly transcript: string | null;
}

export interface TaskRecord {
  readonly sid: string;
  readonly workspaceSid: string;
  readonly interactionSid: string;
  readonly channelSid: string;
}

export interface AgentRecord {
  readonly identity: string;
  /** What the member reads. */
  readonly name: string;
}

export interface Session {
  readonly version: 1;
  readonly memberId: string;
  /** Plain text that cannot pretend; see `plainName` in `discord/names.ts`. */
  readonly displayName: string;
  readonly locale: string;
  readonly guildId: string | null;
  /** DM or private thread; null before the first one was opened. */
  readonly channelId: string | null;
  readonly channelKind: 'dm' | 'thread';
  readonly state: SessionState;
  /** Conversations opened so far: the last part of the next one's unique name. */
  readonly counter: number;
  /** Null until the Conversation of this counter is complete. */
  readonly conversationSid: string | null;
  readonly previousConversationSid: string | null;
  /** Who is setting up the Conversation, and until when others leave it to them. */
  readonly opening: { readonly key: string; readonly until: number } | null;
  readonly caseId: string | null;
  readonly task: TaskRecord | null;
  readonly agent: AgentRecord | null;
  /** Agents that joined in this Conversation, counted: makes each join line's key its own. */
  readonly joins: number;
  /** Their identities: a message that comes out after its author has left brings nobody back. */
  readonly met: readonly string[];
  /** Whether a member who writes while waiting for an agent was told that the message is on the case. */
  readonly waitTold: boolean;
  /** Milliseconds since the epoch at which `state` was entered. */
  readonly stateSince: number;
  readonly inbound: InboundRecord;
  readonly outbound: OutboundRecord;
  /** Index of the newest message of the member that the virtual agent has dealt with. */
  readonly botIndex: number;
  readonly lines: readonly Line[];
  /** Since when Discord refuses to deliver to the member; the agent is told once. */
  readonly unreachableSince: number | null;
  /** Milliseconds since the epoch of the last start of the sweep that an event of this session asked for. */
  readonly kickedAt: number;
}

/** How many are kept; `bounds.ts` sees to the size. */
export const KEPT = { relayed: 24, delivered: 24, lines: 8, met: 12 } as const;

export interface MemberFacts {
  readonly memberId: string;
  readonly displayName: string;
  readonly locale: string;
  readonly guildId: string | null;
}

export function newSession(member: MemberFacts, now: number): Session {
  return {
    version: 1,
    ...member,
    channelId: null,
    channelKind: 'dm',
    state: 'none',
    counter: 0,
    conversationSid: null,
    previousConversationSid: null,
    opening: null,
    caseId: null,
    task: null,
    agent: null,
    joins: 0,
    met: [],
    waitTold: false,
    stateSince: now,
    inbound: { cursor: null, pending: null, recent: [] },
    outbound: { index: -1, recent: [] },
    botIndex: -1,
    lines: [],
    unreachableSince: null,
    kickedAt: 0,
  };
}

/** Identity of the member as a Conversations participant. No reserved characters, no personal data. */
export function memberIdentity(memberId: string): string {
  return `discord_${memberId}`;
}

export function conversationName(session: Session): string {
  return `discord-${session.memberId}-${session.counter}`;
}

/** Whether a Conversation is, or is about to be, open for this member. */
export function isOpen(session: Session): boolean {
  return session.state === 'bot' || session.state === 'queued' || session.state === 'agent';
}

/** What Studio and Flex read of the session, as the Conversation's attributes. */
export function conversationAttributes(session: Session): Record<string, string> {
  return {
    customChannelType: 'discord',
    memberId: session.memberId,
    channelId: session.channelId ?? '',
    guildId: session.guildId ?? '',
    locale: session.locale,
    status: session.state,
    caseId: session.caseId ?? '',
    previousConversationSid: session.previousConversationSid ?? '',
  };
}
