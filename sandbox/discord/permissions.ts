import { CHANNEL, type Channel, type Member } from './entities.ts';
import { type RefusalName, refuse } from './errors.ts';
import { botOf, type Cloud } from './store.ts';

/** Bits as Discord numbers them. */
export const PERMISSION = {
  administrator: 1n << 3n,
  manageChannels: 1n << 4n,
  manageGuild: 1n << 5n,
  addReactions: 1n << 6n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  manageMessages: 1n << 13n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readMessageHistory: 1n << 16n,
  mentionEveryone: 1n << 17n,
  manageRoles: 1n << 28n,
  useApplicationCommands: 1n << 31n,
  manageThreads: 1n << 34n,
  createPublicThreads: 1n << 35n,
  createPrivateThreads: 1n << 36n,
  sendMessagesInThreads: 1n << 38n,
  sendPolls: 1n << 49n,
  pinMessages: 1n << 51n,
} as const;

export const ALL_PERMISSIONS = Object.values(PERMISSION).reduce((sum, bit) => sum | bit, 0n);

/** What a bot may do in its own DMs: view, send, embed, attach, history, react, mention, external emoji. */
export const DM_PERMISSIONS = 442_368n;

export function isThread(channel: Channel): boolean {
  return channel.thread !== null;
}

function guildPermissions(cloud: Cloud, member: Member): bigint {
  if (cloud.store.guild.ownerId === member.user.id) return ALL_PERMISSIONS;
  const { guild } = cloud.store;
  const own = guild.roles.filter((role) => role.id === guild.id || member.roleIds.includes(role.id));
  const sum = own.reduce((bits, role) => bits | role.permissions, 0n);
  return (sum & PERMISSION.administrator) === 0n ? sum : ALL_PERMISSIONS;
}

/** Permissions in a channel: the server's, then the overwrites for everyone, for roles, for the member. */
export function permissionsIn(cloud: Cloud, member: Member, channel: Channel): bigint {
  if (channel.guildId === null) return DM_PERMISSIONS;
  if (!member.inGuild) return 0n;
  const base = guildPermissions(cloud, member);
  if (base === ALL_PERMISSIONS) return base;
  const ruling = channel.thread === null ? channel : cloud.store.channels.get(channel.parentId ?? '');
  if (ruling === undefined) return 0n;
  const everyone = ruling.overwrites.filter((one) => one.id === channel.guildId);
  const roles = ruling.overwrites.filter((one) => one.type === 0 && member.roleIds.includes(one.id));
  const personal = ruling.overwrites.filter((one) => one.type === 1 && one.id === member.user.id);
  let result = base;
  for (const layer of [everyone, roles, personal]) {
    const denied = layer.reduce((bits, one) => bits | one.deny, 0n);
    const allowed = layer.reduce((bits, one) => bits | one.allow, 0n);
    result = (result & ~denied) | allowed;
  }
  return result;
}

export function can(cloud: Cloud, member: Member, channel: Channel, permission: bigint): boolean {
  return (permissionsIn(cloud, member, channel) & permission) === permission;
}

/** A private thread is seen by its members and by those who manage threads. */
export function canView(cloud: Cloud, member: Member, channel: Channel): boolean {
  if (channel.guildId === null) return channel.recipientId === member.user.id || member.user.bot;
  if (!can(cloud, member, channel, PERMISSION.viewChannel)) return false;
  if (channel.type !== CHANNEL.privateThread) return true;
  return channel.thread?.members.has(member.user.id) === true || can(cloud, member, channel, PERMISSION.manageThreads);
}

export function sendPermission(channel: Channel): bigint {
  return isThread(channel) ? PERMISSION.sendMessagesInThreads : PERMISSION.sendMessages;
}

/** Refuses where the bot lacks a permission in a server's channel; in a DM there is nothing to lack. */
export function demand(
  cloud: Cloud,
  channel: Channel,
  permission: bigint,
  name: RefusalName = 'missingPermissions',
): void {
  const bot = botOf(cloud);
  if (channel.guildId === null) return;
  if (!canView(cloud, bot, channel)) refuse('missingAccess');
  if (!can(cloud, bot, channel, permission)) refuse(name);
}
