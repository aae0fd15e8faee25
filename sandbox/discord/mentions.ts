import type { Channel, Pings } from './entities.ts';
import { withNested } from './forms/components.ts';
import type { AllowedMentions } from './forms/message.ts';
import { type JsonObject, textOf } from './json.ts';
import { can, PERMISSION } from './permissions.ts';
import type { Cloud } from './store.ts';

export const NOBODY: Pings = { everyone: false, roles: [], users: [] };

interface Question {
  readonly content: string;
  readonly components: readonly JsonObject[];
  readonly allowed: AllowedMentions | null | undefined;
  /** What counts when nothing is said: everything in normal messages, users only in interaction answers. */
  readonly fallback: 'everything' | 'users';
  readonly channel: Channel;
  readonly authorId: string;
  readonly repliedUserId: string | null;
}

const DEFAULTS: Readonly<Record<Question['fallback'], AllowedMentions>> = {
  everything: { parse: ['everyone', 'roles', 'users'], roles: [], users: [], replied_user: true },
  users: { parse: ['users'], roles: [], users: [], replied_user: false },
};

function idsIn(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].flatMap((match) => match[1] ?? []))];
}

/** Whom a text notifies under the rules for allowed mentions (Discord docs, Message → Allowed Mentions). */
export function pingsOf(cloud: Cloud, question: Question): Pings {
  const displayed = question.components
    .flatMap(withNested)
    .map((one) => (one['type'] === 10 ? (textOf(one, 'content') ?? '') : ''));
  const text = [question.content, ...displayed].join('\n');
  const allowed = question.allowed ?? DEFAULTS[question.fallback];
  const parse = allowed.parse ?? [];
  const author = cloud.store.members.get(question.authorId);
  const mayPingAll = author !== undefined && can(cloud, author, question.channel, PERMISSION.mentionEveryone);
  const users = idsIn(text, /<@!?(\d+)>/g).filter((id) => parse.includes('users') || allowed.users?.includes(id));
  const replied = question.repliedUserId !== null && allowed.replied_user === true ? [question.repliedUserId] : [];
  const roles = idsIn(text, /<@&(\d+)>/g).filter((id) => parse.includes('roles') || allowed.roles?.includes(id));
  return {
    everyone: /@(everyone|here)\b/.test(text) && parse.includes('everyone') && mayPingAll,
    roles: mayPingAll ? roles.filter((id) => cloud.store.guild.roles.some((role) => role.id === id)) : [],
    users: [...new Set([...users, ...replied])].filter((id) => cloud.store.members.has(id)),
  };
}
