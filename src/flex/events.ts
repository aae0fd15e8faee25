import { parseAttributes } from './conversations.ts';

interface MessageEvent {
  readonly conversationSid: string;
  readonly messageSid: string;
  readonly index: number;
  readonly author: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A Conversations webhook, as far as it is acted on (Twilio docs, Conversations Webhooks). */
export type ConversationEvent =
  | ({ readonly kind: 'message-added' } & MessageEvent)
  | ({ readonly kind: 'message-updated' } & MessageEvent)
  | ({ readonly kind: 'message-removed' } & MessageEvent)
  /** Somebody came or went, or the state changed: what exactly is read from Twilio. */
  | { readonly kind: 'changed'; readonly conversationSid: string }
  | { readonly kind: 'unsupported'; readonly type: string };

const MESSAGE_KINDS = {
  onMessageAdded: 'message-added',
  onMessageUpdated: 'message-updated',
  onMessageRemoved: 'message-removed',
} as const;

const CHANGES = ['onParticipantAdded', 'onParticipantRemoved', 'onConversationStateUpdated'];

/** Never throws: what is not ours to act on is a value. */
export function parseConversationEvent(form: Readonly<Record<string, unknown>>): ConversationEvent {
  const type = textAt(form, 'EventType');
  const conversationSid = textAt(form, 'ConversationSid');
  if (!/^CH[0-9a-f]{32}$/.test(conversationSid)) return { kind: 'unsupported', type };
  if (CHANGES.includes(type)) return { kind: 'changed', conversationSid };
  const kind = Object.hasOwn(MESSAGE_KINDS, type) ? MESSAGE_KINDS[type as keyof typeof MESSAGE_KINDS] : undefined;
  const index = Number.parseInt(textAt(form, 'Index'), 10);
  if (kind === undefined || Number.isNaN(index)) return { kind: 'unsupported', type };
  return {
    kind,
    conversationSid,
    index,
    messageSid: textAt(form, 'MessageSid'),
    author: textAt(form, 'Author'),
    body: textAt(form, 'Body'),
    attributes: parseAttributes(form['Attributes']),
  };
}

function textAt(form: Readonly<Record<string, unknown>>, key: string): string {
  const value = form[key];
  return typeof value === 'string' ? value : '';
}
