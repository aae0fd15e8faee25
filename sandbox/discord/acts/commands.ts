import type { InteractionOutcome } from '../../control/types.ts';
import { keepFile } from '../attachments.ts';
import { type Channel, type Command, INTERACTION, type Member } from '../entities.ts';
import { type JsonObject, numberOf, objectsOf, textOf } from '../json.ts';
import { interactionUser } from '../payload.ts';
import { can, PERMISSION } from '../permissions.ts';
import type { Cloud } from '../store.ts';
import { contextsOf, mayUse } from '../views/member.ts';
import { attachmentWire, messageWire } from '../wire.ts';
import { bytesOf, type FileForm, fitsTypes } from './files.ts';
import { placeOf, recordAct, seenMessage } from './place.ts';
import { invalid, notAllowed, notFound } from './refused.ts';
import { startInteraction } from './start.ts';

interface CommandAct {
  readonly channelId: string;
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly files: Readonly<Record<string, FileForm>>;
}

/** The command as this member's client offers it in this channel; a server's own command comes first. */
function offered(cloud: Cloud, member: Member, channel: Channel, type: number, name: string): Command {
  const context = channel.guildId === null ? 'dm' : 'guild';
  const named = [...cloud.store.commands.values()].filter((one) => one.type === type && one.name === name);
  const fitting = named.filter((one) => contextsOf(one).includes(context) && mayUse(cloud, member, one));
  const command = fitting.find((one) => one.guildId !== null) ?? fitting[0] ?? notFound('command in this place');
  if (!member.inGuild) notAllowed('The member shares no server with the app');
  if (channel.guildId !== null && !can(cloud, member, channel, PERMISSION.useApplicationCommands))
    notAllowed('Commands are off here');
  return channel.thread?.archived === true ? notAllowed('Commands do not work in archived threads') : command;
}

function checkedString(option: JsonObject, value: unknown, name: string): string {
  if (typeof value !== 'string') return invalid(`${name} takes text`);
  const choices = objectsOf(option, 'choices');
  if (choices.length > 0 && !choices.some((choice) => choice['value'] === value))
    invalid(`${name} takes one of its choices`);
  if (value.length > (numberOf(option, 'max_length') ?? 6000)) invalid(`${name} is too long`);
  if (value.length < (numberOf(option, 'min_length') ?? 0)) invalid(`${name} is too short`);
  return value;
}

function checkedNumber(option: JsonObject, value: unknown, name: string): number {
  const isWhole = option['type'] === 4;
  if (typeof value !== 'number' || !Number.isFinite(value)) return invalid(`${name} takes a number`);
  if (isWhole && !Number.isInteger(value)) invalid(`${name} takes a whole number`);
  if (value < (numberOf(option, 'min_value') ?? value) || value > (numberOf(option, 'max_value') ?? value))
    invalid(`${name} is out of range`);
  return value;
}

function checkedValue(option: JsonObject, value: unknown): string | number | boolean {
  const name = textOf(option, 'name') ?? '';
  switch (numberOf(option, 'type')) {
    case 3:
      return checkedString(option, value, name);
    case 4:
    case 10:
      return checkedNumber(option, value, name);
    case 5:
      return typeof value === 'boolean' ? value : invalid(`${name} takes true or false`);
    default:
      return typeof value === 'string' && /^\d{1,20}$/.test(value) ? value : invalid(`${name} takes an id`);
  }
}

interface Filled {
  readonly options: readonly JsonObject[];
  readonly attachments: Readonly<Record<string, JsonObject>>;
}

/** Checks the options as the client does, and uploads the files. */
function fill(cloud: Cloud, command: Command, channel: Channel, act: CommandAct): Filled {
  const known = objectsOf(command.definition, 'options');
  const names = known.map((option) => textOf(option, 'name') ?? '');
  for (const name of [...Object.keys(act.options), ...Object.keys(act.files)])
    if (!names.includes(name)) invalid(`/${command.name} has no option ${name}`);
  const attachments: Record<string, JsonObject> = {};
  const options = known.flatMap((option): readonly JsonObject[] => {
    const name = textOf(option, 'name') ?? '';
    const type = numberOf(option, 'type') ?? 3;
    const file = act.files[name];
    const value = act.options[name];
    if (type === 11 && file !== undefined) {
      const types = option['file_types'];
      if (!fitsTypes(file, Array.isArray(types) ? types.map(String) : []))
        invalid(`${name} does not take this kind of file`);
      const kept = keepFile(cloud, bytesOf(file), {
        channelId: channel.id,
        ephemeral: true,
        description: file.description,
      });
      attachments[kept.id] = attachmentWire(cloud, kept);
      return [{ name, type, value: kept.id }];
    }
    if (value === undefined || value === '') return option['required'] === true ? invalid(`${name} is required`) : [];
    return type === 11 ? invalid(`${name} takes a file`) : [{ name, type, value: checkedValue(option, value) }];
  });
  return { options, attachments };
}

export function runCommand(cloud: Cloud, member: Member, act: CommandAct): Promise<InteractionOutcome> {
  const channel = placeOf(cloud, member, act.channelId);
  const command = offered(cloud, member, channel, 1, act.name);
  const { options, attachments } = fill(cloud, command, channel, act);
  const data: JsonObject = {
    id: command.id,
    name: command.name,
    type: 1,
    ...(command.guildId !== null && { guild_id: command.guildId }),
    ...(options.length > 0 && { options }),
    ...(Object.keys(attachments).length > 0 && { resolved: { attachments } }),
  };
  recordAct(cloud, `/${command.name}`, { memberId: member.user.id, channelId: channel.id });
  return startInteraction(cloud, {
    type: INTERACTION.command,
    member,
    channel,
    data,
    name: command.name,
    commandType: 1,
  });
}

export function runMessageCommand(
  cloud: Cloud,
  member: Member,
  act: { channelId: string; messageId: string; name: string },
): Promise<InteractionOutcome> {
  const channel = placeOf(cloud, member, act.channelId);
  const message = seenMessage(cloud, member, channel, act.messageId);
  if (message.ephemeralFor !== null) notAllowed('Commands do not work on messages that only the member sees');
  const command = offered(cloud, member, channel, 3, act.name);
  const author = cloud.store.members.get(message.authorId);
  const wire = messageWire(cloud, message);
  const resolved = author === undefined || author.user.bot ? wire : { ...wire, author: interactionUser(author) };
  const data: JsonObject = {
    id: command.id,
    name: command.name,
    resolved: { messages: { [message.id]: resolved } },
    target_id: message.id,
    type: 3,
    ...(command.guildId !== null && { guild_id: command.guildId }),
  };
  recordAct(cloud, `message command ${command.name}`, {
    memberId: member.user.id,
    channelId: channel.id,
    messageId: message.id,
  });
  return startInteraction(cloud, {
    type: INTERACTION.command,
    member,
    channel,
    data,
    name: command.name,
    commandType: 3,
  });
}
