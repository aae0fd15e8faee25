import type { WidgetCall, WidgetResult } from './widget.ts';
import { done } from './widget.ts';

/**
 * *Send Message*: writes into the conversation and fires no webhook at all, so a custom channel never sees it. Here so
 * that a flow which relies on it is seen to fail, as it would live.
 */
export async function runSendMessage(call: WidgetCall): Promise<WidgetResult> {
  return done((await write(call)) ? 'sent' : 'failed');
}

/** *Send & Wait For Reply*: the same, then the next message of the conversation resumes the execution. */
export async function runSendAndWait(call: WidgetCall): Promise<WidgetResult> {
  if (!(await write(call))) return done('deliveryFailure');
  return { kind: 'wait', milliseconds: Number(await call.text('timeout')) * 1_000 };
}

async function write(call: WidgetCall): Promise<boolean> {
  const { conversationSid } = call.execution;
  const conversation = conversationSid === null ? undefined : call.host.getConversation(conversationSid);
  if (conversation === undefined || conversation.state === 'closed') {
    call.report(null, 'There is no open conversation to write into');
    return false;
  }
  const attributes = await call.text('attributes');
  const message = { author: await call.text('from'), body: await call.text('body') };
  call.host.writeMessage(conversation.sid, attributes === '' ? message : { ...message, attributes });
  return true;
}
