import type { APIAttachment, APIMessage } from 'discord-api-types/v10';
import { decodeCustomId } from './custom-id.ts';
import { isSnowflake } from './snowflake.ts';

/** Who pressed or typed, and where. */
export interface InteractionBase {
  readonly id: string;
  readonly token: string;
  /** Null in a direct message. */
  readonly guildId: string | null;
  readonly channelId: string | null;
  readonly locale: string;
  readonly member: {
    readonly id: string;
    /** As the client shows it; untrusted text. */
    readonly displayName: string;
  };
}

export interface CommandInteraction extends InteractionBase {
  readonly kind: 'command';
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
  readonly files: readonly APIAttachment[];
}

export interface MessageCommandInteraction extends InteractionBase {
  readonly kind: 'message-command';
  readonly name: string;
  readonly target: APIMessage;
}

export interface ComponentInteraction extends InteractionBase {
  readonly kind: 'component';
  readonly name: string;
  readonly values: readonly string[];
  /** The message the button stands on. */
  readonly messageId: string;
}

export interface ModalInteraction extends InteractionBase {
  readonly kind: 'modal';
  readonly name: string;
  readonly values: readonly string[];
  /** Text fields by their custom id. */
  readonly fields: Readonly<Record<string, string>>;
}

export type Interaction =
  | { readonly kind: 'ping' }
  | CommandInteraction
  | MessageCommandInteraction
  | ComponentInteraction
  | ModalInteraction
  /** Well formed, but nothing we offer: a newer kind, or autocomplete, which no command of ours asks for. */
  | { readonly kind: 'unsupported'; readonly type: number; readonly base: InteractionBase | null }
  /** Signed by Discord, yet not readable. */
  | { readonly kind: 'malformed' };

/** The fields of Discord's payload that are read here (Discord docs, Interaction Structure), before they are checked. */
interface Payload {
  readonly [key: string]: unknown;
}

const TYPE = { ping: 1, command: 2, component: 3, modal: 5 } as const;
const COMMAND_TYPE = { slash: 1, message: 3 } as const;
const OPTION_ATTACHMENT = 11;

/** Reads a verified body. Never throws: what it does not know is a value. */
export function parseInteraction(body: Payload): Interaction {
  const type = body['type'];
  if (type === TYPE.ping) return { kind: 'ping' };
  const base = parseBase(body);
  const data = objectAt(body, 'data');
  if (typeof type !== 'number') return { kind: 'malformed' };
  if (base === null || data === null) return { kind: 'unsupported', type, base };
  switch (type) {
    case TYPE.command:
      return parseCommand(base, data) ?? { kind: 'unsupported', type, base };
    case TYPE.component:
      return parseComponent(base, data, objectAt(body, 'message')) ?? { kind: 'malformed' };
    case TYPE.modal:
      return parseModal(base, data);
    default:
      return { kind: 'unsupported', type, base };
  }
}

function parseBase(body: Payload): InteractionBase | null {
  const member = objectAt(body, 'member');
  const user = (member === null ? null : objectAt(member, 'user')) ?? objectAt(body, 'user');
  const id = body['id'];
  const token = body['token'];
  const userId = user?.['id'];
  if (!isSnowflake(id) || typeof token !== 'string' || user === null || !isSnowflake(userId)) return null;
  return {
    id,
    token,
    guildId: textAt(body, 'guild_id'),
    channelId: textAt(body, 'channel_id'),
    locale: textAt(body, 'locale') ?? textAt(body, 'guild_locale') ?? 'en-US',
    member: {
      id: userId,
      displayName:
        (member === null ? null : textAt(member, 'nick')) ??
        textAt(user, 'global_name') ??
        textAt(user, 'username') ??
        'member',
    },
  };
}

function parseCommand(base: InteractionBase, data: Payload): Interaction | null {
  const name = textAt(data, 'name');
  if (name === null) return null;
  if (data['type'] === COMMAND_TYPE.message) {
    const targetId = textAt(data, 'target_id');
    const messages = objectAt(objectAt(data, 'resolved') ?? {}, 'messages');
    const target = messages !== null && targetId !== null ? objectAt(messages, targetId) : null;
    return target === null ? null : { ...base, kind: 'message-command', name, target: target as unknown as APIMessage };
  }
  if (data['type'] !== COMMAND_TYPE.slash) return null;
  const attachments = objectAt(objectAt(data, 'resolved') ?? {}, 'attachments') ?? {};
  const options: Record<string, string> = {};
  const files: APIAttachment[] = [];
  for (const option of objectsAt(data, 'options')) {
    const key = textAt(option, 'name');
    const value = option['value'];
    if (key === null || value === undefined) continue;
    if (option['type'] === OPTION_ATTACHMENT && typeof value === 'string') {
      const file = objectAt(attachments, value);
      if (file !== null) files.push(file as unknown as APIAttachment);
    } else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      options[key] = String(value);
    }
  }
  return { ...base, kind: 'command', name, options, files };
}

function parseComponent(base: InteractionBase, data: Payload, message: Payload | null): Interaction | null {
  const customId = textAt(data, 'custom_id');
  const messageId = message === null ? null : textAt(message, 'id');
  if (customId === null || messageId === null) return null;
  return { ...base, kind: 'component', ...decodeCustomId(customId), messageId };
}

function parseModal(base: InteractionBase, data: Payload): Interaction {
  const fields: Record<string, string> = {};
  for (const label of objectsAt(data, 'components')) {
    const component = objectAt(label, 'component');
    const key = component === null ? null : textAt(component, 'custom_id');
    const value = component === null ? null : textAt(component, 'value');
    if (key !== null && value !== null) fields[key] = value;
  }
  return { ...base, kind: 'modal', ...decodeCustomId(textAt(data, 'custom_id') ?? ''), fields };
}

function objectAt(holder: Payload, key: string): Payload | null {
  const value = Object.hasOwn(holder, key) ? holder[key] : undefined;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Payload) : null;
}

function objectsAt(holder: Payload, key: string): readonly Payload[] {
  const value = holder[key];
  return Array.isArray(value) ? value.filter((one): one is Payload => typeof one === 'object' && one !== null) : [];
}

function textAt(holder: Payload, key: string): string | null {
  const value = Object.hasOwn(holder, key) ? holder[key] : undefined;
  return typeof value === 'string' ? value : null;
}
