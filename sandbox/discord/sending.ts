import { CHANNEL, type Channel, FLAG, type Message, type Snapshot } from './entities.ts';
import { Refusal, refuse } from './errors.ts';
import { fail, readForm } from './form.ts';
import { type CreateForm, readMessage } from './forms/message.ts';
import { addMessage, contentsOf, type Files } from './messages.ts';
import { can, demand, isThread, PERMISSION, sendPermission } from './permissions.ts';
import { botOf, type Cloud, memberOf, messageOf, messagesIn } from './store.ts';

/** "The past few minutes" of Discord's documentation. */
const NONCE_WINDOW_MS = 5 * 60_000;

/** Opening a DM nearly always works; it is the first message that fails. */
export function demandReachable(cloud: Cloud, channel: Channel): void {
  if (channel.recipientId === null) return;
  const recipient = memberOf(cloud, channel.recipientId);
  if (recipient.blocksBot) refuse('cannotMessageUser');
  if (!recipient.inGuild) refuse('noMutualGuild');
  if (recipient.dms === 'closed') refuse('cannotMessageUser');
}

/** The right to write into a channel at all. */
export function demandWritable(cloud: Cloud, channel: Channel): void {
  if (channel.type === CHANNEL.forum) refuse('forumPost');
  if (channel.type === CHANNEL.category) refuse('wrongChannelType');
  demand(cloud, channel, sendPermission(channel));
  demandReachable(cloud, channel);
  if (!isThread(channel) || channel.thread?.locked !== true) return;
  if (!can(cloud, botOf(cloud), channel, PERMISSION.manageThreads)) refuse('threadLocked');
}

function demandFor(cloud: Cloud, channel: Channel, form: Pick<CreateForm, 'embeds' | 'poll'>, files: Files): void {
  if (files.size > 0) demand(cloud, channel, PERMISSION.attachFiles);
  if ((form.embeds ?? []).length > 0) demand(cloud, channel, PERMISSION.embedLinks);
  if (form.poll) demand(cloud, channel, PERMISSION.sendPolls);
}

interface Linked {
  readonly reference: Message['reference'];
  readonly snapshot: Snapshot | null;
}

export function snapshotOf(message: Message): Snapshot {
  return { content: message.content, attachmentIds: message.attachmentIds, embeds: message.embeds, at: message.at };
}

function linkedMessage(cloud: Cloud, channel: Channel, form: CreateForm): Linked {
  const given = form.message_reference;
  if (!given) return { reference: null, snapshot: null };
  const type = given.type ?? 0;
  const channelId = given.channel_id ?? channel.id;
  const target = messagesIn(cloud, channelId).find((one) => one.id === given.message_id && one.ephemeralFor === null);
  if (type === 0) demand(cloud, channel, PERMISSION.readMessageHistory, 'replyWithoutHistory');
  if (target === undefined || (type === 0 && channelId !== channel.id)) {
    if (given.fail_if_not_exists === false) return { reference: null, snapshot: null };
    return readForm((_, at) => fail(at, 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message'), given, ['message_reference']);
  }
  return { reference: { type, channelId, messageId: target.id }, snapshot: type === 1 ? snapshotOf(target) : null };
}

/** The message an earlier call with this nonce made. */
function alreadySent(cloud: Cloud, form: CreateForm, nonceKey: string): Message | null {
  if (form.enforce_nonce !== true || form.nonce === null || form.nonce === undefined) return null;
  const earlier = cloud.store.nonces.get(nonceKey);
  if (earlier === undefined || cloud.world.clock.now() - earlier.at > NONCE_WINDOW_MS) return null;
  return messageOf(cloud, earlier.channelId, earlier.messageId);
}

/** Create Message, as the bot. A repeated nonce gives the message of the first time. */
export function sendAsBot(
  cloud: Cloud,
  channel: Channel,
  body: unknown,
  files: Files,
): { message: Message; isRepeat: boolean } {
  demandWritable(cloud, channel);
  const form = readMessage('create', body ?? {});
  demandFor(cloud, channel, form, files);
  const authorId = cloud.application.id;
  const nonceKey = `${authorId}|${typeof form.nonce}|${String(form.nonce)}`;
  const earlier = alreadySent(cloud, form, nonceKey);
  if (earlier !== null) return { message: earlier, isRepeat: true };
  const linked = linkedMessage(cloud, channel, form);
  const contents = linked.snapshot === null ? contentsOf(cloud, channel, form, files, false) : {};
  const message = addMessage(cloud, channel, {
    ...contents,
    ...linked,
    authorId,
    flags: (form.flags ?? 0) & ~FLAG.loading,
    nonce: form.nonce,
    allowed: form.allowed_mentions,
    mentions: 'everything',
  });
  if (form.nonce !== null && form.nonce !== undefined) {
    cloud.store.nonces.set(nonceKey, { messageId: message.id, channelId: channel.id, at: message.at });
  }
  return { message, isRepeat: false };
}

/** The bot's own message, for an edit. */
export function ownMessage(cloud: Cloud, channelId: string, messageId: string): Message {
  const message = messageOf(cloud, channelId, messageId);
  if (message.authorId !== cloud.application.id) throw new Refusal('notAuthor');
  return message;
}
