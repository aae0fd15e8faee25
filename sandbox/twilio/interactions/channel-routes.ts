import { type Context, Hono } from 'hono';
import type { Cloud } from '../cloud.ts';
import type { InteractionChannel, InteractionParticipant } from '../entities.ts';
import { refusals } from '../errors.ts';
import { type FormTable, readForm } from '../form.ts';
import { isRecord, parseJson, textOf } from '../json.ts';
import { pageAnswer } from '../wire.ts';
import { createInvite } from './create.ts';
import { channelPath, formatInteractionParticipant, formatInvite, formatTransfer } from './formatters.ts';
import { leave } from './lifecycle.ts';
import { channelOf } from './request.ts';
import { createTransfer, refreshTransfer } from './transfers.ts';

const forms = {
  invite: { Routing: { required: true, object: true } },
  newParticipant: {
    Type: { required: true, values: ['supervisor', 'customer', 'external', 'agent', 'unknown'] },
    MediaProperties: { required: true, object: true },
    RoutingProperties: { object: true },
  },
  participant: { Status: { required: true, values: ['closed', 'wrapup'] } },
} as const satisfies Record<string, FormTable>;

/** Invites, participants and transfers of one channel. */
export function channelRoutes(cloud: Cloud): Hono {
  const routes = new Hono();

  routes.get('/Invites', (c) => {
    const channel = channelOf(cloud, c);
    return pageAnswer(c, {
      product: 'flex',
      path: `${channelPath(channel)}/Invites`,
      key: 'invites',
      items: [...cloud.store.invites.values()].filter((one) => one.channelSid === channel.sid),
      identify: (one) => one.sid,
      format: (one) => formatInvite(cloud, one),
      maximum: 1_000,
    });
  });
  routes.post('/Invites', async (c) => {
    const form = await readForm(c, forms.invite);
    const { invite } = createInvite(cloud, channelOf(cloud, c), form.object('Routing') ?? {});
    return c.json(formatInvite(cloud, invite));
  });
  routes.get('/Participants', (c) => {
    const channel = channelOf(cloud, c);
    return pageAnswer(c, {
      product: 'flex',
      path: `${channelPath(channel)}/Participants`,
      key: 'participants',
      items: [...cloud.store.interactionParticipants.values()].filter(
        (one) => one.channelSid === channel.sid && one.status === 'active',
      ),
      identify: (one) => one.sid,
      format: formatInteractionParticipant,
      maximum: 1_000,
    });
  });
  routes.post('/Participants', async (c) => {
    const form = await readForm(c, forms.newParticipant);
    return c.json(formatInteractionParticipant(enter(cloud, channelOf(cloud, c), form.text('Type') ?? '')));
  });
  routes.post('/Participants/:participant', async (c) => {
    const participant = participantIn(cloud, c);
    const form = await readForm(c, forms.participant);
    leave(cloud, participant, form.text('Status') === 'wrapup' ? 'wrapup' : 'closed');
    return c.json(formatInteractionParticipant(participant));
  });
  routes.post('/Transfers', async (c) => {
    const channel = channelOf(cloud, c);
    const given = parseJson(await c.req.text());
    if (!isRecord(given)) throw refusals.invalid('A transfer is given as JSON');
    const transfer = createTransfer(cloud, channel, {
      type: textOf(given.type) ?? '',
      from: textOf(given.from),
      to: textOf(given.to) ?? '',
    });
    return c.json(formatTransfer(cloud, transfer), 201);
  });
  routes.get('/Transfers/:transfer', (c) => {
    const transfer = cloud.store.transfers.get(c.req.param('transfer'));
    if (transfer?.channelSid !== channelOf(cloud, c).sid) throw refusals.notFound('/Transfers');
    return c.json(formatTransfer(cloud, refreshTransfer(cloud, transfer)));
  });
  return routes;
}

function participantIn(cloud: Cloud, c: Context): InteractionParticipant {
  const sid = c.req.param('participant') ?? '';
  const found = cloud.store.interactionParticipants.get(sid);
  if (found?.channelSid !== channelOf(cloud, c).sid) throw refusals.notFound(`/Participants/${sid}`);
  return found;
}

/** Noted on the channel only: who takes part in the conversation is not changed by it. */
function enter(cloud: Cloud, channel: InteractionChannel, type: string): InteractionParticipant {
  const participant: InteractionParticipant = {
    sid: cloud.nextSid('UT'),
    interactionSid: channel.interactionSid,
    channelSid: channel.sid,
    type,
    mediaParticipantSid: null,
    taskSid: null,
    workerSid: null,
    reservationSid: null,
    status: 'active',
  };
  cloud.store.interactionParticipants.set(participant.sid, participant);
  return participant;
}
