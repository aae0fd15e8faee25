import { isEmoji } from '../emoji.ts';
import type { Message } from '../entities.ts';
import { refuse } from '../errors.ts';
import { NO_CONTENT, ok, type Route } from '../http.ts';
import { demand, PERMISSION } from '../permissions.ts';
import { type Cloud, memberOf, messageOf } from '../store.ts';
import { userWire } from '../wire.ts';
import { LIMITS } from './limits.ts';
import { visibleChannel } from './messages.ts';

export function addReaction(message: Message, emoji: string, userId: string): void {
  const known = message.reactions.find((one) => one.emoji === emoji);
  if (known === undefined) message.reactions.push({ emoji, userIds: [userId] });
  else if (!known.userIds.includes(userId)) known.userIds.push(userId);
}

export function removeReaction(message: Message, emoji: string, userId: string): void {
  const known = message.reactions.find((one) => one.emoji === emoji);
  const index = known?.userIds.indexOf(userId) ?? -1;
  if (known === undefined || index === -1) return;
  known.userIds.splice(index, 1);
  if (known.userIds.length === 0) message.reactions = message.reactions.filter((one) => one !== known);
}

export function reactionRoutes(cloud: Cloud): readonly Route[] {
  const path = '/channels/:channel/messages/:message/reactions/:emoji';
  const reaction = { auth: 'bot', limit: LIMITS.react, limitBy: 'channel' } as const;
  return [
    {
      ...reaction,
      method: 'PUT',
      path: `${path}/@me`,
      handle({ param }) {
        const channel = visibleChannel(cloud, param('channel'));
        demand(cloud, channel, PERMISSION.readMessageHistory);
        const message = messageOf(cloud, channel.id, param('message'));
        const emoji = param('emoji');
        if (!isEmoji(emoji)) refuse('unknownEmoji');
        if (!message.reactions.some((one) => one.emoji === emoji)) demand(cloud, channel, PERMISSION.addReactions);
        if (cloud.store.members.get(message.authorId)?.blocksBot === true) refuse('reactionBlocked');
        addReaction(message, emoji, cloud.application.id);
        cloud.changed();
        return NO_CONTENT;
      },
    },
    {
      ...reaction,
      method: 'DELETE',
      path: `${path}/@me`,
      handle({ param }) {
        const channel = visibleChannel(cloud, param('channel'));
        removeReaction(messageOf(cloud, channel.id, param('message')), param('emoji'), cloud.application.id);
        cloud.changed();
        return NO_CONTENT;
      },
    },
    {
      ...reaction,
      method: 'GET',
      path,
      handle({ param }) {
        const channel = visibleChannel(cloud, param('channel'));
        const message = messageOf(cloud, channel.id, param('message'));
        if (!isEmoji(param('emoji'))) refuse('unknownEmoji');
        const userIds = message.reactions.find((one) => one.emoji === param('emoji'))?.userIds ?? [];
        return ok(userIds.map((id) => userWire(memberOf(cloud, id))));
      },
    },
  ];
}
