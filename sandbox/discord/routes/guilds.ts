import { CHANNEL, type Channel } from '../entities.ts';
import { refuse } from '../errors.ts';
import { readForm } from '../form.ts';
import { newChannel } from '../forms/channel.ts';
import { ok, type Route } from '../http.ts';
import type { JsonObject } from '../json.ts';
import { can, PERMISSION } from '../permissions.ts';
import { botOf, type Cloud, type Guild, guildOf } from '../store.ts';
import { channelWire, guildMemberWire, roleWire } from '../wire.ts';
import { forumSettings, overwriteOf } from './channels.ts';
import { LIMITS } from './limits.ts';

function guildWire(guild: Guild): JsonObject {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    description: guild.description,
    home_header: null,
    splash: null,
    discovery_splash: null,
    features: guild.features,
    banner: null,
    owner_id: guild.ownerId,
    application_id: null,
    region: 'deprecated',
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: 0,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 1,
    roles: guild.roles.map(roleWire),
    default_message_notifications: 1,
    mfa_level: 0,
    explicit_content_filter: 2,
    max_presences: null,
    max_members: 500_000,
    max_stage_video_channel_users: 50,
    max_video_channel_users: 25,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: guild.locale,
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    public_updates_channel_id: null,
    premium_progress_bar_enabled: false,
    nsfw: false,
    nsfw_level: 0,
    emojis: [],
    stickers: [],
    incidents_data: null,
  };
}

function makeChannel(cloud: Cloud, guild: Guild, body: unknown): Channel {
  const form = readForm(newChannel, body);
  const type = form.type ?? CHANNEL.text;
  const channel: Channel = {
    id: cloud.ids.next(),
    type,
    guildId: guild.id,
    // Discord lower-cases the names of text channels and joins their words.
    name: type === CHANNEL.category ? form.name : form.name.toLowerCase().replaceAll(/\s+/g, '-'),
    topic: form.topic ?? null,
    parentId: form.parent_id ?? null,
    position: form.position ?? cloud.store.channels.size,
    overwrites: (form.permission_overwrites ?? []).map(overwriteOf),
    recipientId: null,
    lastMessageId: null,
    lastPinAt: null,
    forum: type === CHANNEL.forum ? forumSettings(cloud, form) : null,
    flags: 0,
    thread: null,
    typing: new Map(),
  };
  cloud.store.channels.set(channel.id, channel);
  cloud.changed();
  return channel;
}

export function guildRoutes(cloud: Cloud): readonly Route[] {
  const inGuild = { auth: 'bot', limit: LIMITS.rest, limitBy: 'guild' } as const;
  return [
    {
      ...inGuild,
      method: 'GET',
      path: '/guilds/:guild',
      handle: ({ param }) => ok(guildWire(guildOf(cloud, param('guild')))),
    },
    {
      ...inGuild,
      method: 'GET',
      path: '/guilds/:guild/channels',
      handle({ param }) {
        const guild = guildOf(cloud, param('guild'));
        const channels = [...cloud.store.channels.values()].filter(
          (one) => one.guildId === guild.id && one.thread === null,
        );
        return ok(channels.map((channel) => channelWire(cloud, channel)));
      },
    },
    {
      ...inGuild,
      method: 'POST',
      path: '/guilds/:guild/channels',
      handle({ param, body }) {
        const guild = guildOf(cloud, param('guild'));
        const anyChannel = [...cloud.store.channels.values()].find((one) => one.type === CHANNEL.category);
        if (anyChannel !== undefined && !can(cloud, botOf(cloud), anyChannel, PERMISSION.manageChannels))
          refuse('missingPermissions');
        return { status: 201, body: channelWire(cloud, makeChannel(cloud, guild, body.json ?? {})) };
      },
    },
    {
      ...inGuild,
      method: 'GET',
      path: '/guilds/:guild/roles',
      handle: ({ param }) => ok(guildOf(cloud, param('guild')).roles.map(roleWire)),
    },
    {
      ...inGuild,
      method: 'GET',
      path: '/guilds/:guild/members/:user',
      handle({ param }) {
        guildOf(cloud, param('guild'));
        const member = cloud.store.members.get(param('user')) ?? refuse('unknownUser');
        return ok(guildMemberWire(member.inGuild ? member : refuse('unknownMember')));
      },
    },
  ];
}
