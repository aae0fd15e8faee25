import { type Context, Hono } from 'hono';
import type { Cloud } from '../cloud.ts';
import type { User } from '../entities.ts';
import { readForm } from '../form.ts';
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
  return routes;
}

function userIn(cloud: Cloud, c: Context): User {
  return requireUser(cloud, c.req.param('user') ?? '');
}
