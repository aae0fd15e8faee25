import type { Context } from 'hono';
import { Hono } from 'hono';
import { RestError, refusals } from '../errors.ts';
import type { FormTable } from '../form.ts';
import { readForm } from '../form.ts';
import { createRateLimit } from '../rate-limit.ts';
import type { StudioHost } from '../studio-port.ts';
import { pageAnswer } from '../wire.ts';
import type { Engine } from './engine.ts';
import type { Execution, Step } from './entities.ts';
import { flowOf } from './flow-routes.ts';
import { formatExecution, formatExecutionContext, formatStep, formatStepContext } from './format.ts';
import type { StudioStore } from './store.ts';
import { activeForContact, publishedRevision } from './store.ts';

const CREATE: FormTable = { To: { required: true }, From: { required: true }, Parameters: { object: true } };
const UPDATE: FormTable = { Status: { required: true, values: ['active', 'ended'] } };

const MAX_PAGE = 1_000;
/** Executions that may be started over REST in a second. */
const STARTS_PER_SECOND = 20;

export function executionRoutes(host: StudioHost, store: StudioStore, engine: Engine): Hono {
  const routes = new Hono();
  const { account } = host;
  const starts = createRateLimit(host.world.clock, STARTS_PER_SECOND, STARTS_PER_SECOND);
  const base = '/Flows/:flowSid/Executions';

  routes.post(base, async (c) => {
    const flow = flowOf(store, c);
    const form = await readForm(c, CREATE);
    if (!starts.take('')) throw refusals.tooManyRequests();
    const revision = publishedRevision(flow);
    if (revision === undefined) throw refusals.invalid('The flow has not been published');
    const contact = { to: form.text('To') ?? '', from: form.text('From') ?? '' };
    if (activeForContact(store, flow.sid, contact) !== undefined) {
      throw new RestError(409, 20409, 'An execution is already active for this contact');
    }
    const request = { ...contact, parameters: form.object('Parameters') ?? {} };
    return c.json(formatExecution(account, engine.startForRequest(host, flow, revision, request)), 201);
  });

  routes.get(base, (c) => {
    const flow = flowOf(store, c);
    return pageAnswer(c, {
      product: 'studio',
      path: `/v2/Flows/${flow.sid}/Executions`,
      key: 'executions',
      items: [...store.executions.values()].filter((one) => one.flowSid === flow.sid && isInRange(c, one)).reverse(),
      identify: (execution) => execution.sid,
      format: (execution) => formatExecution(account, execution),
      maximum: MAX_PAGE,
    });
  });

  routes.get(`${base}/:sid`, (c) => c.json(formatExecution(account, executionOf(store, c))));

  routes.post(`${base}/:sid`, async (c) => {
    const execution = executionOf(store, c);
    const form = await readForm(c, UPDATE);
    if (form.text('Status') === 'ended') engine.end(host, execution);
    return c.json(formatExecution(account, execution));
  });

  routes.delete(`${base}/:sid`, (c) => {
    const execution = executionOf(store, c);
    engine.end(host, execution);
    store.executions.delete(execution.sid);
    return c.body(null, 204);
  });

  routes.get(`${base}/:sid/Context`, (c) => c.json(formatExecutionContext(account, executionOf(store, c))));

  routes.get(`${base}/:sid/Steps`, (c) => {
    const execution = executionOf(store, c);
    return pageAnswer(c, {
      product: 'studio',
      path: `/v2/Flows/${execution.flowSid}/Executions/${execution.sid}/Steps`,
      key: 'steps',
      items: execution.steps.toReversed(),
      identify: (step) => step.sid,
      format: (step) => formatStep(account, execution, step),
      maximum: MAX_PAGE,
    });
  });

  routes.get(`${base}/:sid/Steps/:stepSid`, (c) => {
    const execution = executionOf(store, c);
    return c.json(formatStep(account, execution, stepOf(execution, c)));
  });

  routes.get(`${base}/:sid/Steps/:stepSid/Context`, (c) => {
    const execution = executionOf(store, c);
    return c.json(formatStepContext(account, execution, stepOf(execution, c)));
  });

  return routes;
}

function isInRange(c: Context, execution: Execution): boolean {
  const from = Date.parse(c.req.query('DateCreatedFrom') ?? '');
  const to = Date.parse(c.req.query('DateCreatedTo') ?? '');
  return !(execution.createdAt < from) && !(execution.createdAt > to);
}

function executionOf(store: StudioStore, c: Context): Execution {
  const flow = flowOf(store, c);
  const execution = store.executions.get(c.req.param('sid') ?? '');
  if (execution === undefined || execution.flowSid !== flow.sid) throw refusals.notFound(c.req.path);
  return execution;
}

function stepOf(execution: Execution, c: Context): Step {
  const step = execution.steps.find((one) => one.sid === c.req.param('stepSid'));
  if (step === undefined) throw refusals.notFound(c.req.path);
  return step;
}
