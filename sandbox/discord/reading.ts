import type { Channel, Message } from './entities.ts';
import { choice, fail, readForm } from './form.ts';
import { compareIds } from './ids.ts';
import { type Cloud, messagesIn } from './store.ts';

/** GATEWAY_MESSAGE_CONTENT and GATEWAY_MESSAGE_CONTENT_LIMITED of the application's flags. */
const MESSAGE_CONTENT = (1 << 18) | (1 << 19);

/** Whether a text that a person typed reads as empty for the bot: outside DMs it needs the message content intent. */
export function isBlanked(cloud: Cloud, channel: Channel, message: Message): boolean {
  const bot = cloud.application.id;
  if (channel.guildId === null || message.authorId === bot) return false;
  if ((cloud.store.profile.flags & MESSAGE_CONTENT) !== 0) return false;
  if (new RegExp(`<@!?${bot}>`).test(message.content)) return false;
  const { reference } = message;
  if (reference?.type !== 0 || !message.pings.users.includes(bot)) return true;
  const answered = messagesIn(cloud, reference.channelId).find((one) => one.id === reference.messageId);
  return answered === undefined || answered.interaction !== null;
}

function readLimit(text: string | null): number {
  if (text === null) return 50;
  return readForm(
    (value, at) => {
      const limit = Number(value);
      return Number.isInteger(limit) && limit >= 1 && limit <= 100
        ? limit
        : fail(at, 'NUMBER_TYPE_MAX', 'int value should be between 1 and 100.');
    },
    text,
    ['limit'],
  );
}

/**
 * One page, newest first. With `after` it holds the messages next after that id, with `before` those next before it.
 * The three are mutually exclusive.
 */
export function pageOf(cloud: Cloud, channelId: string, query: URLSearchParams): readonly Message[] {
  const limit = readLimit(query.get('limit'));
  const given = ['after', 'before', 'around'].filter((key) => query.has(key));
  if (given.length > 1)
    readForm(
      (_, at) => fail(at, 'MUTUALLY_EXCLUSIVE', 'before, after and around exclude each other.'),
      given,
      given.slice(1, 2),
    );
  for (const key of [...query.keys()]) readForm(choice('limit', 'after', 'before', 'around'), key, [key]);
  const key = given[0];
  const id = key === undefined ? '' : (query.get(key) ?? '');
  if (key !== undefined && !/^\d{1,20}$/.test(id)) {
    readForm((_, at) => fail(at, 'NUMBER_TYPE_COERCE', `Value "${id}" is not snowflake.`), id, [key]);
  }
  const messages = messagesIn(cloud, channelId).filter((one) => one.ephemeralFor === null);
  return selected(messages, key, id, limit).toReversed();
}

function selected(
  messages: readonly Message[],
  key: string | undefined,
  id: string,
  limit: number,
): readonly Message[] {
  if (key === 'after') return messages.filter((one) => compareIds(one.id, id) > 0).slice(0, limit);
  if (key === 'before') return messages.filter((one) => compareIds(one.id, id) < 0).slice(-limit);
  if (key === undefined) return messages.slice(-limit);
  const middle = messages.findIndex((one) => compareIds(one.id, id) >= 0);
  const from = Math.max(0, (middle === -1 ? messages.length : middle) - Math.floor(limit / 2));
  return messages.slice(from, from + limit);
}
