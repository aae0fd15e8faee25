import type { Context } from 'hono';
import type { Cloud } from '../cloud.ts';
import type { Interaction, InteractionChannel } from '../entities.ts';
import { refusals } from '../errors.ts';

export function interactionOf(cloud: Cloud, c: Context): Interaction {
  const sid = c.req.param('interaction') ?? '';
  const found = cloud.store.interactions.get(sid);
  if (found === undefined) throw refusals.notFound(`/Interactions/${sid}`);
  return found;
}

export function channelOf(cloud: Cloud, c: Context): InteractionChannel {
  const sid = c.req.param('channel') ?? '';
  const found = cloud.store.channels.get(sid);
  if (found === undefined || found.interactionSid !== c.req.param('interaction')) {
    throw refusals.notFound(`/Interactions/${c.req.param('interaction')}/Channels/${sid}`);
  }
  return found;
}
