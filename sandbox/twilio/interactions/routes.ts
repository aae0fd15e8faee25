import { Hono } from 'hono';
import type { Cloud } from '../cloud.ts';
import type { InteractionChannel } from '../entities.ts';
import { refusals } from '../errors.ts';
import { type Form, type FormTable, readForm } from '../form.ts';
import { isRecord } from '../json.ts';
import { pageAnswer } from '../wire.ts';
import { channelRoutes } from './channel-routes.ts';
import { createInteraction } from './create.ts';
import { formatChannel, formatInteraction } from './formatters.ts';
import { closeChannel, parkChannel } from './lifecycle.ts';
import { channelOf, interactionOf } from './request.ts';

const forms = {
  create: {
    Channel: { required: true, object: true },
    Routing: { object: true },
    InteractionContextSid: { sid: 'HQ' },
    WebhookTtid: {},
  },
  update: { WebhookTtid: {} },
  channel: { Status: { required: true, values: ['closed', 'inactive'] }, Routing: { object: true } },
} as const satisfies Record<string, FormTable>;

/** `/v1/Interactions` of flex-api.twilio.com. All of it answers 200, also where something is made. */
export function interactionRoutes(cloud: Cloud): Hono {
  const routes = new Hono();

  routes.use(async (c, next) => {
    const endpoint = `${c.req.method} ${c.req.path.replace(/[A-Z]{2}[0-9a-f]{32}/g, '')}`;
    if (!cloud.limits.interactions.take(endpoint)) throw refusals.tooManyRequests();
    return next();
  });
  routes.post('/', async (c) => {
    const form = await readForm(c, forms.create);
    const { interaction } = createInteraction(cloud, {
      channel: form.object('Channel') ?? {},
      routing: form.object('Routing') ?? {},
      contextSid: form.text('InteractionContextSid'),
      webhookTtid: form.text('WebhookTtid'),
    });
    return c.json(formatInteraction(cloud, interaction));
  });
  routes.get('/:interaction', (c) => c.json(formatInteraction(cloud, interactionOf(cloud, c))));
  routes.post('/:interaction', async (c) => {
    const interaction = interactionOf(cloud, c);
    const form = await readForm(c, forms.update);
    interaction.webhookTtid = form.text('WebhookTtid') ?? interaction.webhookTtid;
    return c.json(formatInteraction(cloud, interaction));
  });
  routes.get('/:interaction/Channels', (c) => {
    const interaction = interactionOf(cloud, c);
    return pageAnswer(c, {
      product: 'flex',
      path: `/v1/Interactions/${interaction.sid}/Channels`,
      key: 'channels',
      items: [...cloud.store.channels.values()].filter((one) => one.interactionSid === interaction.sid),
      identify: (one) => one.sid,
      format: formatChannel,
      maximum: 1_000,
    });
  });
  routes.get('/:interaction/Channels/:channel', (c) => c.json(formatChannel(channelOf(cloud, c))));
  routes.post('/:interaction/Channels/:channel', async (c) => {
    const channel = channelOf(cloud, c);
    updateChannel(cloud, channel, await readForm(c, forms.channel));
    return c.json(formatChannel(channel));
  });
  routes.route('/:interaction/Channels/:channel', channelRoutes(cloud));
  return routes;
}

/** Closing without a routing status leaves the tasks to be wrapped up; `inactive` needs routing `closed`. */
function updateChannel(cloud: Cloud, channel: InteractionChannel, form: Form): void {
  const routing = form.object('Routing');
  const end = isRecord(routing) ? (routing.status ?? 'wrapup') : 'wrapup';
  if (end !== 'wrapup' && end !== 'closed') throw refusals.invalid('Routing.status must be wrapup or closed');
  if (form.text('Status') === 'closed') {
    closeChannel(cloud, channel, end);
    return;
  }
  if (end !== 'closed') throw refusals.invalid('Status inactive needs Routing.status closed');
  parkChannel(cloud, channel);
}
