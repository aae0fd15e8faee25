import { keepFile } from '../attachments.ts';
import { isEmoji } from '../emoji.ts';
import { type Channel, FLAG, type Member, type Message } from '../entities.ts';
import { MAX_CONTENT } from '../forms/message.ts';
import type { JsonObject } from '../json.ts';
import { pingsOf } from '../mentions.ts';
import { addMessage, isEmpty, removeMessage } from '../messages.ts';
import { can, PERMISSION } from '../permissions.ts';
import { addReaction, removeReaction } from '../routes/reactions.ts';
import { openDm } from '../routes/users.ts';
import { snapshotOf } from '../sending.ts';
import { type Cloud, dmWith, messagesIn } from '../store.ts';
import { canWrite } from '../views/member.ts';
import { bytesOf, type FileForm } from './files.ts';
import { placeOf, recordAct, seenMessage } from './place.ts';
import { invalid, notAllowed } from './refused.ts';

export type MessageKind = 'sticker' | 'voice' | 'poll' | 'forward';

interface MessageAct {
  readonly channelId: string;
  readonly content: string;
  readonly files: readonly FileForm[];
  readonly replyTo: string | null;
  readonly kind: MessageKind | null;
}

const POLL_LIFETIME_MS = 24 * 3_600_000;
/** As voice messages carry it: base64 of loudness samples. */
const WAVEFORM = 'AAECAwQFBgc=';
const SILENCE = {
  filename: 'voice-message.ogg',
  contentType: 'audio/ogg',
  data: Buffer.from('OggS').toString('base64'),
};

function keep(cloud: Cloud, channel: Channel, act: MessageAct): readonly string[] {
  const isVoice = act.kind === 'voice';
  const files = isVoice && act.files.length === 0 ? [SILENCE] : act.files;
  return files.map((file) => {
    const description = 'description' in file ? file.description : null;
    return keepFile(cloud, bytesOf(file), {
      channelId: channel.id,
      ephemeral: false,
      description,
      ...(isVoice && { waveform: WAVEFORM }),
    }).id;
  });
}

function pollOf(cloud: Cloud, question: string): JsonObject {
  return {
    question: { text: question || 'What do you think?' },
    answers: ['Yes', 'No'].map((text, index) => ({ answer_id: index + 1, poll_media: { text } })),
    expiry: new Date(cloud.world.clock.now() + POLL_LIFETIME_MS).toISOString(),
    allow_multiselect: false,
    layout_type: 1,
    results: { is_finalized: false, answer_counts: [] },
  };
}

/** What the kinds that are not plain text carry instead. */
function specialParts(cloud: Cloud, act: MessageAct, linked: Message | null) {
  switch (act.kind) {
    case 'sticker':
      return { content: '', stickers: [{ id: '1440000000000000990', name: act.content || 'Wave', format_type: 1 }] };
    case 'poll':
      return { content: '', poll: pollOf(cloud, act.content) };
    case 'voice':
      return { content: '', flags: FLAG.voiceMessage };
    case 'forward':
      return {
        content: '',
        snapshot:
          linked === null
            ? { content: act.content, attachmentIds: [], embeds: [], at: cloud.world.clock.now() }
            : snapshotOf(linked),
      };
    case null:
      return { content: act.content };
  }
}

function referenceOf(act: MessageAct, linked: Message | null): Message['reference'] {
  if (act.kind === 'forward')
    return { type: 1, channelId: linked?.channelId ?? act.channelId, messageId: linked?.id ?? '1440000000000000991' };
  return linked === null ? null : { type: 0, channelId: linked.channelId, messageId: linked.id };
}

export function typeMessage(cloud: Cloud, member: Member, act: MessageAct): Message {
  const channel = placeOf(cloud, member, act.channelId);
  if (!canWrite(cloud, channel, member)) notAllowed('The member cannot write here');
  if (act.content.length > MAX_CONTENT) invalid(`A message has at most ${MAX_CONTENT} characters`);
  const linked = act.replyTo === null ? null : seenMessage(cloud, member, channel, act.replyTo);
  const parts = { stickers: [], poll: null, ...specialParts(cloud, act, linked) };
  const attachmentIds = keep(cloud, channel, act);
  const isForward = act.kind === 'forward';
  if (!isForward && isEmpty({ ...parts, attachmentIds, embeds: [], components: [] })) invalid('The message is empty');
  const message = addMessage(cloud, channel, {
    ...parts,
    authorId: member.user.id,
    attachmentIds,
    reference: referenceOf(act, linked),
    mentions: 'everything',
  });
  member.readUpTo.set(channel.id, message.id);
  recordAct(cloud, `message${act.kind === null ? '' : ` (${act.kind})`}`, {
    memberId: member.user.id,
    channelId: channel.id,
    messageId: message.id,
  });
  return message;
}

function ownMessage(cloud: Cloud, member: Member, channelId: string, messageId: string): Message {
  const message = seenMessage(cloud, member, placeOf(cloud, member, channelId), messageId);
  return message.authorId === member.user.id ? message : notAllowed('Not a message of this member');
}

export function editTyped(
  cloud: Cloud,
  member: Member,
  act: { channelId: string; messageId: string; content: string },
): Message {
  const channel = placeOf(cloud, member, act.channelId);
  const message = ownMessage(cloud, member, act.channelId, act.messageId);
  if (act.content.length > MAX_CONTENT) invalid(`A message has at most ${MAX_CONTENT} characters`);
  if (isEmpty({ ...message, content: act.content })) invalid('The message is empty');
  message.content = act.content.trim();
  message.editedAt = cloud.world.clock.now();
  const question = {
    content: message.content,
    components: [],
    allowed: null,
    fallback: 'everything',
    channel,
    authorId: member.user.id,
  } as const;
  message.pings = pingsOf(cloud, { ...question, repliedUserId: null });
  recordAct(cloud, 'edit', { memberId: member.user.id, channelId: act.channelId, messageId: message.id });
  cloud.changed();
  return message;
}

export function deleteTyped(cloud: Cloud, member: Member, act: { channelId: string; messageId: string }): void {
  const message = seenMessage(cloud, member, placeOf(cloud, member, act.channelId), act.messageId);
  // An ephemeral message is not the member's own, but the client can dismiss it.
  if (message.ephemeralFor !== member.user.id) ownMessage(cloud, member, act.channelId, act.messageId);
  removeMessage(cloud, message);
  recordAct(cloud, 'delete', { memberId: member.user.id, channelId: act.channelId, messageId: message.id });
}

export function toggleReaction(
  cloud: Cloud,
  member: Member,
  act: { channelId: string; messageId: string; emoji: string },
): void {
  const channel = placeOf(cloud, member, act.channelId);
  const message = seenMessage(cloud, member, channel, act.messageId);
  if (!isEmoji(act.emoji)) invalid('Not an emoji');
  if (channel.guildId !== null && !can(cloud, member, channel, PERMISSION.addReactions))
    notAllowed('Reactions are off here');
  const isOn = message.reactions.some((one) => one.emoji === act.emoji && one.userIds.includes(member.user.id));
  if (isOn) removeReaction(message, act.emoji, member.user.id);
  else addReaction(message, act.emoji, member.user.id);
  recordAct(cloud, 'reaction', { memberId: member.user.id, channelId: channel.id, messageId: message.id });
  cloud.changed();
}

/** The member opens the DM from their side; it need not exist before. */
export function openOwnDm(cloud: Cloud, member: Member): Channel {
  if (!member.inGuild) notAllowed('The member shares no server with the bot');
  member.openedDm = true;
  const channel = dmWith(cloud, member.user.id) ?? openDm(cloud, member.user.id);
  cloud.changed();
  return channel;
}

export function markRead(cloud: Cloud, member: Member, channelId: string): void {
  const channel = placeOf(cloud, member, channelId);
  const newest = messagesIn(cloud, channel.id).findLast(
    (one) => one.ephemeralFor === null || one.ephemeralFor === member.user.id,
  );
  if (newest === undefined || member.readUpTo.get(channel.id) === newest.id) return;
  member.readUpTo.set(channel.id, newest.id);
  cloud.changed();
}
