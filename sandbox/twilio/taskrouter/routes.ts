import { Hono } from 'hono';
import type { Cloud } from '../cloud.ts';
import { refusals } from '../errors.ts';
import { pageAnswer } from '../wire.ts';
import { formatWorkspace } from './formatters.ts';
import { routingObjectRoutes } from './routing-routes.ts';
import { taskRoutes } from './task-routes.ts';
import { workerRoutes } from './worker-routes.ts';

/** `/v1/Workspaces` of taskrouter.twilio.com: one workspace, the one Flex made. */
export function taskrouterRoutes(cloud: Cloud): Hono {
  const routes = new Hono();

  routes.get('/', (c) =>
    pageAnswer(c, {
      product: 'taskrouter',
      path: '/v1/Workspaces',
      key: 'workspaces',
      items: [cloud.seed.workspaceSid],
      identify: (sid) => sid,
      format: () => formatWorkspace(cloud),
      maximum: 1_000,
    }),
  );
  routes.use('/:workspace/*', async (c, next) => {
    const sid = c.req.param('workspace');
    if (sid !== cloud.seed.workspaceSid) throw refusals.notFound(`/Workspaces/${sid}`);
    return next();
  });
  routes.get('/:workspace', (c) => {
    if (c.req.param('workspace') !== cloud.seed.workspaceSid) throw refusals.notFound('/Workspaces');
    return c.json(formatWorkspace(cloud));
  });
  routes.route('/:workspace', taskRoutes(cloud));
  routes.route('/:workspace', workerRoutes(cloud));
  routes.route('/:workspace', routingObjectRoutes(cloud));
  return routes;
}
