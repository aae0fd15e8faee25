import type { ChannelView, CommandOptionView, CommandView, MemberView } from '../../control/types.ts';
import { CHANNEL, type Channel, type Command, type Member, type Message } from '../entities.ts';
import { compareIds } from '../ids.ts';
import { isObject, type JsonObject, numberOf, objectsOf, textOf } from '../json.ts';
import { ALL_PERMISSIONS, can, canView, PERMISSION, permissionsIn, sendPermission } from '../permissions.ts';
import { botOf, type Cloud, messagesIn } from '../store.ts';
import { messageView, nameOf } from './message.ts';
import { modalView } from './modal.ts';

const KINDS: Readonly<Record<number, ChannelView['kind']>> = {
  [CHANNEL.text]: 'text',
  [CHANNEL.dm]: 'dm',
  [CHANNEL.announcement]: 'announcement',
  [CHANNEL.announcementThread]: 'thread',
  [CHANNEL.publicThread]: 'thread',
  [CHANNEL.privateThread]: 'thread',
};

const OPTION_KINDS: Readonly<Record<number, CommandOptionView['kind']>> = {
  3: 'string',
  4: 'integer',
  5: 'boolean',
  11: 'attachment',
};

/** What a member's client shows of a channel: ephemeral messages only to whom they are for. */
export function visibleMessages(cloud: Cloud, channel: Channel, member: Member): readonly Message[] {
  return messagesIn(cloud, channel.id).filter(
    (one) => one.ephemeralFor === null || one.ephemeralFor === member.user.id,
  );
}

export function canWrite(cloud: Cloud, channel: Channel, member: Member): boolean {
  if (channel.guildId === null) return member.inGuild && !member.blocksBot;
  return can(cloud, member, channel, sendPermission(channel)) && channel.thread?.locked !== true;
}

/** Channels in the client's order: the server's, then joined threads, then the DM once it shows. */
export function visibleChannels(cloud: Cloud, member: Member): readonly Channel[] {
  const all = [...cloud.store.channels.values()].filter(
    (one) => one.type !== CHANNEL.category && one.type !== CHANNEL.forum,
  );
  const seen = all.filter((channel) => canView(cloud, member, channel));
  const inGuild = seen
    .filter((one) => one.guildId !== null && one.thread === null)
    .sort((a, b) => a.position - b.position);
  const threads = seen.filter((one) => one.thread?.members.has(member.user.id) === true);
  const dms = seen.filter(
    (one) => one.recipientId === member.user.id && (member.openedDm || visibleMessages(cloud, one, member).length > 0),
  );
  return [...inGuild, ...threads, ...dms];
}

function channelView(cloud: Cloud, channel: Channel, member: Member): ChannelView {
  const messages = visibleMessages(cloud, channel, member);
  const readUpTo = member.readUpTo.get(channel.id) ?? '0';
  const parent = cloud.store.channels.get(channel.parentId ?? '');
  const unread = messages.filter((one) => one.authorId !== member.user.id && compareIds(one.id, readUpTo) > 0);
  return {
    id: channel.id,
    name: channel.guildId === null ? nameOf(botOf(cloud)) : channel.name,
    kind: KINDS[channel.type] ?? 'text',
    topic: channel.topic,
    category: parent?.type === CHANNEL.category ? parent.name : null,
    parentId: channel.thread === null ? null : channel.parentId,
    canWrite: canWrite(cloud, channel, member),
    typing: [...channel.typing.keys()]
      .filter((id) => id !== member.user.id)
      .map((id) => nameOf(cloud.store.members.get(id))),
    unread: unread.length,
    messages: messages.map((message) => messageView(cloud, message, member)),
  };
}

function localisedText(object: JsonObject, key: string, locale: string): string {
  const translations = object[`${key}_localizations`];
  const translated = isObject(translations) ? translations[locale] : undefined;
  return typeof translated === 'string' ? translated : (textOf(object, key) ?? '');
}

function optionView(option: JsonObject, locale: string): CommandOptionView {
  return {
    name: textOf(option, 'name') ?? '',
    description: localisedText(option, 'description', locale),
    kind: OPTION_KINDS[numberOf(option, 'type') ?? 3] ?? 'string',
    required: option['required'] === true,
    maxLength: numberOf(option, 'max_length'),
    choices: objectsOf(option, 'choices').map((choice) => ({
      name: localisedText(choice, 'name', locale),
      value: String(choice['value'] ?? ''),
    })),
  };
}

export function contextsOf(command: Command): readonly ('guild' | 'dm')[] {
  if (command.guildId !== null) return ['guild'];
  const contexts = command.definition['contexts'];
  if (!Array.isArray(contexts)) return ['guild', 'dm'];
  return [...(contexts.includes(0) ? (['guild'] as const) : []), ...(contexts.includes(1) ? (['dm'] as const) : [])];
}

/** Commands that ask for permissions are hidden from members who lack them. */
export function mayUse(cloud: Cloud, member: Member, command: Command): boolean {
  const asked = textOf(command.definition, 'default_member_permissions');
  if (asked === null) return true;
  const anyChannel = [...cloud.store.channels.values()].find((one) => one.guildId !== null);
  const own = anyChannel === undefined ? 0n : permissionsIn(cloud, member, anyChannel);
  if (asked === '0') return own === ALL_PERMISSIONS || (own & PERMISSION.administrator) !== 0n;
  return (own & BigInt(asked)) === BigInt(asked);
}

function commandViews(cloud: Cloud, member: Member): readonly CommandView[] {
  if (!member.inGuild) return [];
  return [...cloud.store.commands.values()]
    .filter((command) => command.type !== 2 && mayUse(cloud, member, command))
    .map((command) => ({
      id: command.id,
      kind: command.type === 3 ? 'message' : 'slash',
      name: command.name,
      description: localisedText(command.definition, 'description', member.locale),
      contexts: contextsOf(command),
      options: objectsOf(command.definition, 'options').map((option) => optionView(option, member.locale)),
    }));
}

export function memberView(cloud: Cloud, member: Member): MemberView {
  const { application } = cloud;
  const { guild } = cloud.store;
  return {
    id: member.user.id,
    username: member.user.username,
    name: nameOf(member),
    locale: member.locale,
    dms: member.dms,
    inGuild: member.inGuild,
    blocksBot: member.blocksBot,
    guild: member.inGuild ? { id: guild.id, name: guild.name } : null,
    bot: { id: application.id, name: application.name },
    channels: visibleChannels(cloud, member).map((channel) => channelView(cloud, channel, member)),
    commands: commandViews(cloud, member),
    modal: member.modal === null ? null : modalView(member.modal),
    notices: member.notices.map(({ id, text, at }) => ({ id, text, at: new Date(at).toISOString() })),
  };
}
