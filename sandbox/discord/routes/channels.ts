import { CHANNEL, type Channel, type Overwrite } from '../entities.ts';
import { Refusal, refuse } from '../errors.ts';
import { readForm } from '../form.ts';
import { channelEdit, permissionOverwrite, threadEdit } from '../forms/channel.ts';
import { NO_CONTENT, ok, type Route } from '../http.ts';
import { isObject, type JsonObject } from '../json.ts';
import { can, demand, PERMISSION, permissionsIn } from '../permissions.ts';
import { botOf, type Cloud, channelOf } from '../store.ts';
import { channelWire } from '../wire.ts';
import { LIMITS } from './limits.ts';
import { visibleChannel } from './messages.ts';

const FORUM_KEYS = ['available_tags', 'default_reaction_emoji', 'default_sort_order', 'default_forum_layout'] as const;
type ChannelEdit = ReturnType<typeof channelEdit>;
type OverwriteForm = NonNullable<ChannelEdit['permission_overwrites']>[number];

export function overwriteOf(form: OverwriteForm): Overwrite {
  return { id: form.id, type: form.type, allow: form.allow ?? 0n, deny: form.deny ?? 0n };
}

/** The settings only forums have, as Discord stores them: every tag has an id. */
export function forumSettings(cloud: Cloud, form: Omit<ChannelEdit, 'type' | 'name' | 'flags'>): JsonObject {
  const tags = form.available_tags?.map((tag) => ({
    id: tag.id ?? cloud.ids.next(),
    name: tag.name,
    moderated: tag.moderated ?? false,
    emoji_id: tag.emoji_id ?? null,
    emoji_name: tag.emoji_name ?? null,
  }));
  const given = FORUM_KEYS.filter((key) => form[key] !== undefined).map((key) => [key, form[key]] as const);
  const emoji = form.default_reaction_emoji;
  return {
    ...Object.fromEntries(given),
    ...(tags && { available_tags: tags }),
    ...(emoji && {
      default_reaction_emoji: { emoji_id: emoji.emoji_id ?? null, emoji_name: emoji.emoji_name ?? null },
    }),
  };
}

function editChannel(cloud: Cloud, channel: Channel, body: unknown): void {
  demand(cloud, channel, PERMISSION.manageChannels);
  const form = readForm(channelEdit, body);
  if (form.type && channel.type !== CHANNEL.text && channel.type !== CHANNEL.announcement) refuse('wrongChannelType');
  channel.name = form.name ?? channel.name;
  channel.type = form.type ?? channel.type;
  channel.flags = form.flags ?? channel.flags;
  channel.position = form.position ?? channel.position;
  if (form.topic !== undefined) channel.topic = form.topic;
  if (form.parent_id !== undefined) channel.parentId = form.parent_id;
  if (form.permission_overwrites) {
    demand(cloud, channel, PERMISSION.manageRoles);
    channel.overwrites = form.permission_overwrites.map(overwriteOf);
  }
  if (channel.type === CHANNEL.forum) channel.forum = { ...channel.forum, ...forumSettings(cloud, form) };
}

function editThread(cloud: Cloud, channel: Channel, body: unknown): void {
  const { thread } = channel;
  if (thread === null) return;
  const form = readForm(threadEdit, body);
  const isOwner = thread.ownerId === cloud.application.id;
  if (!isOwner || form.locked !== undefined) demand(cloud, channel, PERMISSION.manageThreads);
  const isBroughtBack = form.archived === false;
  if (thread.archived && !isBroughtBack) refuse('threadArchived');
  if (thread.locked && !can(cloud, botOf(cloud), channel, PERMISSION.manageThreads)) refuse('threadLocked');
  channel.name = form.name ?? channel.name;
  channel.flags = form.flags ?? channel.flags;
  thread.locked = form.locked ?? thread.locked;
  thread.invitable = form.invitable ?? thread.invitable;
  thread.autoArchiveDuration = form.auto_archive_duration ?? thread.autoArchiveDuration;
  thread.appliedTags = form.applied_tags ?? thread.appliedTags;
  if (form.archived === undefined || form.archived === null || form.archived === thread.archived) return;
  thread.archived = form.archived;
  thread.archiveChangedAt = cloud.world.clock.now();
}

export function channelRoutes(cloud: Cloud): readonly Route[] {
  const one = { auth: 'bot', limit: LIMITS.rest, limitBy: 'channel' } as const;
  return [
    {
      ...one,
      method: 'GET',
      path: '/channels/:channel',
      handle: ({ param }) => ok(channelWire(cloud, visibleChannel(cloud, param('channel')))),
    },
    {
      ...one,
      method: 'PATCH',
      path: '/channels/:channel',
      narrower: ({ json }) => (isObject(json) && ('name' in json || 'topic' in json) ? LIMITS.renameChannel : null),
      handle({ param, body }) {
        const channel = visibleChannel(cloud, param('channel'));
        if (channel.guildId === null) refuse('dmAction');
        if (channel.thread === null) editChannel(cloud, channel, body.json ?? {});
        else editThread(cloud, channel, body.json ?? {});
        cloud.changed();
        return ok(channelWire(cloud, channel));
      },
    },
    {
      ...one,
      method: 'PUT',
      path: '/channels/:channel/permissions/:overwrite',
      handle({ param, body }) {
        const channel = channelOf(cloud, param('channel'));
        if (channel.guildId === null) refuse('dmAction');
        demand(cloud, channel, PERMISSION.manageRoles);
        const form = readForm(permissionOverwrite, body.json ?? {});
        const overwrite = overwriteOf({ ...form, id: param('overwrite') });
        const own = permissionsIn(cloud, botOf(cloud), channel);
        // A bot can only give and take what it has itself.
        if (((overwrite.allow | overwrite.deny) & ~own) !== 0n) refuse('missingPermissions');
        channel.overwrites = [...channel.overwrites.filter(({ id }) => id !== overwrite.id), overwrite];
        cloud.changed();
        return NO_CONTENT;
      },
    },
    {
      ...one,
      method: 'DELETE',
      path: '/channels/:channel/permissions/:overwrite',
      handle({ param }) {
        const channel = channelOf(cloud, param('channel'));
        demand(cloud, channel, PERMISSION.manageRoles);
        if (!channel.overwrites.some(({ id }) => id === param('overwrite'))) throw new Refusal('unknownOverwrite');
        channel.overwrites = channel.overwrites.filter(({ id }) => id !== param('overwrite'));
        cloud.changed();
        return NO_CONTENT;
      },
    },
  ];
}
