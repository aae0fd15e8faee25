import type { Hono } from 'hono';
import type { World } from '../core/world.ts';

export interface StudioConversation {
  readonly sid: string;
  /** Parsed, as Studio offers them under `trigger.conversation.ChannelAttributes`. */
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly state: string;
  readonly chatServiceSid: string;
}

export interface StudioInteractionRequest {
  readonly conversationSid: string;
  readonly workflowSid: string;
  readonly taskChannelSid: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly priority: number;
  readonly timeout: number;
}

export type StudioInteractionResult =
  | {
      readonly ok: true;
      readonly sid: string;
      readonly channel: Record<string, unknown>;
      readonly routing: Record<string, unknown>;
    }
  | { readonly ok: false; readonly message: string; readonly code: number };

/** What Studio needs of the rest of Twilio. */
export interface StudioHost {
  readonly world: World;
  readonly account: { readonly sid: string; readonly authToken: string };
  getConversation(sid: string): StudioConversation | undefined;
  /** Studio's own messages fire no webhook at all, so a custom channel never sees them. */
  writeMessage(
    conversationSid: string,
    message: { readonly author: string; readonly body: string; readonly attributes?: string },
  ): void;
  createInteraction(request: StudioInteractionRequest): Promise<StudioInteractionResult>;
  /** A fresh SID: the prefix and 32 hex digits. */
  nextSid(prefix: string): string;
}

/** What the rest of Twilio needs of Studio. */
export interface StudioModule {
  /** Serves `/v2/…` of studio.twilio.com; mounted without the host name. */
  routes(host: StudioHost): Hono;
  /** Starts an execution or feeds the active one, asynchronously. `fields` are the webhook fields of `onMessageAdded`. */
  incomingConversationMessage(
    host: StudioHost,
    event: {
      readonly flowSid: string;
      readonly fields: Record<string, string>;
      readonly conversationSid: string;
    },
  ): void;
  reset(): void;
  executions(): readonly unknown[];
}
