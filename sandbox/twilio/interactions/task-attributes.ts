import type { InteractionChannel, Invite } from '../entities.ts';
import { isRecord } from '../json.ts';

/**
 * The attributes of a task as Flex leaves them: what was asked for, and over it what Twilio sets. `channelType` is
 * overwritten by the interaction's type.
 */
export function taskAttributes(
  wished: Readonly<Record<string, unknown>>,
  channel: InteractionChannel,
  inviteSid: Invite['sid'],
): Record<string, unknown> {
  const conversations = isRecord(wished.conversations) ? wished.conversations : {};
  const direction = channel.initiatedBy === 'agent' ? 'outbound' : 'inbound';
  return {
    ...wished,
    channelType: channel.type,
    direction,
    initiatedBy: channel.initiatedBy,
    conversationSid: channel.mediaChannelSid,
    flexInteractionSid: channel.interactionSid,
    flexInteractionChannelSid: channel.sid,
    flexChannelInviteSid: inviteSid,
    conversations: {
      ...conversations,
      conversation_id: channel.interactionSid,
      media: [{ type: 'ChatTranscript', sid: channel.mediaChannelSid, conversation_sid: channel.mediaChannelSid }],
      communication_channel: channel.type,
      initiated_by: channel.initiatedBy,
      direction,
    },
  };
}
