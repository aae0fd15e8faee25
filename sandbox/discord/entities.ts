import type { JsonObject } from './json.ts';

/** Discord's own numbers, under the names its documentation gives them. */
export const CHANNEL = {
  text: 0,
  dm: 1,
  category: 4,
  announcement: 5,
  announcementThread: 10,
  publicThread: 11,
  privateThread: 12,
  forum: 15,
} as const;

export const FLAG = {
  crossposted: 1,
  suppressEmbeds: 4,
  ephemeral: 64,
  loading: 128,
  suppressNotifications: 4096,
  voiceMessage: 8192,
  componentsV2: 32768,
} as const;

export const INTERACTION = { ping: 1, command: 2, component: 3, autocomplete: 4, modal: 5 } as const;

export interface User {
  readonly id: string;
  readonly username: string;
  globalName: string | null;
  readonly bot: boolean;
}

export interface Notice {
  readonly id: string;
  readonly text: string;
  readonly at: number;
}

/** A form that Discord is showing to a member. */
export interface OpenModal {
  readonly id: string;
  readonly data: JsonObject;
  readonly channelId: string;
  /** The message whose component opened it. */
  readonly messageId: string | null;
  /** The interaction that opened it. */
  readonly triggerId: string;
}

export interface Member {
  readonly user: User;
  locale: string;
  dms: 'open' | 'closed';
  inGuild: boolean;
  blocksBot: boolean;
  readonly joinedAt: number;
  readonly roleIds: readonly string[];
  /** Channel id → newest message the member has seen. */
  readonly readUpTo: Map<string, string>;
  notices: Notice[];
  modal: OpenModal | null;
  /** The member opened the DM with the bot; otherwise it shows with its first message. */
  openedDm: boolean;
}

export interface Role {
  readonly id: string;
  readonly name: string;
  readonly permissions: bigint;
  readonly position: number;
  readonly managed: boolean;
}

export interface Overwrite {
  readonly id: string;
  /** 0 role, 1 member. */
  readonly type: 0 | 1;
  readonly allow: bigint;
  readonly deny: bigint;
}

export interface ThreadState {
  readonly ownerId: string;
  archived: boolean;
  locked: boolean;
  invitable: boolean;
  autoArchiveDuration: number;
  archiveChangedAt: number;
  readonly createdAt: number;
  /** User id → instant of joining. */
  readonly members: Map<string, number>;
  appliedTags: readonly string[];
  messageCount: number;
}

export interface Channel {
  readonly id: string;
  type: number;
  readonly guildId: string | null;
  name: string;
  topic: string | null;
  parentId: string | null;
  position: number;
  overwrites: readonly Overwrite[];
  /** The other side of a DM. */
  readonly recipientId: string | null;
  lastMessageId: string | null;
  lastPinAt: number | null;
  /** Forums only, as Discord has it: tags and the default reaction. */
  forum: JsonObject | null;
  flags: number;
  readonly thread: ThreadState | null;
  /** User id → puts the typing indicator out. */
  readonly typing: Map<string, () => void>;
}

/** Whom a message notified. */
export interface Pings {
  readonly everyone: boolean;
  readonly roles: readonly string[];
  readonly users: readonly string[];
}

/** One send or edit: what was allowed, and whom it would have notified. */
export interface Write {
  readonly at: number;
  readonly kind: 'create' | 'edit';
  readonly allowedMentions: JsonObject | null;
  readonly pings: Pings;
}

export interface Attachment {
  readonly id: string;
  readonly channelId: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly description: string | null;
  /** Of a command option, a modal or an ephemeral message. */
  readonly ephemeral: boolean;
  readonly durationSecs: number | null;
  readonly waveform: string | null;
  readonly spoiler: boolean;
}

/** What a forwarded message carries with it. */
export interface Snapshot {
  readonly content: string;
  readonly attachmentIds: readonly string[];
  readonly embeds: readonly JsonObject[];
  readonly at: number;
}

/** The interaction a message answers. */
export interface InteractionMark {
  readonly id: string;
  readonly type: number;
  readonly name: string | null;
  readonly userId: string;
  readonly sourceMessageId: string | null;
  /** For modals: the interaction that opened it. */
  readonly triggerId: string | null;
  readonly owners: JsonObject;
}

export interface Message {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly type: number;
  readonly at: number;
  content: string;
  editedAt: number | null;
  embeds: readonly JsonObject[];
  components: readonly JsonObject[];
  attachmentIds: readonly string[];
  flags: number;
  pinnedAt: number | null;
  reactions: { readonly emoji: string; readonly userIds: string[] }[];
  readonly nonce: string | number | null;
  readonly reference: { readonly type: 0 | 1; readonly channelId: string; readonly messageId: string } | null;
  readonly snapshot: Snapshot | null;
  readonly stickers: readonly JsonObject[];
  poll: JsonObject | null;
  readonly ephemeralFor: string | null;
  readonly interaction: InteractionMark | null;
  pings: Pings;
  readonly writes: Write[];
}

/** One attempt to answer an interaction for the first time. */
export interface CallbackRecord {
  readonly at: number;
  readonly via: 'inline' | 'callback';
  readonly type: number | null;
  readonly accepted: boolean;
  /** Discord's error code where it was refused. */
  readonly code: number | null;
}

export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly type: number;
  readonly name: string | null;
  readonly commandType: number | null;
  readonly customId: string | null;
  readonly userId: string;
  readonly channelId: string;
  /** The message of the component, also for a modal that a component opened. */
  readonly messageId: string | null;
  readonly triggerId: string | null;
  readonly createdAt: number;
  readonly owners: JsonObject;
  state: 'waiting' | 'acknowledged' | 'dead';
  responseType: number | null;
  acknowledgedAt: number | null;
  endpointStatus: number | null;
  originalMessageId: string | null;
  ephemeral: boolean;
  /** A type 5 answer whose placeholder has not been filled. */
  placeholder: boolean;
  followUps: number;
  readonly callbacks: CallbackRecord[];
  /** Called once, when the first response is accepted or the time for it is over. */
  readonly settle: () => void;
}

export interface Command {
  readonly id: string;
  readonly version: string;
  readonly guildId: string | null;
  readonly type: number;
  readonly name: string;
  /** As registered, defaults filled in. */
  readonly definition: JsonObject;
}

export interface RequestRecord {
  readonly at: number;
  readonly method: string;
  /** Secrets are replaced by `…`. */
  readonly path: string;
  readonly status: number;
  readonly code: number | null;
}
