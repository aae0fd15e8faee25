import type {
  APIChannel,
  APIDMChannel,
  APIMessage,
  APIThreadChannel,
  RESTGetAPIApplicationCommandsResult,
  RESTPostAPIChannelMessageJSONBody,
  RESTPutAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { Fault } from '../errors.ts';
import type { Clock, Deadline, Fetch, HttpAnswer, Random } from '../ports.ts';
import { timeoutFor, withinTime, withRetry } from '../retry.ts';

/** What a message of ours may carry. Mentions are switched off on every send and edit, so there is no field for them. */
export interface OutgoingMessage {
  readonly content?: string;
  readonly embeds?: RESTPostAPIChannelMessageJSONBody['embeds'];
  readonly components?: RESTPostAPIChannelMessageJSONBody['components'];
  readonly flags?: number;
  /** Id of the message this one replies to; it is sent all the same when that one is gone. */
  readonly replyTo?: string;
}

/** A message and the key that makes sending it twice harmless for some minutes (Discord docs, Create Message: nonce). */
export interface NoncedMessage extends OutgoingMessage {
  /** At most 25 characters. */
  readonly nonce: string;
}

export interface MessagePage {
  readonly after?: string;
  readonly before?: string;
  readonly limit: number;
}

/** How an interaction is known to Discord while its token lives (15 minutes). */
export interface InteractionHandle {
  readonly id: string;
  readonly token: string;
}

/**
 * Deferred answers only (Discord docs, Interaction Callback Type 5 and 6): they carry no text, so nothing in them can
 * mention anybody.
 */
export interface Acknowledgement {
  readonly type: 5 | 6;
  readonly data?: { readonly flags: number };
}

export interface DiscordRest {
  openDm(userId: string): Promise<APIDMChannel>;
  send(channelId: string, message: NoncedMessage): Promise<APIMessage>;
  edit(channelId: string, messageId: string, message: OutgoingMessage): Promise<APIMessage>;
  remove(channelId: string, messageId: string): Promise<void>;
  /** Newest first, as Discord gives them. */
  messages(channelId: string, page: MessagePage): Promise<readonly APIMessage[]>;
  /** The newest messages, newest first, in one try: for looks that can as well be made later. */
  glance(channelId: string, limit: number): Promise<readonly APIMessage[]>;
  message(channelId: string, messageId: string): Promise<APIMessage>;
  channel(channelId: string): Promise<APIChannel>;
  typing(channelId: string): Promise<void>;
  react(channelId: string, messageId: string, emoji: string): Promise<void>;
  /** A private thread; not repeated on an unknown outcome, because Discord has no nonce for threads. */
  createPrivateThread(channelId: string, name: string): Promise<APIThreadChannel>;
  addThreadMember(threadId: string, userId: string): Promise<void>;
  /** The first response to an interaction. Discord takes exactly one. */
  acknowledge(interaction: InteractionHandle, response: Acknowledgement): Promise<void>;
  editOriginal(interaction: InteractionHandle, message: OutgoingMessage): Promise<APIMessage>;
  followUp(interaction: InteractionHandle, message: OutgoingMessage): Promise<APIMessage>;
  registerCommands(commands: RESTPutAPIApplicationCommandsJSONBody): Promise<RESTGetAPIApplicationCommandsResult>;
}

export interface DiscordRestOptions {
  readonly baseUrl: string;
  readonly applicationId: string;
  readonly botToken: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: Random;
  readonly deadline: Deadline;
}

interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  /** Interaction and webhook routes carry their token in the path and take no bot token. */
  readonly anonymous?: boolean;
  readonly repeatable: boolean;
  /** Milliseconds one try may take. */
  readonly timeout?: number;
}

const CALL_TIMEOUT = 4_000;
/** Discord waits 3 s for the acknowledgement: two tries must fit, and time to work must be left after them. */
const ACKNOWLEDGE_TIMEOUT = 1_300;
/** Milliseconds to wait after a limit that does not say how long it lasts. */
const UNKNOWN_LIMIT = 5_000;
/** Discord docs, Reference: User Agent. Without this form Cloudflare may block the request. */
const USER_AGENT = 'DiscordBot (https://github.com/discord-flex, 0.1.0)';

export function createDiscordRest(options: DiscordRestOptions): DiscordRest {
  const app = options.applicationId;

  async function call<T>(one: Call): Promise<T> {
    return withRetry(options, { repeatable: one.repeatable }, () => attempt<T>(options, one));
  }

  return {
    openDm: (userId) =>
      call({ method: 'POST', path: '/users/@me/channels', body: { recipient_id: userId }, repeatable: true }),
    send: (channelId, { nonce, ...message }) =>
      call({
        method: 'POST',
        path: `/channels/${channelId}/messages`,
        body: { ...messageBody(message), nonce, enforce_nonce: true },
        repeatable: true,
      }),
    edit: (channelId, messageId, message) =>
      call({
        method: 'PATCH',
        path: `/channels/${channelId}/messages/${messageId}`,
        body: messageBody(message),
        repeatable: true,
      }),
    remove: (channelId, messageId) =>
      call({ method: 'DELETE', path: `/channels/${channelId}/messages/${messageId}`, repeatable: true }),
    messages: (channelId, page) =>
      call({ method: 'GET', path: `/channels/${channelId}/messages${queryOf(page)}`, repeatable: true }),
    glance: (channelId, limit) =>
      attempt(options, { method: 'GET', path: `/channels/${channelId}/messages?limit=${limit}`, repeatable: true }),
    message: (channelId, messageId) =>
      call({ method: 'GET', path: `/channels/${channelId}/messages/${messageId}`, repeatable: true }),
    channel: (channelId) => call({ method: 'GET', path: `/channels/${channelId}`, repeatable: true }),
    typing: (channelId) => call({ method: 'POST', path: `/channels/${channelId}/typing`, repeatable: true }),
    react: (channelId, messageId, emoji) =>
      call({
        method: 'PUT',
        path: `/channels/${channelId}/messages/${messageId}/reactions/${encodeURIComponent(emoji)}/@me`,
        repeatable: true,
      }),
    createPrivateThread: (channelId, name) =>
      call({
        method: 'POST',
        path: `/channels/${channelId}/threads`,
        body: { name, type: 12, invitable: false, auto_archive_duration: 10_080 },
        repeatable: false,
      }),
    addThreadMember: (threadId, userId) =>
      call({ method: 'PUT', path: `/channels/${threadId}/thread-members/${userId}`, repeatable: true }),
    acknowledge: (interaction, response) => acknowledge(options, interaction, response),
    editOriginal: (interaction, message) =>
      call({
        method: 'PATCH',
        path: `/webhooks/${app}/${interaction.token}/messages/@original`,
        body: messageBody(message),
        anonymous: true,
        repeatable: true,
      }),
    followUp: (interaction, message) =>
      call({
        method: 'POST',
        path: `/webhooks/${app}/${interaction.token}`,
        body: messageBody(message),
        anonymous: true,
        repeatable: false,
      }),
    registerCommands: (commands) =>
      call({ method: 'PUT', path: `/applications/${app}/commands`, body: commands, repeatable: true }),
  };
}

/**
 * A refusal as "already acknowledged" after an unknown outcome is our own first try, which Discord did carry out; on the
 * first try it means that somebody else answered, and is thrown.
 */
async function acknowledge(
  options: DiscordRestOptions,
  interaction: InteractionHandle,
  body: Acknowledgement,
): Promise<void> {
  const path = `/interactions/${interaction.id}/${interaction.token}/callback`;
  const one: Call = {
    method: 'POST',
    path,
    body,
    anonymous: true,
    repeatable: true,
    timeout: ACKNOWLEDGE_TIMEOUT,
  };
  let outcomeUnknown = false;
  await withRetry(options, { repeatable: true, attempts: 2 }, async () => {
    try {
      await attempt(options, one);
    } catch (error) {
      if (outcomeUnknown && error instanceof Fault && error.upstreamCode === 40060) return;
      outcomeUnknown ||= error instanceof Fault && error.outcome === 'unknown';
      throw error;
    }
  });
}

function messageBody(message: OutgoingMessage): object {
  const { replyTo, ...body } = message;
  return {
    ...body,
    allowed_mentions: { parse: [] },
    ...(replyTo === undefined ? {} : { message_reference: { message_id: replyTo, fail_if_not_exists: false } }),
  };
}

function queryOf(page: MessagePage): string {
  const query = new URLSearchParams({ limit: String(page.limit) });
  if (page.after !== undefined) query.set('after', page.after);
  if (page.before !== undefined) query.set('before', page.before);
  return `?${query.toString()}`;
}

async function attempt<T>(options: DiscordRestOptions, one: Call): Promise<T> {
  const response = await reach(options, one);
  const body = await readJson(response);
  if (!response.ok) throw refusal(one, response, body);
  if (response.status !== 204 && (typeof body !== 'object' || body === null))
    throw unreachable(one, 'unreadable answer');
  return body as T;
}

async function reach(options: DiscordRestOptions, one: Call): Promise<HttpAnswer> {
  const headers: Record<string, string> = { 'User-Agent': USER_AGENT };
  if (one.anonymous !== true) headers['Authorization'] = `Bot ${options.botToken}`;
  if (one.body !== undefined) headers['Content-Type'] = 'application/json';
  try {
    return await withinTime(options.clock, timeoutFor(options, one.timeout ?? CALL_TIMEOUT), (signal) =>
      options.fetch(`${options.baseUrl}${one.path}`, {
        method: one.method,
        headers,
        ...(one.body === undefined ? {} : { body: JSON.stringify(one.body) }),
        signal,
      }),
    );
  } catch (error) {
    throw unreachable(one, withoutUrl(error));
  }
}

/** It may have been carried out: the connection was lost, or what came back cannot be read. */
function unreachable(one: Call, cause: string): Fault {
  return new Fault('DISCORD_UNREACHABLE', `No usable answer from Discord to ${describe(one)}`, {
    remedy: 'Nothing to do if it passes: the next event repeats the work. Else see discordstatus.com.',
    cause,
    outcome: 'unknown',
  });
}

async function readJson(response: HttpAnswer): Promise<unknown> {
  if (response.status === 204) return undefined;
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

function refusal(one: Call, response: HttpAnswer, body: unknown): Fault {
  const upstreamCode = numberAt(body, 'code');
  const details = { upstreamStatus: response.status, ...(upstreamCode === undefined ? {} : { upstreamCode }) };
  if (response.status === 429) {
    return new Fault('DISCORD_RATE_LIMITED', `Discord limits ${describe(one)}`, {
      remedy: 'Nothing to do: the relay waits as told and goes on.',
      retryAfter: waitOf(response, body),
      ...details,
    });
  }
  if (response.status >= 500) {
    return new Fault('DISCORD_UNREACHABLE', `Discord answered ${response.status} to ${describe(one)}`, {
      remedy: 'Nothing to do if it passes: the next event repeats the work. Else see discordstatus.com.',
      outcome: 'unknown',
      ...details,
    });
  }
  return new Fault('DISCORD_REFUSED', `Discord refused ${describe(one)} with code ${upstreamCode ?? 'unknown'}`, {
    remedy: 'Look the code up in Discord docs, Opcodes and Status Codes; 500xx is mostly a permission of the bot.',
    ...details,
  });
}

/**
 * Milliseconds. The body tells fractions of a second, the header whole ones; Cloudflare's bans come without that body,
 * and HTTP allows a date in the header.
 */
function waitOf(response: HttpAnswer, body: unknown): number {
  const header = response.headers.get('retry-after');
  const told = [numberAt(body, 'retry_after'), header === null || header === '' ? undefined : Number(header)];
  const seconds = told.find((value) => value !== undefined && Number.isFinite(value) && value >= 0);
  return seconds === undefined ? UNKNOWN_LIMIT : seconds * 1000;
}

/** Method and route without tokens: interaction tokens stand in the path and must never reach a log. */
function describe(one: Call): string {
  const route = one.path
    .replace(/^\/interactions\/(\d+)\/[^/]+/, '/interactions/$1/…')
    .replace(/^\/webhooks\/(\d+)\/[^/]+/, '/webhooks/$1/…')
    .replace(/\?.*$/, '');
  return `${one.method} ${route}`;
}

/** The error's name only: undici puts the whole address, token included, into its messages. */
function withoutUrl(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

function numberAt(body: unknown, key: string): number | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const value = (body as Readonly<Record<string, unknown>>)[key];
  return typeof value === 'number' ? value : undefined;
}
