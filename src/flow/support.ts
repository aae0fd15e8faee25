import type { FlowDefinition } from './definition.ts';
import type { FunctionsAddress } from './states.ts';
import { at, runFunctionState, sendToFlexState, splitState, triggerState } from './states.ts';

export interface SupportFlowSettings extends FunctionsAddress {
  readonly functionSids: { readonly chatbot: string; readonly handoff: string };
  readonly workflowSid: string;
  readonly taskChannelSid: string;
}

/** How long a task waits for an agent before TaskRouter gives it up, in seconds. */
const TASK_TIMEOUT = 24 * 60 * 60;

const CONVERSATION = {
  conversationSid: '{{trigger.conversation.ConversationSid}}',
  memberId: '{{trigger.conversation.ChannelAttributes.memberId}}',
} as const;

/**
 * Why the member is handed over: what the virtual agent said, or, where its Function failed and left nothing to read,
 * that it failed. One hand-off serves both branches, so *Send to Flex* reads one widget.
 */
const REASON =
  "{% if widgets.chatbot.parsed.action == 'handoff' %}{{widgets.chatbot.parsed.reason}}{% else %}bot_failed{% endif %}";

/**
 * The flow behind the studio webhook of every member's Conversation: one short execution a message, no widget that
 * waits, none that speaks. Studio's own messages never reach a custom channel, and a message that meets a widget which
 * does not wait is lost to the flow (warning 81002).
 *
 * - `guard` lets a message pass only while the bot has the Conversation, because whether *Send to Flex* takes the studio
 *   webhook away is not promised anywhere.
 * - The flow passes ids and never the text: Studio cuts long bodies, so the Function reads the message itself.
 * - *Send to Flex* takes whatever object the hand-off answers. It must stay within 1,024 characters of JSON.
 * - Both Functions always answer `action` and `ready`. When the split finds neither, Studio could not read the answer (it
 *   parses no other type than JSON, and nothing large): that is a failure too, not a reason to end in silence.
 * - Every failure leads to a Function that knows what to tell the member, except those of the two last ones, `queued` and
 *   `not_queued`: nothing is left to run there, and the relay sweep heals a session that stopped half-way.
 */
export function supportFlow(settings: SupportFlowSettings): FlowDefinition {
  const handoff = { functionSid: settings.functionSids.handoff, path: '/studio/handoff' } as const;
  return {
    description: 'Discord support: the virtual agent answers, or hands over to Flex.',
    states: [
      triggerState('incomingConversationMessage', 'guard'),
      splitState('guard', {
        input: '{{trigger.conversation.ChannelAttributes.status}}',
        equals: 'bot',
        next: 'chatbot',
        offset: at(0, 1),
      }),
      runFunctionState('chatbot', settings, {
        functionSid: settings.functionSids.chatbot,
        path: '/studio/chatbot',
        parameters: {
          ...CONVERSATION,
          messageSid: '{{trigger.conversation.MessageSid}}',
          index: '{{trigger.conversation.Index}}',
          author: '{{trigger.conversation.Author}}',
        },
        success: 'route',
        fail: 'handoff',
        offset: at(0, 2),
      }),
      splitState('route', {
        input: '{{widgets.chatbot.parsed.action}}',
        equals: 'handoff',
        next: 'handoff',
        blank: 'handoff',
        offset: at(0, 3),
      }),
      runFunctionState('handoff', settings, {
        ...handoff,
        parameters: { ...CONVERSATION, step: 'start', reason: REASON },
        success: 'ready',
        fail: 'not_queued',
        offset: at(1, 4),
      }),
      splitState('ready', {
        input: '{{widgets.handoff.parsed.ready}}',
        equals: 'yes',
        next: 'to_flex',
        blank: 'not_queued',
        offset: at(0, 5),
      }),
      sendToFlexState('to_flex', {
        workflowSid: settings.workflowSid,
        taskChannelSid: settings.taskChannelSid,
        attributes: '{{widgets.handoff.parsed.attributes | to_json}}',
        timeout: TASK_TIMEOUT,
        created: 'queued',
        failed: 'not_queued',
        offset: at(0, 6),
      }),
      runFunctionState('queued', settings, {
        ...handoff,
        parameters: {
          ...CONVERSATION,
          step: 'queued',
          taskSid: '{{widgets.to_flex.routing.properties.sid}}',
          interactionSid: '{{widgets.to_flex.sid}}',
          channelSid: '{{widgets.to_flex.channel.sid}}',
        },
        offset: at(0, 7),
      }),
      runFunctionState('not_queued', settings, {
        ...handoff,
        parameters: { ...CONVERSATION, step: 'failed' },
        offset: at(1, 7),
      }),
    ],
    initial_state: 'Trigger',
    flags: { allow_concurrent_calls: true },
  };
}
