import type { StudioConversation } from '../studio-port.ts';
import type { ExecutionContext } from './entities.ts';

/** Studio cuts long texts; where is not published. The flows of this project never read the text from here. */
const BODY_KEPT = 1_600;

interface Ids {
  readonly executionSid: string;
  readonly flowSid: string;
}

/**
 * `trigger.conversation`: the webhook's fields, and the Conversation's attributes parsed. The message's own attributes
 * stay the string they are.
 */
export function conversationFields(
  fields: Readonly<Record<string, string>>,
  conversation: StudioConversation,
): Record<string, unknown> {
  const body = fields['Body'];
  return {
    ...fields,
    ...(body === undefined ? {} : { Body: body.slice(0, BODY_KEPT) }),
    ConversationSid: conversation.sid,
    ChannelSid: conversation.sid,
    InstanceSid: conversation.chatServiceSid,
    From: fields['Author'] ?? '',
    ChannelAttributes: structuredClone(conversation.attributes),
  };
}

export function conversationContext(
  ids: Ids,
  fields: Readonly<Record<string, string>>,
  conversation: StudioConversation,
): ExecutionContext {
  return {
    trigger: { conversation: conversationFields(fields, conversation) },
    flow: flowOf(ids, conversation.sid, {}),
    contact: { channel: { address: fields['Author'] ?? '' } },
    widgets: {},
  };
}

export interface RequestFields {
  readonly to: string;
  readonly from: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export function requestContext(ids: Ids, { to, from, parameters }: RequestFields): ExecutionContext {
  return {
    trigger: { request: { to, from, parameters } },
    flow: flowOf(ids, from, parameters),
    contact: { channel: { address: to } },
    widgets: {},
  };
}

function flowOf(ids: Ids, address: string, data: Readonly<Record<string, unknown>>): ExecutionContext['flow'] {
  return { sid: ids.executionSid, flow_sid: ids.flowSid, channel: { address }, data, variables: {} };
}
