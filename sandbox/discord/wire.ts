import { linkOf } from './attachments.ts';
import type { Attachment, Channel, Command, InteractionMark, Member, Message, Role, ThreadState } from './entities.ts';
import { isoOf } from './ids.ts';
import { isObject, type JsonObject } from './json.ts';
import { componentsWire } from './media.ts';
import { permissionsIn } from './permissions.ts';
import { type Cloud, memberOf } from './store.ts';

/** Entities as Discord writes them on its API. */

export function userWire(member: Member): JsonObject {
  const { user } = member;
  return {
    id: user.id,
    username: user.username,
    avatar: null,
    discriminator: user.bot ? '1042' : '0',
    public_flags: 0,
    flags: 0,
    ...(user.bot && { bot: true }),
    banner: null,
    accent_color: null,
    global_name: user.globalName,
    avatar_decoration_data: null,
    collectibles: null,
    primary_guild: null,
  };
}

export function guildMemberWire(member: Member): JsonObject {
  return {
    avatar: null,
    banner: null,
    communication_disabled_until: null,
    flags: 0,
    joined_at: isoOf(member.joinedAt),
    nick: null,
    pending: false,
    premium_since: null,
    roles: member.roleIds,
    user: userWire(member),
    mute: false,
    deaf: false,
  };
}

export function roleWire(role: Role): JsonObject {
  return {
    id: role.id,
    name: role.name,
    permissions: role.permissions.toString(),
    position: role.position,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: role.managed,
    mentionable: false,
    icon: null,
    unicode_emoji: null,
    flags: 0,
  };
}

export function threadMemberWire(threadId: string, userId: string, joinedAt: number): JsonObject {
  return { id: threadId, user_id: userId, join_timestamp: isoOf(joinedAt), flags: 0 };
}

function threadWire(cloud: Cloud, channel: Channel, thread: ThreadState): JsonObject {
  const botJoined = thread.members.get(cloud.application.id);
  return {
    parent_id: channel.parentId,
    owner_id: thread.ownerId,
    rate_limit_per_user: 0,
    thread_metadata: {
      archived: thread.archived,
      archive_timestamp: isoOf(thread.archiveChangedAt),
      auto_archive_duration: thread.autoArchiveDuration,
      locked: thread.locked,
      create_timestamp: isoOf(thread.createdAt),
      ...(channel.type === 12 && { invitable: thread.invitable }),
    },
    message_count: thread.messageCount,
    member_count: thread.members.size,
    total_message_sent: thread.messageCount,
    ...(thread.appliedTags.length > 0 && { applied_tags: thread.appliedTags }),
    ...(botJoined !== undefined && { member: threadMemberWire(channel.id, cloud.application.id, botJoined) }),
  };
}

/** `viewer`: whose permissions are told, in the payload of an interaction. */
export function channelWire(cloud: Cloud, channel: Channel, viewer?: Member): JsonObject {
  const common = {
    id: channel.id,
    type: channel.type,
    last_message_id: channel.lastMessageId,
    flags: channel.flags,
    ...(channel.lastPinAt !== null && { last_pin_timestamp: isoOf(channel.lastPinAt) }),
  };
  if (channel.guildId === null) {
    const recipient = memberOf(cloud, channel.recipientId ?? '');
    return viewer === undefined ? { ...common, recipients: [userWire(recipient)] } : common;
  }
  const inGuild = {
    ...common,
    guild_id: channel.guildId,
    name: channel.name,
    ...(viewer !== undefined && { permissions: permissionsIn(cloud, viewer, channel).toString() }),
  };
  if (channel.thread !== null) return { ...inGuild, ...threadWire(cloud, channel, channel.thread) };
  return {
    ...inGuild,
    parent_id: channel.parentId,
    topic: channel.topic,
    position: channel.position,
    rate_limit_per_user: 0,
    nsfw: false,
    ...(viewer === undefined && {
      permission_overwrites: channel.overwrites.map((one) => ({
        id: one.id,
        type: one.type,
        allow: one.allow.toString(),
        deny: one.deny.toString(),
      })),
    }),
    ...channel.forum,
  };
}

export function attachmentWire(cloud: Cloud, attachment: Attachment): JsonObject {
  const url = linkOf(cloud, attachment);
  return {
    id: attachment.id,
    filename: attachment.filename,
    size: attachment.bytes.byteLength,
    url,
    proxy_url: url,
    content_type: attachment.contentType,
    ...(attachment.description !== null && { description: attachment.description }),
    ...(attachment.ephemeral && { ephemeral: true }),
    ...(attachment.durationSecs !== null && { duration_secs: attachment.durationSecs }),
    ...(attachment.waveform !== null && { waveform: attachment.waveform }),
    ...(attachment.spoiler && { flags: 8 }),
  };
}

export function attachmentsWire(cloud: Cloud, ids: readonly string[]): readonly JsonObject[] {
  return ids.flatMap((id) => {
    const attachment = cloud.store.attachments.get(id);
    return attachment === undefined ? [] : [attachmentWire(cloud, attachment)];
  });
}

function interactionMetadata(cloud: Cloud, mark: InteractionMark): JsonObject {
  const user = userWire(memberOf(cloud, mark.userId));
  const common = { id: mark.id, type: mark.type, user, authorizing_integration_owners: mark.owners };
  if (mark.type === 3) return { ...common, interacted_message_id: mark.sourceMessageId ?? mark.id };
  if (mark.type !== 5) return common;
  const trigger = { id: mark.triggerId ?? mark.id, user, authorizing_integration_owners: mark.owners };
  return {
    ...common,
    triggering_interaction_metadata:
      mark.sourceMessageId === null
        ? { ...trigger, type: 2 }
        : { ...trigger, type: 3, interacted_message_id: mark.sourceMessageId },
  };
}

export function emojiWire(emoji: string): JsonObject {
  return { id: null, name: emoji };
}

function reactionsWire(cloud: Cloud, message: Message): JsonObject {
  if (message.reactions.length === 0) return {};
  return {
    reactions: message.reactions.map(({ emoji, userIds }) => ({
      emoji: emojiWire(emoji),
      count: userIds.length,
      count_details: { burst: 0, normal: userIds.length },
      burst_colors: [],
      me_burst: false,
      me: userIds.includes(cloud.application.id),
    })),
  };
}

function snapshotsWire(cloud: Cloud, message: Message): JsonObject {
  const { snapshot } = message;
  if (snapshot === null) return {};
  const copy = {
    type: 0,
    content: snapshot.content,
    mentions: [],
    mention_roles: [],
    attachments: attachmentsWire(cloud, snapshot.attachmentIds),
    embeds: snapshot.embeds,
    timestamp: isoOf(snapshot.at),
    edited_timestamp: null,
    flags: 0,
    components: [],
  };
  return { message_snapshots: [{ message: copy }] };
}

function basicMessageWire(cloud: Cloud, message: Message, isBlanked: boolean): JsonObject {
  const author = memberOf(cloud, message.authorId);
  const guildId = cloud.store.channels.get(message.channelId)?.guildId ?? null;
  const attachments = attachmentsWire(cloud, message.attachmentIds);
  return {
    type: message.type,
    content: isBlanked ? '' : message.content,
    mentions: message.pings.users.map((id) => userWire(memberOf(cloud, id))),
    mention_roles: message.pings.roles,
    attachments: isBlanked ? [] : attachments,
    embeds: isBlanked ? [] : message.embeds,
    timestamp: isoOf(message.at),
    edited_timestamp: message.editedAt === null ? null : isoOf(message.editedAt),
    flags: message.flags,
    components: isBlanked ? [] : componentsWire(cloud, message),
    id: message.id,
    channel_id: message.channelId,
    author: userWire(author),
    pinned: message.pinnedAt !== null,
    mention_everyone: message.pings.everyone,
    tts: false,
    ...(message.stickers.length > 0 && { sticker_items: message.stickers }),
    ...(message.poll !== null && !isBlanked && { poll: message.poll }),
    ...(message.interaction !== null && {
      application_id: cloud.application.id,
      webhook_id: cloud.application.id,
      interaction_metadata: interactionMetadata(cloud, message.interaction),
    }),
    ...(message.reference !== null && {
      message_reference: {
        type: message.reference.type,
        channel_id: message.reference.channelId,
        message_id: message.reference.messageId,
        ...(guildId !== null && { guild_id: guildId }),
      },
    }),
    ...(!isBlanked && snapshotsWire(cloud, message)),
  };
}

/** `isBlanked`: the reader lacks the message content intent for this message. */
export function messageWire(cloud: Cloud, message: Message, isBlanked = false): JsonObject {
  const { reference } = message;
  const referenced =
    reference?.type === 0
      ? cloud.store.messages.get(reference.channelId)?.find((one) => one.id === reference.messageId)
      : undefined;
  return {
    ...basicMessageWire(cloud, message, isBlanked),
    ...reactionsWire(cloud, message),
    ...(reference?.type === 0 && {
      referenced_message:
        referenced === undefined
          ? null
          : basicMessageWire(cloud, referenced, isBlanked && referenced.authorId !== cloud.application.id),
    }),
  };
}

/** Without `with_localizations` the translations stay out of a listing. */
export function commandWire(cloud: Cloud, command: Command, withLocalizations: boolean): JsonObject {
  const { definition } = command;
  const scoped =
    command.guildId === null
      ? { contexts: definition['contexts'] ?? null, integration_types: definition['integration_types'] ?? [0] }
      : { guild_id: command.guildId };
  const full: JsonObject = {
    ...definition,
    id: command.id,
    application_id: cloud.application.id,
    version: command.version,
    description: definition['description'] ?? '',
    default_member_permissions: definition['default_member_permissions'] ?? null,
    name_localizations: definition['name_localizations'] ?? null,
    description_localizations: definition['description_localizations'] ?? null,
    nsfw: definition['nsfw'] ?? false,
    ...scoped,
  };
  return withLocalizations ? full : withoutLocalizations(full);
}

function withoutLocalizations(object: JsonObject): JsonObject {
  const kept: [string, JsonObject[string]][] = Object.entries(object)
    .filter(([key]) => !key.endsWith('_localizations'))
    .map(([key, value]) => [
      key,
      Array.isArray(value)
        ? value.map((one) => (isObject(one) ? withoutLocalizations(one as JsonObject) : one))
        : value,
    ]);
  return Object.fromEntries(kept);
}
