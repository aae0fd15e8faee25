import { CHANNEL, type Channel } from '../entities.ts';
import { refuse } from '../errors.ts';
import { readForm, record, snowflake } from '../form.ts';
import { ok, type Route } from '../http.ts';
import { botOf, type Cloud, dmWith } from '../store.ts';
import { channelWire, userWire } from '../wire.ts';
import { LIMITS } from './limits.ts';

/** The field saw bots stopped after some tens of quick opens; the sandbox stops earlier, so that a test meets it. */
const MAX_DM_OPENS = 10;
const DM_OPEN_WINDOW_MS = 10 * 60_000;

const recipient = record({ recipient_id: snowflake });

export function openDm(cloud: Cloud, userId: string): Channel {
  const channel: Channel = {
    id: cloud.ids.next(),
    type: CHANNEL.dm,
    guildId: null,
    name: '',
    topic: null,
    parentId: null,
    position: 0,
    overwrites: [],
    recipientId: userId,
    lastMessageId: null,
    lastPinAt: null,
    forum: null,
    flags: 0,
    thread: null,
    typing: new Map(),
  };
  cloud.store.channels.set(channel.id, channel);
  return channel;
}

export function userRoutes(cloud: Cloud): readonly Route[] {
  const me = () => {
    const bot = botOf(cloud);
    return ok({ ...userWire(bot), mfa_enabled: true, locale: 'en-US', verified: true, email: null, premium_type: 0 });
  };
  return [
    { method: 'GET', path: '/users/@me', auth: 'bot', limit: LIMITS.rest, handle: me },
    {
      method: 'POST',
      path: '/users/@me/channels',
      auth: 'bot',
      limit: LIMITS.openDm,
      handle({ body, note }) {
        const { recipient_id: userId } = readForm(recipient, body.json ?? {});
        const target = cloud.store.members.get(userId) ?? refuse('invalidRecipient');
        if (target.user.bot) refuse('cannotMessageBot');
        const known = dmWith(cloud, userId);
        note({ userId, channelId: known?.id ?? null });
        if (known !== undefined) return ok(channelWire(cloud, known));
        const now = cloud.world.clock.now();
        const { dmOpens } = cloud.store;
        if (dmOpens.filter((at) => now - at < DM_OPEN_WINDOW_MS).length >= MAX_DM_OPENS) refuse('dmsTooFast');
        dmOpens.push(now);
        const opened = openDm(cloud, userId);
        note({ channelId: opened.id });
        return ok(channelWire(cloud, opened));
      },
    },
  ];
}
