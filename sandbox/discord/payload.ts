import { MAX_FILE_BYTES } from './attachments.ts';
import { type Channel, INTERACTION, type Interaction, type Member, type Message } from './entities.ts';
import { isoOf } from './ids.ts';
import type { JsonObject } from './json.ts';
import { permissionsIn } from './permissions.ts';
import { botOf, type Cloud } from './store.ts';
import { channelWire, messageWire } from './wire.ts';

/** The user as interactions carry it: other keys than on the REST API. */
export function interactionUser(member: Member): JsonObject {
  return {
    avatar: null,
    avatar_decoration_data: null,
    clan: null,
    collectibles: null,
    discriminator: '0',
    display_name_styles: null,
    global_name: member.user.globalName,
    id: member.user.id,
    primary_guild: null,
    public_flags: 0,
    username: member.user.username,
  };
}

function interactionMember(cloud: Cloud, member: Member, channel: Channel): JsonObject {
  return {
    avatar: null,
    banner: null,
    collectibles: null,
    communication_disabled_until: null,
    deaf: false,
    flags: 0,
    joined_at: isoOf(member.joinedAt),
    mute: false,
    nick: null,
    pending: false,
    permissions: permissionsIn(cloud, member, channel).toString(),
    premium_since: null,
    roles: member.roleIds,
    unusual_dm_activity_until: null,
    user: interactionUser(member),
  };
}

/** Who installed the app: the server, or for the bot's own DM the value "0". */
export function ownersOf(channel: Channel): JsonObject {
  return { '0': channel.guildId ?? '0' };
}

/** The body of the request to the interactions endpoint. */
export function interactionPayload(
  cloud: Cloud,
  interaction: Interaction,
  member: Member,
  channel: Channel,
  data: JsonObject,
  message: Message | null,
): JsonObject {
  const { guild } = cloud.store;
  const place =
    channel.guildId === null
      ? { context: 1, user: interactionUser(member) }
      : {
          context: 0,
          guild: { features: guild.features, id: guild.id, locale: guild.locale },
          guild_id: guild.id,
          guild_locale: guild.locale,
          member: interactionMember(cloud, member, channel),
        };
  const hasMessage =
    message !== null && (interaction.type === INTERACTION.component || interaction.type === INTERACTION.modal);
  return {
    app_permissions: permissionsIn(cloud, botOf(cloud), channel).toString(),
    application_id: cloud.application.id,
    attachment_size_limit: MAX_FILE_BYTES,
    authorizing_integration_owners: interaction.owners,
    channel: channelWire(cloud, channel, member),
    channel_id: channel.id,
    data,
    entitlement_sku_ids: [],
    entitlements: [],
    id: interaction.id,
    locale: member.locale,
    token: interaction.token,
    type: interaction.type,
    version: 1,
    ...(hasMessage && { message: messageWire(cloud, message) }),
    ...place,
  };
}

/** PING comes from a system account of Discord's, not from a member. */
export function pingPayload(cloud: Cloud): JsonObject {
  return {
    app_permissions: '0',
    application_id: cloud.application.id,
    authorizing_integration_owners: {},
    entitlements: [],
    id: cloud.ids.next(),
    token: 'aW50ZXJhY3Rpb246cGluZw',
    type: INTERACTION.ping,
    user: {
      avatar: null,
      avatar_decoration_data: null,
      bot: true,
      clan: null,
      discriminator: '0000',
      global_name: 'Discord',
      id: '643945264868098049',
      public_flags: 1,
      system: true,
      username: 'discord',
    },
    version: 1,
  };
}
