import { silentCause } from './cause.ts';
import type { Cloud } from './cloud.ts';
import { addMessage } from './conversations/messages.ts';
import { findUser } from './conversations/users.ts';
import type { Conversation } from './entities.ts';
import { RestError } from './errors.ts';
import { createInteraction } from './interactions/create.ts';
import { formatRouting } from './interactions/formatters.ts';
import { recordOf } from './json.ts';
import type { StudioHost, StudioInteractionRequest, StudioInteractionResult } from './studio-port.ts';

/** What the emulated Studio may do in the rest of the account. */
export function createStudioHost(cloud: Cloud): StudioHost {
  return {
    world: cloud.world,
    account: cloud.account,
    nextSid: cloud.nextSid,
    getConversation(sid) {
      const found = cloud.store.conversations.get(sid);
      if (found === undefined) return undefined;
      return {
        sid: found.sid,
        attributes: recordOf(found.attributes),
        state: found.state,
        chatServiceSid: found.chatServiceSid,
      };
    },
    writeMessage(conversationSid, message) {
      const conversation = cloud.store.conversations.get(conversationSid);
      if (conversation === undefined || conversation.state === 'closed') return;
      addMessage(cloud, silentCause(), conversation, { ...message, origin: 'STUDIO' });
    },
    async createInteraction(request) {
      return sendToFlex(cloud, request);
    },
  };
}

/** The widget Send to Flex: an interaction begun by the customer, with the attributes the widget adds. */
function sendToFlex(cloud: Cloud, request: StudioInteractionRequest): StudioInteractionResult {
  const conversation = cloud.store.conversations.get(request.conversationSid);
  try {
    const { interaction, channel, task } = createInteraction(cloud, {
      channel: {
        type: 'chat',
        initiated_by: 'customer',
        properties: { media_channel_sid: request.conversationSid },
      },
      routing: {
        properties: {
          workspace_sid: cloud.seed.workspaceSid,
          workflow_sid: request.workflowSid,
          task_channel_sid: request.taskChannelSid,
          priority: request.priority,
          timeout: request.timeout,
          attributes: { ...customerAttributes(cloud, conversation), ...request.attributes },
        },
      },
    });
    return {
      ok: true,
      sid: interaction.sid,
      channel: { sid: channel.sid, type: channel.type },
      routing: formatRouting(cloud, task) ?? {},
    };
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    return { ok: false, message: error.message, code: error.code };
  }
}

function customerAttributes(cloud: Cloud, conversation: Conversation | undefined): Record<string, unknown> {
  const identity = [...(conversation?.participants.values() ?? [])].find((one) => one.identity !== null)?.identity;
  if (identity === undefined || identity === null) return {};
  const name = findUser(cloud, identity)?.friendlyName ?? identity;
  return { customerAddress: identity, customerName: name, from: name, name };
}
