/**
 * What the control API answers and takes, shared by the server, the web page and the tests. The reference with examples
 * is `sandbox/README.md`.
 */
import type { FaultRule } from '../core/faults.ts';
import type { Hop } from '../core/trace.ts';

export interface ApiError {
  readonly error: { readonly code: string; readonly message: string };
}

// ── The member's client ──────────────────────────────────────────────────────────────────────────────────────────

export interface AuthorView {
  readonly id: string;
  readonly name: string;
  readonly bot: boolean;
}

export interface AttachmentView {
  readonly id: string;
  readonly filename: string;
  readonly contentType: string;
  readonly size: number;
  /** Loads in the browser; signed and expiring, as on Discord. */
  readonly url: string;
  readonly description: string | null;
}

export interface EmbedView {
  readonly title?: string;
  readonly url?: string;
  readonly description?: string;
  readonly color?: number;
  readonly footer?: string;
  readonly author?: string;
  readonly fields: readonly { readonly name: string; readonly value: string; readonly inline: boolean }[];
}

export interface ButtonView {
  readonly kind: 'button';
  readonly style: 'primary' | 'secondary' | 'success' | 'danger' | 'link';
  readonly label: string;
  readonly emoji: string | null;
  readonly disabled: boolean;
  readonly customId: string | null;
  readonly url: string | null;
}

export interface SelectView {
  readonly kind: 'select';
  readonly customId: string;
  readonly placeholder: string;
  readonly disabled: boolean;
  readonly options: readonly { readonly label: string; readonly value: string; readonly description: string | null }[];
}

export interface MessageView {
  readonly id: string;
  readonly channelId: string;
  readonly author: AuthorView;
  readonly content: string;
  /** ISO 8601. */
  readonly at: string;
  readonly editedAt: string | null;
  readonly embeds: readonly EmbedView[];
  readonly attachments: readonly AttachmentView[];
  /** Rows of buttons or one select each. */
  readonly components: readonly (readonly (ButtonView | SelectView)[])[];
  readonly reactions: readonly { readonly emoji: string; readonly count: number; readonly mine: boolean }[];
  readonly replyTo: { readonly id: string; readonly author: string; readonly content: string } | null;
  /** Only the viewing member sees it. */
  readonly ephemeral: boolean;
  /** "thinking…": a deferred answer that has not come yet. */
  readonly pending: boolean;
  readonly silent: boolean;
  readonly pinned: boolean;
  /** The command a bot answer belongs to. */
  readonly interaction: { readonly name: string; readonly user: string } | null;
}

export interface ChannelView {
  readonly id: string;
  readonly name: string;
  readonly kind: 'text' | 'announcement' | 'dm' | 'thread';
  readonly topic: string | null;
  /** Category heading the channel stands under. */
  readonly category: string | null;
  /** For threads: the channel it hangs on. */
  readonly parentId: string | null;
  readonly canWrite: boolean;
  readonly typing: readonly string[];
  readonly unread: number;
  readonly messages: readonly MessageView[];
}

export interface CommandOptionView {
  readonly name: string;
  readonly description: string;
  readonly kind: 'string' | 'integer' | 'boolean' | 'attachment';
  readonly required: boolean;
  readonly maxLength: number | null;
  readonly choices: readonly { readonly name: string; readonly value: string }[];
}

export interface CommandView {
  readonly id: string;
  readonly kind: 'slash' | 'message';
  readonly name: string;
  readonly description: string;
  /** Where Discord offers it. */
  readonly contexts: readonly ('guild' | 'dm')[];
  readonly options: readonly CommandOptionView[];
}

export interface ModalFieldView {
  readonly customId: string;
  readonly label: string;
  readonly description: string | null;
  readonly kind: 'short' | 'paragraph' | 'select' | 'radio' | 'checkboxes' | 'checkbox' | 'files' | 'text';
  readonly value: string | null;
  readonly placeholder: string | null;
  readonly required: boolean;
  readonly maxLength: number | null;
  readonly minLength: number | null;
  readonly options: readonly { readonly label: string; readonly value: string; readonly description: string | null }[];
}

/** A form that Discord is showing to the member. */
export interface ModalView {
  /** Use it to submit or dismiss. */
  readonly id: string;
  readonly customId: string;
  readonly title: string;
  readonly fields: readonly ModalFieldView[];
}

export interface MemberView {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly locale: string;
  readonly dms: 'open' | 'closed';
  readonly inGuild: boolean;
  readonly blocksBot: boolean;
  readonly guild: { readonly id: string; readonly name: string } | null;
  readonly bot: { readonly id: string; readonly name: string };
  /** Guild channels, then threads the member is in, then DMs. */
  readonly channels: readonly ChannelView[];
  readonly commands: readonly CommandView[];
  readonly modal: ModalView | null;
  /** "The application did not respond" and the like; the newest 5. */
  readonly notices: readonly { readonly id: string; readonly text: string; readonly at: string }[];
}

/** `GET /control/discord/members` */
export interface MemberSummary {
  readonly id: string;
  readonly username: string;
  readonly name: string;
}

/** What an interaction that the member started came to. `POST …/commands|components|modals|message-commands` */
export interface InteractionOutcome {
  readonly interactionId: string;
  /** HTTP status the endpoint answered with; null when it did not answer in time. */
  readonly endpointStatus: number | null;
  /** The accepted first response's type, as Discord numbers them; null when there was none within 3 s. */
  readonly responseType: number | null;
  /** Milliseconds from press to accepted first response. */
  readonly acknowledgedAfter: number | null;
}

export interface FileUpload {
  readonly filename: string;
  readonly contentType: string;
  /** Base64 of the bytes. */
  readonly data: string;
  readonly description?: string;
}

// ── The agent's desk ─────────────────────────────────────────────────────────────────────────────────────────────

export interface DeskMessage {
  readonly sid: string;
  readonly index: number;
  /** Author identity as Conversations stores it. */
  readonly author: string;
  /** What Flex would show: display name, or "Virtual agent", or "System". */
  readonly authorName: string;
  readonly kind: 'member' | 'bot' | 'agent' | 'system';
  readonly body: string;
  readonly at: string;
  readonly editedAt: string | null;
  readonly media: readonly {
    readonly sid: string;
    readonly filename: string;
    readonly contentType: string;
    readonly size: number;
    readonly url: string;
  }[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

export type DeskTaskStatus = 'pending' | 'reserved' | 'assigned' | 'wrapping' | 'completed' | 'canceled';

export interface DeskTask {
  readonly sid: string;
  readonly status: DeskTaskStatus;
  /** The reservation this worker holds or is offered. */
  readonly reservation: { readonly sid: string; readonly status: string } | null;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Milliseconds since it came in; of a task that is over, until it ended. */
  readonly age: number;
  readonly conversation: {
    readonly sid: string;
    readonly state: 'initializing' | 'active' | 'inactive' | 'closed';
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly participants: readonly { readonly sid: string; readonly identity: string; readonly name: string }[];
    readonly messages: readonly DeskMessage[];
  } | null;
}

/** `GET /control/flex/workers/:sid` */
export interface WorkerView {
  readonly sid: string;
  readonly identity: string;
  readonly name: string;
  readonly available: boolean;
  /** Tasks offered to, held by, or lately finished by this worker; newest first. */
  readonly tasks: readonly DeskTask[];
}

/** `GET /control/flex/workers` */
export interface WorkerSummary {
  readonly sid: string;
  readonly identity: string;
  readonly name: string;
  readonly available: boolean;
}

// ── The machinery ────────────────────────────────────────────────────────────────────────────────────────────────

export interface TraceAnswer {
  readonly hops: readonly Hop[];
}

export interface FaultsAnswer {
  readonly faults: readonly FaultRule[];
}

/** `GET /control/info` */
export interface SandboxInfo {
  readonly version: string;
  readonly now: string;
  readonly functionsUrl: string;
  readonly discordApiUrl: string;
  readonly twilioApiUrl: string;
  readonly guildId: string;
  readonly memberId: string;
  readonly workerSid: string;
}
