// The package's main entry takes 100 ms to load; this file of it stands alone.
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import type { FaultRule } from '../core/faults.ts';
import { stopwatch } from '../core/trace.ts';
import type { Cause } from './cause.ts';
import type { Cloud } from './cloud.ts';
import type { Conversation, Delivery, DeliveryOutcome, ScopedWebhook } from './entities.ts';
import { appendRecord } from './store.ts';
import { type ConversationEvent, commonFields, type WebhookFields } from './webhook-fields.ts';

/** Twilio waits this long for an answer, and does not try again. */
const TIMEOUT = 5_000;

/** Tells every scoped webhook of the conversation that listens for `event`. Does not wait for any of them. */
export function fire(
  cloud: Cloud,
  cause: Cause,
  conversation: Conversation,
  event: ConversationEvent,
  fields: WebhookFields,
): void {
  if (!cause.fires) return;
  for (const webhook of conversation.webhooks.values()) {
    if (listens(webhook, event, fields)) fireOne(cloud, cause, conversation, webhook, event, fields);
  }
}

export function fireOne(
  cloud: Cloud,
  cause: Cause,
  conversation: Conversation,
  webhook: ScopedWebhook,
  event: ConversationEvent,
  fields: WebhookFields,
): void {
  const payload = {
    ...commonFields(cloud, cause, event),
    ...fields,
    ChatServiceSid: conversation.chatServiceSid,
    WebhookSid: webhook.sid,
    WebhookType: webhook.target,
    RetryCount: '0',
  };
  if (webhook.target === 'studio') {
    handToStudio(cloud, conversation, webhook, event, payload);
    return;
  }
  void deliver(cloud, conversation, webhook, event, payload);
}

function listens(webhook: ScopedWebhook, event: ConversationEvent, fields: WebhookFields): boolean {
  if (webhook.target !== 'trigger') return webhook.filters.includes(event);
  const words = (fields.Body ?? '').toLowerCase();
  return event === 'onMessageAdded' && webhook.triggers.some((trigger) => words.includes(trigger.toLowerCase()));
}

function record(
  cloud: Cloud,
  conversation: Conversation,
  webhook: ScopedWebhook,
  to: string,
  fields: WebhookFields,
): Delivery {
  const delivery: Delivery = {
    id: (cloud.store.deliveries.at(-1)?.id ?? 0) + 1,
    at: cloud.world.clock.now(),
    webhookSid: webhook.sid,
    target: webhook.target,
    conversationSid: conversation.sid,
    eventType: fields.EventType ?? '',
    to,
    fields,
    outcome: null,
    took: null,
  };
  appendRecord(cloud.store.deliveries, delivery);
  return delivery;
}

function handToStudio(
  cloud: Cloud,
  conversation: Conversation,
  webhook: ScopedWebhook,
  event: ConversationEvent,
  fields: WebhookFields,
): void {
  // A flow's trigger knows messages only.
  if (event !== 'onMessageAdded' || webhook.flowSid === null) return;
  const delivery = record(cloud, conversation, webhook, webhook.flowSid, fields);
  const { studio, studioHost } = cloud;
  if (studio === undefined || studioHost === undefined) {
    settle(cloud, delivery, 'dropped', 0);
    return;
  }
  studio.incomingConversationMessage(studioHost, {
    flowSid: webhook.flowSid,
    fields,
    conversationSid: conversation.sid,
  });
  settle(cloud, delivery, 202, 0);
}

async function deliver(
  cloud: Cloud,
  conversation: Conversation,
  webhook: ScopedWebhook,
  event: ConversationEvent,
  fields: WebhookFields,
): Promise<void> {
  const url = webhook.url ?? '';
  const { pathname } = new URL(url);
  const generation = cloud.generation();
  const what = `${webhook.method.toUpperCase()} ${pathname}`;
  const delivery = record(cloud, conversation, webhook, what, { ...fields, EventType: event });
  const rule = cloud.world.faults.strike('delivery', what);
  const took = stopwatch(cloud.world.clock);
  const outcome = await carryOut(cloud, webhook, url, fields, rule);
  if (generation === cloud.generation()) settle(cloud, delivery, outcome, took());
}

async function carryOut(
  cloud: Cloud,
  webhook: ScopedWebhook,
  url: string,
  fields: WebhookFields,
  rule: FaultRule | undefined,
): Promise<DeliveryOutcome> {
  switch (rule?.kind) {
    case undefined:
      return call(cloud, webhook, url, fields);
    case 'lose':
      return 'dropped';
    case 'reset':
      return 'reset';
    case 'status':
      return rule.status ?? 500;
    case 'hang':
      await cloud.world.clock.sleep(TIMEOUT);
      return 'timeout';
    case 'delay':
      await cloud.world.clock.sleep(rule.delay ?? 0);
      return call(cloud, webhook, url, fields);
    case 'double':
      void call(cloud, webhook, url, fields);
      return call(cloud, webhook, url, fields);
    case 'drop-response':
      await call(cloud, webhook, url, fields);
      return 'reset';
  }
}

async function call(
  cloud: Cloud,
  webhook: ScopedWebhook,
  url: string,
  fields: WebhookFields,
): Promise<DeliveryOutcome> {
  const { authToken } = cloud.account;
  const abort = new AbortController();
  const cancel = cloud.world.clock.after(TIMEOUT, () => abort.abort());
  try {
    const response =
      webhook.method === 'get'
        ? await get(cloud, url, fields, authToken, abort.signal)
        : await post(cloud, url, fields, authToken, abort.signal);
    await response.arrayBuffer();
    return response.status;
  } catch {
    return abort.signal.aborted ? 'timeout' : 'reset';
  } finally {
    cancel();
  }
}

function post(
  cloud: Cloud,
  url: string,
  fields: WebhookFields,
  authToken: string,
  signal: AbortSignal,
): Promise<Response> {
  return cloud.world.fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8',
      'X-Twilio-Signature': getExpectedTwilioSignature(authToken, url, fields),
      'User-Agent': 'TwilioProxy/1.1',
    },
    body: new URLSearchParams(fields).toString(),
    signal,
  });
}

function get(
  cloud: Cloud,
  url: string,
  fields: WebhookFields,
  authToken: string,
  signal: AbortSignal,
): Promise<Response> {
  const address = new URL(url);
  for (const [name, value] of Object.entries(fields)) address.searchParams.append(name, value);
  const signature = getExpectedTwilioSignature(authToken, address.href, {});
  return cloud.world.fetch(address.href, { headers: { 'X-Twilio-Signature': signature }, signal });
}

function settle(cloud: Cloud, delivery: Delivery, outcome: DeliveryOutcome, took: number): void {
  delivery.outcome = outcome;
  delivery.took = took;
  const { fields } = delivery;
  const toStudio = delivery.target === 'studio';
  cloud.world.trace.record({
    at: delivery.at,
    from: 'twilio',
    to: toStudio ? 'studio' : 'functions',
    what: toStudio ? `incomingConversationMessage ${delivery.to}` : delivery.to,
    outcome,
    took,
    signature: toStudio ? 'none' : 'x-twilio-signature',
    details: {
      delivery: delivery.id,
      event: delivery.eventType,
      source: fields.Source ?? null,
      webhook: delivery.webhookSid,
      conversation: delivery.conversationSid,
      message: fields.MessageSid ?? null,
      index: fields.Index === undefined ? null : Number(fields.Index),
      participant: fields.ParticipantSid ?? null,
    },
  });
  cloud.changed();
}
