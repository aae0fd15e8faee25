import { type Context, Hono } from 'hono';
import type { Cloud } from '../cloud.ts';
import type { ScopedWebhook } from '../entities.ts';
import { readForm } from '../form.ts';
import { pageAnswer } from '../wire.ts';
import { conversationForms } from './fields.ts';
import { conversationPath, formatWebhook } from './formatters.ts';
import { conversationOf } from './request.ts';
import { addWebhook, removeWebhook, requireWebhook, updateWebhook } from './webhooks.ts';

export function webhookRoutes(cloud: Cloud): Hono {
  const routes = new Hono();
  const path = '/Conversations/:conversation/Webhooks';

  routes.get(path, (c) => {
    const conversation = conversationOf(cloud, c);
    return pageAnswer(c, {
      product: 'conversations',
      path: `${conversationPath(conversation.sid)}/Webhooks`,
      key: 'webhooks',
      items: [...conversation.webhooks.values()],
      identify: (one) => one.sid,
      format: (one) => formatWebhook(cloud, one),
      maximum: 100,
    });
  });
  routes.post(path, async (c) => {
    const form = await readForm(c, conversationForms.newWebhook);
    return c.json(formatWebhook(cloud, addWebhook(cloud, conversationOf(cloud, c), form)), 201);
  });
  routes.get(`${path}/:webhook`, (c) => c.json(formatWebhook(cloud, webhookIn(cloud, c))));
  routes.post(`${path}/:webhook`, async (c) => {
    const webhook = webhookIn(cloud, c);
    updateWebhook(cloud, conversationOf(cloud, c), webhook, await readForm(c, conversationForms.webhook));
    return c.json(formatWebhook(cloud, webhook));
  });
  routes.delete(`${path}/:webhook`, (c) => {
    removeWebhook(cloud, conversationOf(cloud, c), webhookIn(cloud, c));
    return c.body(null, 204);
  });
  return routes;
}

function webhookIn(cloud: Cloud, c: Context): ScopedWebhook {
  return requireWebhook(conversationOf(cloud, c), c.req.param('webhook') ?? '');
}
