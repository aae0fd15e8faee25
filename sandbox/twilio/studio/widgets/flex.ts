import { addressOf } from '../../hosts.ts';
import { isRecord, parseJson } from '../../json.ts';
import type { WidgetCall, WidgetResult } from './widget.ts';
import { done } from './widget.ts';

const MAX_ATTRIBUTES = 1_024;
const DEFAULT_TIMEOUT = 3_600;
/** Two weeks. */
const MAX_TIMEOUT = 1_209_600;

/**
 * *Send to Flex*: an Interaction for the conversation that triggered the flow. `callComplete` means that the task was
 * made; `callFailure` belongs to calls and is never fired. What Studio adds to the attributes comes from the host.
 */
export async function runSendToFlex(call: WidgetCall): Promise<WidgetResult> {
  const { conversationSid } = call.execution;
  if (conversationSid === null) return refuse(call, 'The flow was not triggered by a conversation');
  const attributes = readAttributes(await call.text('attributes'));
  if (typeof attributes === 'string') return refuse(call, attributes);
  const timeout = numberOf(await call.text('timeout'), DEFAULT_TIMEOUT);
  const priority = numberOf(await call.text('priority'), 0);
  if (Number.isNaN(priority) || !(timeout >= 0 && timeout <= MAX_TIMEOUT)) {
    return refuse(call, 'Priority or timeout is out of range');
  }

  const result = await call.host.createInteraction({
    conversationSid,
    workflowSid: await call.text('workflow'),
    taskChannelSid: await call.text('channel'),
    attributes,
    priority,
    timeout,
  });
  if (!result.ok) {
    call.report(result.code, result.message);
    return done('failedToEnqueue', { error_code: result.code });
  }
  const { sid, channel, routing } = result;
  return done('callComplete', { sid, channel, routing, url: addressOf('flex', `/v1/Interactions/${sid}`) });
}

function refuse(call: WidgetCall, message: string): WidgetResult {
  call.report(null, message);
  return done('failedToEnqueue');
}

/** The attributes, or why they cannot be taken. */
function readAttributes(text: string): Record<string, unknown> | string {
  if (text.trim() === '') return {};
  if (text.length > MAX_ATTRIBUTES) return `Attributes are longer than ${MAX_ATTRIBUTES} characters`;
  const attributes = parseJson(text);
  return isRecord(attributes) ? attributes : 'Attributes are not a JSON object';
}

function numberOf(text: string, fallback: number): number {
  return text.trim() === '' ? fallback : Number(text);
}
