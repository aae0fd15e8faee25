import type { KeyObject } from 'node:crypto';
import type { World } from '../core/world.ts';
import type { Attachment, Channel, Command, Interaction, Member, Message, RequestRecord, Role } from './entities.ts';
import { refuse } from './errors.ts';
import type { Snowflakes } from './ids.ts';
import type { JsonObject } from './json.ts';

export interface Application {
  readonly id: string;
  readonly name: string;
  readonly botToken: string;
  /** Ed25519. */
  readonly privateKey: KeyObject;
  /** Hex. */
  readonly publicKey: string;
}

/** What `PATCH /applications/@me` changes. */
export interface ApplicationProfile {
  description: string;
  tags: readonly string[];
  flags: number;
  interactionsEndpointUrl: string | null;
  settings: JsonObject;
}

export interface Guild {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly ownerId: string;
  readonly locale: string;
  readonly features: readonly string[];
  readonly roles: readonly Role[];
}

/** Everything Discord remembers. */
export interface Store {
  guild: Guild;
  profile: ApplicationProfile;
  readonly members: Map<string, Member>;
  readonly channels: Map<string, Channel>;
  /** Channel id → messages, oldest first. */
  readonly messages: Map<string, Message[]>;
  readonly attachments: Map<string, Attachment>;
  readonly interactions: Map<string, Interaction>;
  readonly commands: Map<string, Command>;
  /** Author and nonce → the message made with it. */
  readonly nonces: Map<string, { readonly messageId: string; readonly channelId: string; readonly at: number }>;
  /** Instants at which the bot opened a DM that did not exist. */
  readonly dmOpens: number[];
  /** Instants at which a command name was new in its scope. */
  readonly commandCreates: number[];
  readonly requests: RequestRecord[];
}

/** What every part of the emulator works with. */
export interface Cloud {
  readonly world: World;
  readonly application: Application;
  /** Base address below which `/cdn` is served. */
  readonly publicUrl: () => string;
  readonly interactionsUrl: () => string;
  readonly ids: Snowflakes;
  readonly store: Store;
  /** Tells listeners that what a client shows has changed. */
  changed(): void;
}

const NO_GUILD: Guild = { id: '0', name: '', description: '', ownerId: '0', locale: 'en-US', features: [], roles: [] };

function newProfile(): ApplicationProfile {
  return { description: '', tags: [], flags: 0, interactionsEndpointUrl: null, settings: {} };
}

export function createStore(): Store {
  return {
    guild: NO_GUILD,
    profile: newProfile(),
    members: new Map(),
    channels: new Map(),
    messages: new Map(),
    attachments: new Map(),
    interactions: new Map(),
    commands: new Map(),
    nonces: new Map(),
    dmOpens: [],
    commandCreates: [],
    requests: [],
  };
}

/** Forgets everything; requests that are under way find nothing any more. */
export function clearStore(store: Store): void {
  for (const channel of store.channels.values()) for (const stop of [...channel.typing.values()]) stop();
  const { members, channels, messages, attachments, interactions, commands, nonces } = store;
  for (const map of [members, channels, messages, attachments, interactions, commands, nonces]) map.clear();
  store.dmOpens.length = 0;
  store.commandCreates.length = 0;
  store.requests.length = 0;
  store.profile = newProfile();
}

export function channelOf(cloud: Cloud, id: string): Channel {
  return cloud.store.channels.get(id) ?? refuse('unknownChannel');
}

/** A person or bot that exists. */
export function memberOf(cloud: Cloud, id: string): Member {
  return cloud.store.members.get(id) ?? refuse('unknownUser');
}

export function botOf(cloud: Cloud): Member {
  return memberOf(cloud, cloud.application.id);
}

export function messagesIn(cloud: Cloud, channelId: string): Message[] {
  const messages = cloud.store.messages.get(channelId) ?? [];
  cloud.store.messages.set(channelId, messages);
  return messages;
}

/** A message as clients and bots see it; ephemeral ones are found by their own routes only. */
export function messageOf(cloud: Cloud, channelId: string, id: string): Message {
  const message = messagesIn(cloud, channelId).find((one) => one.id === id);
  return message === undefined || message.ephemeralFor !== null ? refuse('unknownMessage') : message;
}

/** The direct channel between the bot and a user, when there is one. */
export function dmWith(cloud: Cloud, userId: string): Channel | undefined {
  return [...cloud.store.channels.values()].find((channel) => channel.recipientId === userId);
}

export function guildOf(cloud: Cloud, id: string): Guild {
  return cloud.store.guild.id === id ? cloud.store.guild : refuse('unknownGuild');
}
