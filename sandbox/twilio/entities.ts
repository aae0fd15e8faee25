/** What the emulated Twilio remembers. Times are milliseconds since the epoch; `attributes` is the JSON text as stored. */

export type ConversationState = 'initializing' | 'active' | 'inactive' | 'closed';

export interface Conversation {
  readonly sid: string;
  readonly chatServiceSid: string;
  friendlyName: string | null;
  uniqueName: string | null;
  attributes: string;
  state: ConversationState;
  /** ISO 8601 durations as given, e.g. `PT10M`. */
  inactiveTimer: string | null;
  closedTimer: string | null;
  dateInactive: number | null;
  dateClosed: number | null;
  createdAt: number;
  updatedAt: number;
  nextIndex: number;
  readonly participants: Map<string, Participant>;
  readonly messages: Map<string, Message>;
  readonly webhooks: Map<string, ScopedWebhook>;
  cancelTimer: (() => void) | undefined;
}

export interface Participant {
  readonly sid: string;
  readonly conversationSid: string;
  identity: string | null;
  messagingBinding: Readonly<Record<string, string>> | null;
  attributes: string;
  roleSid: string;
  lastReadMessageIndex: number | null;
  lastReadTimestamp: string | null;
  createdAt: number;
  updatedAt: number;
}

export interface MessageMedia {
  readonly sid: string;
  readonly contentType: string;
  readonly filename: string | null;
  readonly size: number;
}

export interface Message {
  readonly sid: string;
  readonly conversationSid: string;
  readonly index: number;
  author: string;
  participantSid: string | null;
  body: string | null;
  attributes: string;
  readonly media: readonly MessageMedia[];
  subject: string | null;
  /** How it was written: by REST (`API`), by a client such as Flex (`SDK`), or by Studio itself. */
  readonly origin: 'API' | 'SDK' | 'STUDIO';
  createdAt: number;
  updatedAt: number;
}

export type WebhookTarget = 'webhook' | 'studio' | 'trigger';

export interface ScopedWebhook {
  readonly sid: string;
  readonly conversationSid: string;
  readonly target: WebhookTarget;
  url: string | null;
  method: 'get' | 'post';
  filters: readonly string[];
  triggers: readonly string[];
  flowSid: string | null;
  readonly replayAfter: number | null;
  readonly createdAt: number;
  updatedAt: number;
}

export interface User {
  readonly sid: string;
  readonly identity: string;
  friendlyName: string | null;
  attributes: string;
  roleSid: string;
  readonly createdAt: number;
  updatedAt: number;
}

export interface Media {
  readonly sid: string;
  readonly contentType: string;
  readonly filename: string | null;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly createdAt: number;
}

export type ChannelStatus = 'setup' | 'active' | 'failed' | 'closed' | 'inactive';

export interface Interaction {
  readonly sid: string;
  readonly channelSid: string;
  readonly contextSid: string | null;
  webhookTtid: string | null;
  readonly createdAt: number;
}

export interface InteractionChannel {
  readonly sid: string;
  readonly interactionSid: string;
  readonly type: string;
  readonly initiatedBy: string;
  /** The conversation. */
  readonly mediaChannelSid: string;
  status: ChannelStatus;
  errorCode: number | null;
  errorMessage: string | null;
}

export interface Invite {
  readonly sid: string;
  readonly interactionSid: string;
  readonly channelSid: string;
  readonly taskSid: string;
}

export interface InteractionParticipant {
  readonly sid: string;
  readonly interactionSid: string;
  readonly channelSid: string;
  readonly type: string;
  /** The participant of the conversation it stands for. */
  mediaParticipantSid: string | null;
  readonly taskSid: string | null;
  readonly workerSid: string | null;
  readonly reservationSid: string | null;
  status: 'active' | 'wrapup' | 'closed';
}

export interface Transfer {
  readonly sid: string;
  readonly interactionSid: string;
  readonly channelSid: string;
  readonly type: 'cold' | 'warm';
  readonly from: string;
  readonly to: string;
  readonly taskSid: string;
  status: 'active' | 'failed' | 'completed';
  readonly createdAt: number;
  updatedAt: number;
}

export type TaskStatus = 'pending' | 'reserved' | 'assigned' | 'wrapping' | 'completed' | 'canceled';

export interface Task {
  readonly sid: string;
  readonly workflowSid: string;
  readonly queueSid: string;
  readonly taskChannelSid: string;
  attributes: string;
  status: TaskStatus;
  priority: number;
  reason: string;
  readonly timeout: number;
  /** A worker this task is meant for alone. */
  readonly routingTarget: string | null;
  readonly channelSid: string | null;
  readonly createdAt: number;
  updatedAt: number;
  endedAt: number | null;
  version: number;
}

export type ReservationStatus =
  | 'pending'
  | 'accepted'
  | 'rejected'
  | 'timeout'
  | 'canceled'
  | 'rescinded'
  | 'wrapping'
  | 'completed';

export interface Reservation {
  readonly sid: string;
  readonly taskSid: string;
  readonly workerSid: string;
  status: ReservationStatus;
  readonly createdAt: number;
  updatedAt: number;
  version: number;
}

export interface Worker {
  readonly sid: string;
  friendlyName: string;
  /** Identity in Conversations, e.g. `kim_40example_2Ecom`. */
  readonly identity: string;
  readonly name: string;
  attributes: string;
  activitySid: string;
  statusChangedAt: number;
  readonly createdAt: number;
  updatedAt: number;
  version: number;
}

/** A TaskRouter object that is described rather than acted on: queue, workflow, task channel, activity. */
export interface RoutingObject {
  readonly sid: string;
  readonly kind: 'queue' | 'workflow' | 'channel' | 'activity';
  friendlyName: string;
  uniqueName: string;
  /** Activities: whether a worker in it is offered tasks. */
  readonly available: boolean;
  /** Queues: expression over workers; workflows: their JSON configuration. */
  definition: string;
  reservationTimeout: number;
  readonly createdAt: number;
  updatedAt: number;
}

export type DeliveryOutcome = number | 'timeout' | 'reset' | 'dropped';

/** One scoped webhook call, or one hand-over to Studio. */
export interface Delivery {
  readonly id: number;
  readonly at: number;
  readonly webhookSid: string;
  readonly target: WebhookTarget;
  readonly conversationSid: string;
  readonly eventType: string;
  /** `POST /path` of the called URL without its query, or the flow. */
  readonly to: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Null until it is known. */
  outcome: DeliveryOutcome | null;
  took: number | null;
}

/** One REST request, so that a test can count upstream calls. Never a body. */
export interface RequestRecord {
  readonly method: string;
  /** `/<product host>/<path>` without query. */
  readonly path: string;
  readonly status: number;
  readonly at: number;
}
