import { silentCause } from '../cause.ts';
import type { Cloud } from '../cloud.ts';
import { fireOne } from '../deliver.ts';
import type { Conversation, ScopedWebhook, WebhookTarget } from '../entities.ts';
import { RestError, refusals } from '../errors.ts';
import type { Form } from '../form.ts';
import { conversationEvents, messageFields } from '../webhook-fields.ts';
import { requireOpen } from './state.ts';

const MOST = 5;
const LONGEST_URL = 512;

export function addWebhook(cloud: Cloud, conversation: Conversation, form: Form): ScopedWebhook {
  requireOpen(conversation);
  if (conversation.webhooks.size >= MOST) {
    throw new RestError(400, 50361, 'Conversation has reached its limit of 5 scoped webhooks');
  }
  const now = cloud.world.clock.now();
  const webhook: ScopedWebhook = {
    sid: cloud.nextSid('WH'),
    conversationSid: conversation.sid,
    target: form.text('Target') as WebhookTarget,
    url: null,
    method: 'post',
    filters: [],
    triggers: [],
    flowSid: null,
    replayAfter: form.integer('Configuration.ReplayAfter') ?? null,
    createdAt: now,
    updatedAt: now,
  };
  configure(webhook, form);
  conversation.webhooks.set(webhook.sid, webhook);
  replay(cloud, conversation, webhook);
  cloud.changed();
  return webhook;
}

export function updateWebhook(cloud: Cloud, conversation: Conversation, webhook: ScopedWebhook, form: Form): void {
  requireOpen(conversation);
  const changed = { ...webhook };
  configure(changed, form);
  Object.assign(webhook, changed, { updatedAt: cloud.world.clock.now() });
  cloud.changed();
}

export function removeWebhook(cloud: Cloud, conversation: Conversation, webhook: ScopedWebhook): void {
  requireOpen(conversation);
  conversation.webhooks.delete(webhook.sid);
  cloud.changed();
}

export function requireWebhook(conversation: Conversation, sid: string): ScopedWebhook {
  const found = conversation.webhooks.get(sid);
  if (found === undefined) throw new RestError(404, 50360, `Conversation scoped webhook ${sid} not found`);
  return found;
}

function configure(webhook: ScopedWebhook, form: Form): void {
  webhook.url = form.text('Configuration.Url') ?? webhook.url;
  webhook.flowSid = form.text('Configuration.FlowSid') ?? webhook.flowSid;
  if (form.text('Configuration.Method')?.toLowerCase() === 'get') webhook.method = 'get';
  if (form.text('Configuration.Method')?.toLowerCase() === 'post') webhook.method = 'post';
  if (form.has('Configuration.Filters')) webhook.filters = form.list('Configuration.Filters');
  if (form.has('Configuration.Triggers')) webhook.triggers = form.list('Configuration.Triggers');
  checkConfiguration(webhook);
}

function checkConfiguration(webhook: ScopedWebhook): void {
  const unknown = webhook.filters.find((filter) => !conversationEvents.includes(filter));
  if (unknown !== undefined) throw refusals.invalid(`Unknown filter ${unknown}`);
  if (webhook.triggers.length > 5) throw new RestError(400, 50362, 'Too many trigger words');
  if (webhook.triggers.some((word) => word.length > 248)) throw new RestError(400, 50366, 'Trigger word is too long');
  if (webhook.target === 'studio') {
    if (webhook.flowSid === null) throw refusals.invalid('Target studio needs Configuration.FlowSid');
    return;
  }
  if (webhook.url === null || webhook.url === '') throw new RestError(400, 50369, 'Webhook URL is missing');
  if (webhook.url.length > LONGEST_URL) throw new RestError(400, 50372, `Webhook URL is longer than ${LONGEST_URL}`);
  if (!/^https?:$/.test(protocolOf(webhook.url))) throw refusals.invalid('Configuration.Url is not a valid URL');
}

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : '';
}

/** Hands the message with that index and its successors to the new webhook, as if they were just written. */
function replay(cloud: Cloud, conversation: Conversation, webhook: ScopedWebhook): void {
  const { replayAfter } = webhook;
  if (replayAfter === null || !webhook.filters.includes('onMessageAdded')) return;
  const now = cloud.world.clock.now();
  for (const message of conversation.messages.values()) {
    if (message.index < replayAfter) continue;
    const fields = messageFields(message, 'onMessageAdded', now);
    fireOne(cloud, silentCause(), conversation, webhook, 'onMessageAdded', fields);
  }
}
