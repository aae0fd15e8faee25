import { Hono } from 'hono';
import type { Cloud } from '../cloud.ts';
import { addressOf } from '../hosts.ts';

/** `/v1/Configuration` of conversations.twilio.com. */
export function configurationRoutes(cloud: Cloud): Hono {
  const routes = new Hono();

  routes.get('/', (c) => c.json(configuration(cloud)));
  routes.get('/Webhooks', (c) =>
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
