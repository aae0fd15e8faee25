import { type Context, Hono } from 'hono';
import { CUT_CONNECTION, faultMiddleware } from '../core/fault-middleware.ts';
import type { FaultRule } from '../core/faults.ts';
import { stopwatch } from '../core/trace.ts';
import type { World } from '../core/world.ts';
import { agentControl } from './agent/control.ts';
import { authenticate } from './authentication.ts';
import { type Cloud, createCloud, type TwilioAccount } from './cloud.ts';
import { configurationRoutes } from './conversations/configuration.ts';
import { conversationBudget, conversationRoutes } from './conversations/routes.ts';
import { errorBody, RestError, refusals } from './errors.ts';
import { hosts } from './hosts.ts';
import { flexConfigurationRoutes } from './interactions/configuration.ts';
import { interactionRoutes } from './interactions/routes.ts';
import { recordOf, textOf } from './json.ts';
import { mediaLinkRoutes, mediaRoutes } from './media/routes.ts';
import { seedCloud } from './seed.ts';
import type { TwilioSeed } from './sids.ts';
import { appendRecord, type TwilioStore } from './store.ts';
import { createStudioHost } from './studio-host.ts';
import type { StudioModule } from './studio-port.ts';
import { syncRoutes } from './sync/routes.ts';
import { taskrouterRoutes } from './taskrouter/routes.ts';

export interface TwilioOptions {
  readonly world: World;
  readonly account: TwilioAccount;
  /** Base address of `/twilio`, for media links. */
  readonly publicUrl: () => string;
  readonly studio?: StudioModule;
  /** Whether acts of Flex's own servers fire scoped webhooks. Default true. */
  readonly flexServerWebhooks?: boolean;
}

export interface TwilioEmulator {
  /** Serves `/<product host>/<path>`; mounted at `/twilio`. */
  readonly api: Hono;
  /** Mounted at `/control/flex`. */
  readonly control: Hono;
  readonly seed: TwilioSeed;
  readonly store: TwilioStore;
  /** Back to a fresh account; SIDs of the seed stay. */
  reset(): void;
}

export function createTwilio(options: TwilioOptions): TwilioEmulator {
  const cloud = createCloud({
    world: options.world,
    account: options.account,
    publicUrl: options.publicUrl,
    flexServerWebhooks: options.flexServerWebhooks ?? true,
    studio: options.studio,
  });
  const studioHost = createStudioHost(cloud);
  cloud.studioHost = studioHost;
  seedCloud(cloud);

  return {
    api: restApi(cloud, options.studio?.routes(studioHost)),
    control: agentControl(cloud),
    seed: cloud.seed,
    store: cloud.store,
    reset() {
      cloud.clear();
      options.studio?.reset();
      seedCloud(cloud);
      cloud.changed();
    },
  };
}

function restApi(cloud: Cloud, studioRoutes: Hono | undefined): Hono {
  const api = new Hono();

  api.use(async (c, next) => {
    const took = stopwatch(cloud.world.clock);
    await next();
    recordRequest(cloud, c, took(), await identify(c.res));
  });
  api.use(faultMiddleware(cloud.world, 'twilio', answerFault));
  api.route('/media', mediaLinkRoutes(cloud));
  api.use(async (c, next) => {
    authenticate(cloud.account, c.req.header('Authorization'));
    return next();
  });
  api.onError((error, c) => {
    if (!(error instanceof RestError)) throw error;
    return c.json(errorBody(error.status, error.code, error.message), error.status as 400);
  });
  api.use(`/${hosts.conversations}/v1/Services/:service/*`, async (c, next) => {
    const sid = c.req.param('service');
    if (sid !== cloud.seed.chatServiceSid) throw refusals.notFound(`/Services/${sid}`);
    return next();
  });
  api.use(`/${hosts.conversations}/*`, conversationBudget(cloud));
  api.route(`/${hosts.conversations}/v1`, conversationRoutes(cloud));
  api.route(`/${hosts.conversations}/v1/Configuration`, configurationRoutes(cloud));
  api.route(`/${hosts.conversations}/v1/Services/:service`, conversationRoutes(cloud));
  api.route(`/${hosts.flex}/v1/Interactions`, interactionRoutes(cloud));
  api.route(`/${hosts.flex}/v1/Configuration`, flexConfigurationRoutes(cloud));
  api.route(`/${hosts.taskrouter}/v1/Workspaces`, taskrouterRoutes(cloud));
  api.route(`/${hosts.sync}/v1/Services`, syncRoutes(cloud));
  api.route(`/${hosts.media}/v1/Services`, mediaRoutes(cloud));
  if (studioRoutes !== undefined) api.route(`/${hosts.studio}`, studioRoutes);
  // A mounted application's own `notFound` is never asked, so what nobody serves is a route as well.
  api.all('*', (c) => {
    throw refusals.notFound(pathOf(c));
  });
  return api;
}

/** `/<product host>/<path>`, wherever the emulator is mounted. */
function pathOf(c: Context): string {
  return /\/(?:[a-z0-9.-]+\.twilio\.com|media)\/.*$/.exec(c.req.path)?.[0] ?? c.req.path;
}

/** What an answer is about: the SID of the resource, or the code of the refusal. */
async function identify(response: Response): Promise<{ sid: string | null; code: number | null }> {
  const isJson = response.headers.get('Content-Type')?.startsWith('application/json') ?? false;
  const body = isJson ? recordOf(await response.clone().text()) : {};
  return {
    sid: textOf(body.sid) ?? null,
    code: response.status >= 400 && typeof body.code === 'number' ? body.code : null,
  };
}

function recordRequest(
  cloud: Cloud,
  c: Context,
  took: number,
  answer: { readonly sid: string | null; readonly code: number | null },
): void {
  const cut = c.res.headers.has(CUT_CONNECTION);
  const { status } = c.res;
  const at = cloud.world.clock.now() - took;
  appendRecord(cloud.store.requests, { method: c.req.method, path: pathOf(c), status, at });
  cloud.world.trace.record({
    at,
    from: 'functions',
    to: 'twilio',
    what: `${c.req.method} ${pathOf(c)}`,
    outcome: cut ? 'reset' : status,
    took,
    signature: c.req.header('Authorization') === undefined ? 'none' : 'basic',
    details: {
      ...answer,
      webhooks: c.req.header('X-Twilio-Webhook-Enabled') === 'true',
      ifMatch: c.req.header('If-Match') ?? null,
    },
  });
}

function answerFault(c: Context, rule: FaultRule): Response {
  const status = rule.status ?? 500;
  const code = rule.code ?? (status === 429 ? 20429 : 20500);
  if (rule.retryAfter !== undefined) c.header('Retry-After', String(rule.retryAfter));
  return c.json(errorBody(status, code, status === 429 ? 'Too Many Requests' : 'Injected fault'), status as 500);
}
