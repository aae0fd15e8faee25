import type { Cause } from '../cause.ts';
import type { Cloud } from '../cloud.ts';
import { fire } from '../deliver.ts';
import type { Conversation, Message, MessageMedia } from '../entities.ts';
import { refusals } from '../errors.ts';
import { sizeOf } from '../json.ts';
import { type ConversationEvent, messageFields } from '../webhook-fields.ts';
import { checkAttributes } from './attributes.ts';
import { participantOf } from './participants.ts';
import { requireOpen, wake } from './state.ts';

/** The limits page says 32 KB, the API reference 1,600 characters; Discord texts need the former. */
const LARGEST_BODY = 32 * 1_024;

/** "Not necessarily consecutive": how often a number is left out, so that nobody counts on +1. */
const SKIP_RATE = 0.05;

export interface NewMessage {
  readonly author?: string | undefined;
  readonly body?: string | undefined;
  readonly attributes?: string | undefined;
  readonly mediaSid?: string | undefined;
  readonly subject?: string | undefined;
  readonly createdAt?: number | undefined;
  readonly origin: Message['origin'];
}

export function addMessage(cloud: Cloud, cause: Cause, conversation: Conversation, given: NewMessage): Message {
  requireOpen(conversation);
  if (given.body === undefined && given.mediaSid === undefined) {
    throw refusals.invalid('A message needs a Body or a MediaSid');
  }
  checkBody(given.body);
  const attributes = checkAttributes(given.attributes ?? '{}', 'message');
  const media = given.mediaSid === undefined ? [] : [requireMedia(cloud, given.mediaSid)];
  const author = given.author ?? 'system';
  wake(cloud, cause, conversation);

  const now = given.createdAt ?? cloud.world.clock.now();
  const message: Message = {
    sid: cloud.nextSid('IM'),
    conversationSid: conversation.sid,
    index: takeIndex(cloud, conversation),
    author,
    participantSid: participantOf(conversation, author)?.sid ?? null,
    body: given.body ?? null,
    attributes,
    media,
    subject: given.subject ?? null,
    origin: given.origin,
    createdAt: now,
    updatedAt: now,
  };
  conversation.messages.set(message.sid, message);
  tell(cloud, cause, conversation, message, 'onMessageAdded');
  return message;
}

export interface MessageChange {
  readonly author?: string | undefined;
  readonly body?: string | undefined;
  readonly attributes?: string | undefined;
  readonly subject?: string | undefined;
}

export function updateMessage(
  cloud: Cloud,
  cause: Cause,
  conversation: Conversation,
  message: Message,
  change: MessageChange,
): void {
  requireOpen(conversation);
  checkBody(change.body);
  if (change.attributes !== undefined) message.attributes = checkAttributes(change.attributes, 'message');
  message.author = change.author ?? message.author;
  message.participantSid = participantOf(conversation, message.author)?.sid ?? null;
  message.body = change.body ?? message.body;
  message.subject = change.subject ?? message.subject;
  message.updatedAt = cloud.world.clock.now();
  tell(cloud, cause, conversation, message, 'onMessageUpdated');
}

export function removeMessage(cloud: Cloud, cause: Cause, conversation: Conversation, message: Message): void {
  requireOpen(conversation);
  conversation.messages.delete(message.sid);
  tell(cloud, cause, conversation, message, 'onMessageRemoved');
}

export function requireMessage(conversation: Conversation, sid: string): Message {
  const found = conversation.messages.get(sid);
  if (found === undefined) throw refusals.notFound(`/Conversations/${conversation.sid}/Messages/${sid}`);
  return found;
}

function checkBody(body: string | undefined): void {
  if (body !== undefined && sizeOf(body) > LARGEST_BODY)
    throw refusals.invalid(`Body is longer than ${LARGEST_BODY} bytes`);
}

function requireMedia(cloud: Cloud, sid: string): MessageMedia {
  const media = cloud.store.media.get(sid);
  if (media === undefined) throw refusals.invalid(`MediaSid ${sid} does not exist`);
  return { sid, contentType: media.contentType, filename: media.filename, size: media.bytes.byteLength };
}

function takeIndex(cloud: Cloud, conversation: Conversation): number {
  const skipped = conversation.nextIndex > 0 && cloud.world.random.next() < SKIP_RATE ? 1 : 0;
  const index = conversation.nextIndex + skipped;
  conversation.nextIndex = index + 1;
  return index;
}

function tell(
  cloud: Cloud,
  cause: Cause,
  conversation: Conversation,
  message: Message,
  event: ConversationEvent,
): void {
  fire(cloud, cause, conversation, event, messageFields(message, event, cloud.world.clock.now()));
  cloud.changed();
}
