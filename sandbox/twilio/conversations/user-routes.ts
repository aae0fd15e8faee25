import { type Context, Hono } from 'hono';
import type { Cloud } from '../cloud.ts';
import type { User } from '../entities.ts';
import { readForm } from '../form.ts';
import { addressOf } from '../hosts.ts';
import { pageAnswer } from '../wire.ts';
import { conversationForms } from './fields.ts';
import { formatUser } from './formatters.ts';
import { checkIdentity } from './participants.ts';
import { createUser, requireUser, updateUser } from './users.ts';

export function userRoutes(cloud: Cloud): Hono {
  const routes = new Hono();

  routes.get('/Users', (c) =>
    pageAnswer(c, {
      product: 'conversations',
      path: '/v1/Users',
      key: 'users',
      items: [...cloud.store.users.values()],
      identify: (one) => one.sid,
      format: (one) => formatUser(cloud, one),
      maximum: 50,
    }),
  );
  routes.post('/Users', async (c) => {
    const form = await readForm(c, conversationForms.newUser);
    const identity = form.text('Identity') ?? '';
    checkIdentity(identity);
    return c.json(formatUser(cloud, createUser(cloud, identity, form)), 201);
  });
  routes.get('/Users/:user', (c) => c.json(formatUser(cloud, userIn(cloud, c))));
  routes.post('/Users/:user', async (c) => {
    const user = userIn(cloud, c);
    updateUser(cloud, user, await readForm(c, conversationForms.user));
    return c.json(formatUser(cloud, user));
  });
  routes.delete('/Users/:user', (c) => {
    cloud.store.users.delete(userIn(cloud, c).sid);
    return c.body(null, 204);
  });
  routes.get('/Configuration', (c) => c.json(configuration(cloud)));
  routes.get('/Configuration/Webhooks', (c) =>
    c.json({
      account_sid: cloud.account.sid,
      method: 'POST',
      filters: [],
      pre_webhook_url: null,
      post_webhook_url: null,
      target: 'webhook',
      url: addressOf('conversations', '/v1/Configuration/Webhooks'),
    }),
  );
  return routes;
}

function userIn(cloud: Cloud, c: Context): User {
  return requireUser(cloud, c.req.param('user') ?? '');
}

/** Read only: account-wide settings belong to the customer. */
function configuration(cloud: Cloud): Record<string, unknown> {
  const url = addressOf('conversations', '/v1/Configuration');
  return {
    account_sid: cloud.account.sid,
    default_chat_service_sid: cloud.seed.chatServiceSid,
    default_messaging_service_sid: null,
    default_inactive_timer: null,
    default_closed_timer: null,
    url,
    links: {
      service: addressOf('conversations', `/v1/Services/${cloud.seed.chatServiceSid}/Configuration`),
      webhooks: `${url}/Webhooks`,
    },
  };
}
