import type { Channel, Member, Message } from '../entities.ts';
import { canView } from '../permissions.ts';
import type { Cloud } from '../store.ts';
import { visibleMessages } from '../views/member.ts';
import { notFound } from './refused.ts';

/** People only: nobody acts as the bot. */
export function personOf(cloud: Cloud, id: string): Member {
  const member = cloud.store.members.get(id);
  return member === undefined || member.user.bot ? notFound('member') : member;
}

export function placeOf(cloud: Cloud, member: Member, channelId: string): Channel {
  const channel = cloud.store.channels.get(channelId);
  return channel === undefined || !canView(cloud, member, channel) ? notFound('channel') : channel;
}

export function seenMessage(cloud: Cloud, member: Member, channel: Channel, messageId: string): Message {
  return visibleMessages(cloud, channel, member).find((one) => one.id === messageId) ?? notFound('message');
}

/** The member's own press or key, as the first hop of a chain. Never with the words. */
export function recordAct(cloud: Cloud, what: string, details: Readonly<Record<string, string | number | null>>): void {
  const at = cloud.world.clock.now();
  cloud.world.trace.record({
    at,
    from: 'member',
    to: 'discord',
    what,
    outcome: 200,
    took: 0,
    signature: 'none',
    details,
  });
}
