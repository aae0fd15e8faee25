import type { Cloud } from '../cloud.ts';
import type { Conversation, Message, Participant, ScopedWebhook, User } from '../entities.ts';
import { addressOf } from '../hosts.ts';
import { date, dateOrNull } from '../wire.ts';

function timersOf(conversation: Conversation): Record<string, string> {
  const timers: Record<string, string> = {};
  const inactive = dateOrNull(conversation.dateInactive);
  const closed = dateOrNull(conversation.dateClosed);
  if (inactive !== null) timers.date_inactive = inactive;
  if (closed !== null) timers.date_closed = closed;
  return timers;
}

export function conversationPath(sid: string): string {
  return `/v1/Conversations/${sid}`;
}

export function formatConversation(cloud: Cloud, one: Conversation): Record<string, unknown> {
  const url = addressOf('conversations', conversationPath(one.sid));
  return {
    sid: one.sid,
    account_sid: cloud.account.sid,
    chat_service_sid: one.chatServiceSid,
    messaging_service_sid: null,
    friendly_name: one.friendlyName,
    unique_name: one.uniqueName,
    attributes: one.attributes,
    state: one.state,
    date_created: date(one.createdAt),
    date_updated: date(one.updatedAt),
    timers: timersOf(one),
    bindings: {},
    url,
    links: { participants: `${url}/Participants`, messages: `${url}/Messages`, webhooks: `${url}/Webhooks` },
  };
}

export function formatParticipant(cloud: Cloud, one: Participant): Record<string, unknown> {
  return {
    account_sid: cloud.account.sid,
    conversation_sid: one.conversationSid,
    sid: one.sid,
    identity: one.identity,
    attributes: one.attributes,
    messaging_binding: one.messagingBinding,
    role_sid: one.roleSid,
    date_created: date(one.createdAt),
    date_updated: date(one.updatedAt),
    url: addressOf('conversations', `${conversationPath(one.conversationSid)}/Participants/${one.sid}`),
    last_read_message_index: one.lastReadMessageIndex,
    last_read_timestamp: one.lastReadTimestamp,
  };
}

export function formatMessage(cloud: Cloud, one: Message): Record<string, unknown> {
  const url = addressOf('conversations', `${conversationPath(one.conversationSid)}/Messages/${one.sid}`);
  const media = one.media.map((file) => ({
    sid: file.sid,
    size: file.size,
    content_type: file.contentType,
    filename: file.filename,
  }));
  return {
    sid: one.sid,
    account_sid: cloud.account.sid,
    conversation_sid: one.conversationSid,
    index: one.index,
    author: one.author,
    participant_sid: one.participantSid,
    body: one.body,
    media: media.length === 0 ? null : media,
    attributes: one.attributes,
    delivery: null,
    content_sid: null,
    date_created: date(one.createdAt),
    date_updated: date(one.updatedAt),
    url,
    links: { delivery_receipts: `${url}/Receipts`, channel_metadata: `${url}/ChannelMetadata` },
  };
}

function configurationOf(one: ScopedWebhook): Record<string, unknown> {
  if (one.target === 'studio') {
    const flow = { flow_sid: one.flowSid, filters: one.filters };
    return one.replayAfter === null ? flow : { ...flow, replay_after: one.replayAfter };
  }
  const address = { url: one.url, method: one.method.toUpperCase() };
  return one.target === 'trigger' ? { ...address, triggers: one.triggers } : { ...address, filters: one.filters };
}

export function formatWebhook(cloud: Cloud, one: ScopedWebhook): Record<string, unknown> {
  return {
    account_sid: cloud.account.sid,
    conversation_sid: one.conversationSid,
    sid: one.sid,
    target: one.target,
    configuration: configurationOf(one),
    date_created: date(one.createdAt),
    date_updated: date(one.updatedAt),
    url: addressOf('conversations', `${conversationPath(one.conversationSid)}/Webhooks/${one.sid}`),
  };
}

export function formatUser(cloud: Cloud, one: User): Record<string, unknown> {
  const url = addressOf('conversations', `/v1/Users/${one.sid}`);
  return {
    sid: one.sid,
    account_sid: cloud.account.sid,
    chat_service_sid: cloud.seed.chatServiceSid,
    role_sid: one.roleSid,
    identity: one.identity,
    friendly_name: one.friendlyName,
    attributes: one.attributes,
    is_online: null,
    is_notifiable: null,
    date_created: date(one.createdAt),
    date_updated: date(one.updatedAt),
    url,
    links: { user_conversations: `${url}/Conversations` },
  };
}

/** A row of `ParticipantConversations`. */
export function formatParticipation(
  cloud: Cloud,
  row: { conversation: Conversation; participant: Participant; user: User | undefined },
): Record<string, unknown> {
  const { conversation, participant, user } = row;
  return {
    account_sid: cloud.account.sid,
    chat_service_sid: conversation.chatServiceSid,
    participant_sid: participant.sid,
    participant_user_sid: user?.sid ?? null,
    participant_identity: participant.identity,
    participant_messaging_binding: participant.messagingBinding,
    conversation_sid: conversation.sid,
    conversation_unique_name: conversation.uniqueName,
    conversation_friendly_name: conversation.friendlyName,
    conversation_attributes: conversation.attributes,
    conversation_date_created: date(conversation.createdAt),
    conversation_date_updated: date(conversation.updatedAt),
    conversation_created_by: 'system',
    conversation_state: conversation.state,
    conversation_timers: timersOf(conversation),
    links: {
      conversation: addressOf('conversations', conversationPath(conversation.sid)),
      participant: addressOf('conversations', `${conversationPath(conversation.sid)}/Participants/${participant.sid}`),
    },
  };
}
