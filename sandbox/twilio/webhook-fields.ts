import type { Cause } from './cause.ts';
import type { Cloud } from './cloud.ts';
import type { Conversation, Message, Participant } from './entities.ts';

export type ConversationEvent =
  | 'onMessageAdded'
  | 'onMessageUpdated'
  | 'onMessageRemoved'
  | 'onParticipantAdded'
  | 'onParticipantUpdated'
  | 'onParticipantRemoved'
  | 'onConversationUpdated'
  | 'onConversationStateUpdated'
  | 'onConversationRemoved';

export const conversationEvents: readonly string[] = [
  'onMessageAdded',
  'onMessageUpdated',
  'onMessageRemoved',
  'onParticipantAdded',
  'onParticipantUpdated',
  'onParticipantRemoved',
  'onConversationUpdated',
  'onConversationStateUpdated',
  'onConversationRemoved',
  'onDeliveryUpdated',
];

export type WebhookFields = Record<string, string>;

function withMilliseconds(at: number): string {
  return new Date(at).toISOString();
}

/** Absent values are left out of a webhook, not sent empty. */
function compact(fields: Record<string, string | null | undefined>): WebhookFields {
  const given: WebhookFields = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value !== null && value !== undefined) given[name] = value;
  }
  return given;
}

/** What every event carries. */
export function commonFields(cloud: Cloud, cause: Cause, event: ConversationEvent): WebhookFields {
  return compact({
    AccountSid: cloud.account.sid,
    EventType: event,
    Source: cause.source,
    ClientIdentity: cause.clientIdentity,
  });
}

export function messageFields(message: Message, event: ConversationEvent, now: number): WebhookFields {
  const media = message.media.map((one) => ({
    Sid: one.sid,
    ContentType: one.contentType,
    Filename: one.filename,
    Size: one.size,
  }));
  return compact({
    ConversationSid: message.conversationSid,
    MessageSid: message.sid,
    Index: String(message.index),
    DateCreated: withMilliseconds(message.createdAt),
    Body: message.body ?? '',
    Author: message.author,
    ParticipantSid: message.participantSid,
    Attributes: message.attributes,
    Media: media.length === 0 ? null : JSON.stringify(media),
    DateUpdated: event === 'onMessageAdded' ? null : withMilliseconds(message.updatedAt),
    DateRemoved: event === 'onMessageRemoved' ? withMilliseconds(now) : null,
  });
}

export function participantFields(participant: Participant, event: ConversationEvent, now: number): WebhookFields {
  const binding = participant.messagingBinding;
  return compact({
    ConversationSid: participant.conversationSid,
    ParticipantSid: participant.sid,
    DateCreated: withMilliseconds(participant.createdAt),
    DateUpdated: event === 'onParticipantUpdated' ? withMilliseconds(participant.updatedAt) : null,
    DateRemoved: event === 'onParticipantRemoved' ? withMilliseconds(now) : null,
    Identity: participant.identity,
    RoleSid: participant.roleSid,
    Attributes: participant.attributes,
    LastReadMessageIndex:
      event === 'onParticipantUpdated' && participant.lastReadMessageIndex !== null
        ? String(participant.lastReadMessageIndex)
        : null,
    'MessagingBinding.Type': binding?.type,
    'MessagingBinding.Address': binding?.address,
    'MessagingBinding.ProxyAddress': binding?.proxy_address,
  });
}

export function conversationFields(conversation: Conversation, event: ConversationEvent, now: number): WebhookFields {
  return compact({
    ConversationSid: conversation.sid,
    DateCreated: withMilliseconds(conversation.createdAt),
    DateUpdated: withMilliseconds(conversation.updatedAt),
    DateRemoved: event === 'onConversationRemoved' ? withMilliseconds(now) : null,
    FriendlyName: conversation.friendlyName,
    UniqueName: conversation.uniqueName,
    Attributes: conversation.attributes,
    State: conversation.state,
  });
}

export type StateReason = 'API' | 'TIMER' | 'EVENT';

export function stateFields(conversation: Conversation, from: string, reason: StateReason, now: number): WebhookFields {
  return {
    ConversationSid: conversation.sid,
    StateUpdated: withMilliseconds(now),
    StateFrom: from,
    StateTo: conversation.state,
    Reason: reason,
  };
}
