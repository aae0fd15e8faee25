import type { Run } from './client.ts';

export interface ConversationMessage {
  readonly sid: string;
  readonly index: number;
  readonly author: string;
  /** Null when the author is no participant: Studio, "system", another program. */
  readonly participantSid: string | null;
  readonly body: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly media: readonly { readonly sid: string; readonly filename: string; readonly contentType: string }[];
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

export interface Conversation {
  readonly sid: string;
  readonly state: 'initializing' | 'active' | 'inactive' | 'closed';
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface Participant {
  readonly sid: string;
  readonly identity: string | null;
}

export interface ScopedWebhook {
  readonly sid: string;
  readonly target: string;
}

export type NewWebhook =
  | { readonly target: 'webhook'; readonly url: string; readonly filters: readonly string[] }
  /** `replayAfter`: an index; later messages are handed to the flow again. */
  | { readonly target: 'studio'; readonly flowSid: string; readonly replayAfter?: number };

export interface NewMessage {
  readonly author: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Whether the Conversation's webhooks (and so the flow) hear of it. */
  readonly notify: boolean;
}

export interface ConversationsGateway {
  /** @param uniqueName of several creators with the same name exactly one succeeds; the others are refused with 50353 */
  create(uniqueName: string, friendlyName: string, attributes: object): Promise<Conversation>;
  /** By sid or unique name. */
  fetch(sid: string): Promise<Conversation>;
  setAttributes(sid: string, attributes: object): Promise<void>;
  addParticipant(sid: string, identity: string): Promise<void>;
  participants(sid: string): Promise<readonly Participant[]>;
  webhooks(sid: string): Promise<readonly ScopedWebhook[]>;
  addWebhook(sid: string, webhook: NewWebhook): Promise<ScopedWebhook>;
  removeWebhook(sid: string, webhookSid: string): Promise<void>;
  addMessage(sid: string, message: NewMessage): Promise<ConversationMessage>;
  editMessage(sid: string, messageSid: string, body: string, attributes?: object): Promise<void>;
  /** Newest first. */
  latestMessages(sid: string, limit: number): Promise<readonly ConversationMessage[]>;
  /** All messages above `index`, oldest first. */
  messagesAfter(sid: string, index: number): Promise<readonly ConversationMessage[]>;
  /** Display name of a User (agents are Users too); null where there is none. */
  userName(identity: string): Promise<string | null>;
  setUserName(identity: string, name: string): Promise<void>;
}

const PAGE = 50;

export function createConversations(run: Run): ConversationsGateway {
  return {
    create: (uniqueName, friendlyName, attributes) =>
      run('create conversation', { repeatable: true }, async (client) =>
        conversation(
          await client.conversations.v1.conversations.create({
            uniqueName,
            friendlyName: friendlyName.slice(0, 256),
            attributes: JSON.stringify(attributes),
          }),
        ),
      ),
    fetch: (sid) =>
      run('fetch conversation', { repeatable: true }, async (client) =>
        conversation(await client.conversations.v1.conversations(sid).fetch()),
      ),
    setAttributes: (sid, attributes) =>
      run('set conversation attributes', { repeatable: true }, async (client) => {
        await client.conversations.v1.conversations(sid).update({ attributes: JSON.stringify(attributes) });
      }),
    addParticipant: (sid, identity) =>
      run('add participant', { repeatable: true }, async (client) => {
        await client.conversations.v1.conversations(sid).participants.create({ identity });
      }),
    participants: (sid) =>
      run('list participants', { repeatable: true }, async (client) => {
        const all = await client.conversations.v1.conversations(sid).participants.list({ pageSize: 100 });
        return all.map((one) => ({ sid: one.sid, identity: one.identity ?? null }));
      }),
    webhooks: (sid) =>
      run('list webhooks', { repeatable: true }, async (client) => {
        const all = await client.conversations.v1.conversations(sid).webhooks.list();
        return all.map((one) => ({ sid: one.sid, target: one.target }));
      }),
    addWebhook: (sid, webhook) =>
      run('add webhook', { repeatable: false }, async (client) => {
        const made = await client.conversations.v1.conversations(sid).webhooks.create(webhookParameters(webhook));
        return { sid: made.sid, target: made.target };
      }),
    removeWebhook: (sid, webhookSid) =>
      run('remove webhook', { repeatable: true }, async (client) => {
        await client.conversations.v1.conversations(sid).webhooks(webhookSid).remove();
      }),
    addMessage: (sid, one) =>
      run('add message', { repeatable: false }, async (client) =>
        message(
          await client.conversations.v1.conversations(sid).messages.create({
            author: one.author,
            body: one.body,
            attributes: JSON.stringify(one.attributes),
            xTwilioWebhookEnabled: one.notify ? 'true' : 'false',
          }),
        ),
      ),
    editMessage: (sid, messageSid, body, attributes) =>
      run('edit message', { repeatable: true }, async (client) => {
        await client.conversations.v1
          .conversations(sid)
          .messages(messageSid)
          .update({
            body,
            ...(attributes === undefined ? {} : { attributes: JSON.stringify(attributes) }),
            xTwilioWebhookEnabled: 'false',
          });
      }),
    latestMessages: (sid, limit) =>
      run('list messages', { repeatable: true }, async (client) => {
        const page = await client.conversations.v1.conversations(sid).messages.page({ order: 'desc', pageSize: limit });
        return page.instances.map(message);
      }),
    messagesAfter: (sid, index) =>
      run('list messages', { repeatable: true }, async (client) => {
        const found: ConversationMessage[] = [];
        let page = await client.conversations.v1.conversations(sid).messages.page({ order: 'desc', pageSize: PAGE });
        for (;;) {
          const newer = page.instances.map(message).filter((one) => one.index > index);
          found.push(...newer);
          if (newer.length < page.instances.length || page.instances.length === 0) break;
          const next = await page.nextPage();
          if (next === undefined) break;
          page = next as typeof page;
        }
        return found.reverse();
      }),
    userName: (identity) =>
      run('fetch user', { repeatable: true }, async (client) => {
        try {
          return (await client.conversations.v1.users(identity).fetch()).friendlyName || null;
        } catch (error) {
          if (typeof error === 'object' && error !== null && 'status' in error && error.status === 404) return null;
          throw error;
        }
      }),
    setUserName: (identity, name) =>
      run('name user', { repeatable: true }, async (client) => {
        await client.conversations.v1.users(identity).update({ friendlyName: name });
      }),
  };
}

/** Since SDK 4 a nested `configuration` is dropped silently; only dotted keys arrive. */
function webhookParameters(webhook: NewWebhook) {
  if (webhook.target === 'webhook') {
    return {
      target: 'webhook' as const,
      'configuration.url': webhook.url,
      'configuration.method': 'post' as const,
      'configuration.filters': [...webhook.filters],
    };
  }
  return {
    target: 'studio' as const,
    'configuration.flowSid': webhook.flowSid,
    'configuration.filters': ['onMessageAdded'],
    ...(webhook.replayAfter === undefined ? {} : { 'configuration.replayAfter': webhook.replayAfter }),
  };
}

function conversation(found: { sid: string; state: string; attributes: string }): Conversation {
  return { sid: found.sid, state: found.state as Conversation['state'], attributes: parseAttributes(found.attributes) };
}

interface SdkMessage {
  readonly sid: string;
  readonly index: number;
  readonly author: string;
  readonly participantSid: string;
  readonly body: string;
  readonly attributes: string;
  readonly media: readonly object[] | null;
  readonly dateCreated: Date;
}

function message(found: SdkMessage): ConversationMessage {
  return {
    sid: found.sid,
    index: found.index,
    author: found.author,
    participantSid: found.participantSid || null,
    body: found.body ?? '',
    attributes: parseAttributes(found.attributes),
    media: (found.media ?? []).map(mediaOf),
    createdAt: found.dateCreated.getTime(),
  };
}

function mediaOf(media: object): ConversationMessage['media'][number] {
  const one = media as Readonly<Record<string, unknown>>;
  return {
    sid: String(one['sid'] ?? one['Sid'] ?? ''),
    filename: String(one['filename'] ?? one['Filename'] ?? 'file'),
    contentType: String(one['content_type'] ?? one['ContentType'] ?? 'application/octet-stream'),
  };
}

/** Attributes are a string of JSON on the wire; anything else reads as empty. */
export function parseAttributes(text: unknown): Readonly<Record<string, unknown>> {
  if (typeof text !== 'string') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : {};
  } catch {
    return {};
  }
}
