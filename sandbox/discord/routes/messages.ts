import { CHANNEL, type Channel, FLAG } from '../entities.ts';
import { refuse } from '../errors.ts';
import { readMessage } from '../forms/message.ts';
import { NO_CONTENT, ok, type Route } from '../http.ts';
import { isoOf } from '../ids.ts';
import { addMessage, editMessage, removeMessage } from '../messages.ts';
import { can, demand, PERMISSION } from '../permissions.ts';
import { isBlanked, pageOf } from '../reading.ts';
import { demandWritable, ownMessage, sendAsBot } from '../sending.ts';
import { botOf, type Cloud, channelOf, messageOf, messagesIn } from '../store.ts';
import { messageWire } from '../wire.ts';
import { LIMITS } from './limits.ts';

const MAX_PINS = 250;
const TYPING_MS = 10_000;

/** A channel the bot can see. */
export function visibleChannel(cloud: Cloud, id: string): Channel {
  const channel = channelOf(cloud, id);
  demand(cloud, channel, PERMISSION.viewChannel, 'missingAccess');
  return channel;
}

/** The indicator lasts 10 s, or until the one who types has sent a message. */
function startTyping(cloud: Cloud, channel: Channel, userId: string): void {
  channel.typing.get(userId)?.();
  const out = (): void => {
    channel.typing.delete(userId);
    cloud.changed();
  };
  const cancel = cloud.world.clock.after(TYPING_MS, out);
  channel.typing.set(userId, () => {
    cancel();
    channel.typing.delete(userId);
  });
  cloud.changed();
}

export function messageRoutes(cloud: Cloud): readonly Route[] {
  const inChannel = { auth: 'bot', limitBy: 'channel' } as const;
  return [
    {
      ...inChannel,
      method: 'GET',
      path: '/channels/:channel/messages',
      limit: LIMITS.listMessages,
      handle({ param, query, note }) {
        const channel = visibleChannel(cloud, param('channel'));
        const page = pageOf(cloud, channel.id, query);
        const mayRead = channel.guildId === null || can(cloud, botOf(cloud), channel, PERMISSION.readMessageHistory);
        const shown = mayRead ? page : [];
        note({ count: shown.length, after: query.get('after') });
        return ok(shown.map((message) => messageWire(cloud, message, isBlanked(cloud, channel, message))));
      },
    },
    {
      ...inChannel,
      method: 'POST',
      path: '/channels/:channel/messages',
      limit: LIMITS.createMessage,
      handle({ param, body, note }) {
        const channel = channelOf(cloud, param('channel'));
        const { message, isRepeat } = sendAsBot(cloud, channel, body.json, body.files);
        note({ messageId: message.id, nonce: message.nonce, repeat: isRepeat });
        return ok({ ...messageWire(cloud, message), ...(message.nonce !== null && { nonce: message.nonce }) });
      },
    },
    ...pinRoutes(cloud),
    {
      ...inChannel,
      method: 'GET',
      path: '/channels/:channel/messages/:message',
      limit: LIMITS.rest,
      handle({ param }) {
        const channel = visibleChannel(cloud, param('channel'));
        demand(cloud, channel, PERMISSION.readMessageHistory);
        const message = messageOf(cloud, channel.id, param('message'));
        return ok(messageWire(cloud, message, isBlanked(cloud, channel, message)));
      },
    },
    {
      ...inChannel,
      method: 'PATCH',
      path: '/channels/:channel/messages/:message',
      limit: LIMITS.editMessage,
      handle({ param, body, note }) {
        const channel = visibleChannel(cloud, param('channel'));
        const message = ownMessage(cloud, channel.id, param('message'));
        const form = readMessage('edit', body.json ?? {}, { isV2: (message.flags & FLAG.componentsV2) !== 0 });
        editMessage(cloud, channel, message, form, body.files);
        note({ messageId: message.id });
        return ok(messageWire(cloud, message));
      },
    },
    {
      ...inChannel,
      method: 'DELETE',
      path: '/channels/:channel/messages/:message',
      limit: LIMITS.deleteMessage,
      handle({ param }) {
        const channel = visibleChannel(cloud, param('channel'));
        const message = messageOf(cloud, channel.id, param('message'));
        const isOwn = message.authorId === cloud.application.id;
        if (!isOwn && channel.guildId === null) refuse('dmAction');
        if (!isOwn) demand(cloud, channel, PERMISSION.manageMessages);
        removeMessage(cloud, message);
        return NO_CONTENT;
      },
    },
    {
      ...inChannel,
      method: 'POST',
      path: '/channels/:channel/messages/:message/crosspost',
      limit: LIMITS.crosspost,
      handle({ param }) {
        const channel = visibleChannel(cloud, param('channel'));
        if (channel.type !== CHANNEL.announcement) refuse('wrongChannelType');
        const message = messageOf(cloud, channel.id, param('message'));
        const isOwn = message.authorId === cloud.application.id;
        demand(cloud, channel, isOwn ? PERMISSION.sendMessages : PERMISSION.manageMessages);
        if ((message.flags & FLAG.crossposted) !== 0) refuse('alreadyCrossposted');
        message.flags |= FLAG.crossposted;
        cloud.changed();
        return ok(messageWire(cloud, message));
      },
    },
    {
      ...inChannel,
      method: 'POST',
      path: '/channels/:channel/typing',
      limit: LIMITS.typing,
      handle({ param }) {
        const channel = channelOf(cloud, param('channel'));
        demandWritable(cloud, channel);
        startTyping(cloud, channel, cloud.application.id);
        return NO_CONTENT;
      },
    },
  ];
}

function pinRoutes(cloud: Cloud): readonly Route[] {
  const pins = { auth: 'bot', limit: LIMITS.rest, limitBy: 'channel' } as const;
  return [
    {
      ...pins,
      method: 'GET',
      path: '/channels/:channel/messages/pins',
      handle({ param }) {
        const channel = visibleChannel(cloud, param('channel'));
        const pinned = messagesIn(cloud, channel.id).filter((one) => one.pinnedAt !== null);
        const items = pinned.toReversed().map((message) => ({
          pinned_at: isoOf(message.pinnedAt ?? 0),
          message: messageWire(cloud, message, isBlanked(cloud, channel, message)),
        }));
        return ok({ items, has_more: false });
      },
    },
    {
      ...pins,
      method: 'PUT',
      path: '/channels/:channel/messages/pins/:message',
      handle({ param }) {
        const channel = visibleChannel(cloud, param('channel'));
        demand(cloud, channel, PERMISSION.pinMessages);
        const message = messageOf(cloud, channel.id, param('message'));
        if (message.pinnedAt !== null) return NO_CONTENT;
        if (messagesIn(cloud, channel.id).filter((one) => one.pinnedAt !== null).length >= MAX_PINS)
          refuse('tooManyPins');
        message.pinnedAt = cloud.world.clock.now();
        channel.lastPinAt = message.pinnedAt;
        const reference = { type: 0, channelId: channel.id, messageId: message.id } as const;
        addMessage(cloud, channel, {
          authorId: cloud.application.id,
          type: 6,
          reference,
          allowed: { parse: [] },
          mentions: 'users',
        });
        return NO_CONTENT;
      },
    },
    {
      ...pins,
      method: 'DELETE',
      path: '/channels/:channel/messages/pins/:message',
      handle({ param }) {
        const channel = visibleChannel(cloud, param('channel'));
        demand(cloud, channel, PERMISSION.pinMessages);
        messageOf(cloud, channel.id, param('message')).pinnedAt = null;
        cloud.changed();
        return NO_CONTENT;
      },
    },
  ];
}
