import type { Context } from 'hono';
import { Hono } from 'hono';
import { errorBody, refusals } from '../errors.ts';
import type { Form, FormTable } from '../form.ts';
import { readForm } from '../form.ts';
import { parseJson } from '../json.ts';
import type { StudioHost } from '../studio-port.ts';
import { pageAnswer } from '../wire.ts';
import type { Flow, FlowStatus, Revision } from './entities.ts';
import { formatFlow, formatRevision } from './format.ts';
import type { StudioStore } from './store.ts';
import { newestRevision } from './store.ts';
import type { DefinitionError } from './validate.ts';
import { validateDefinition } from './validate.ts';

const STATUS = { values: ['draft', 'published'] } as const;
const CREATE: FormTable = {
  FriendlyName: { required: true },
  Status: { ...STATUS, required: true },
  Definition: { required: true },
  CommitMessage: {},
};
const UPDATE: FormTable = {
  FriendlyName: {},
  Status: { ...STATUS, required: true },
  Definition: {},
  CommitMessage: {},
};

const MAX_PAGE = 1_000;

/** Flows and their revisions. Each save makes a new revision; executions run the newest published one. */
export function flowRoutes(host: StudioHost, store: StudioStore): Hono {
  const routes = new Hono();
  const { account } = host;

  routes.post('/Flows/Validate', async (c) => {
    const form = await readForm(c, CREATE);
    const errors = validateDefinition(parseJson(form.text('Definition') ?? ''));
    return errors.length === 0 ? c.json({ valid: true }) : refuseDefinition(c, errors);
  });

  routes.post('/Flows', async (c) => {
    const form = await readForm(c, CREATE);
    const revision = nextRevision(host, form, undefined);
    if (mustRefuse(revision)) return refuseDefinition(c, revision.errors);
    const flow: Flow = { sid: host.nextSid('FW'), createdAt: revision.at, revisions: [revision] };
    store.flows.set(flow.sid, flow);
    return c.json(formatFlow(account, flow, revision, true), 201);
  });

  routes.get('/Flows', (c) =>
    pageAnswer(c, {
      product: 'studio',
      path: '/v2/Flows',
      key: 'flows',
      items: [...store.flows.values()].map((flow) => ({ flow, revision: newestOf(flow) })),
      identify: ({ flow }) => flow.sid,
      format: ({ flow, revision }) => formatFlow(account, flow, revision, false),
      maximum: MAX_PAGE,
    }),
  );

  routes.get('/Flows/:flowSid', (c) => {
    const flow = flowOf(store, c);
    return c.json(formatFlow(account, flow, newestOf(flow), true));
  });

  routes.post('/Flows/:flowSid', async (c) => {
    const flow = flowOf(store, c);
    const revision = nextRevision(host, await readForm(c, UPDATE), newestOf(flow));
    if (mustRefuse(revision)) return refuseDefinition(c, revision.errors);
    flow.revisions.push(revision);
    return c.json(formatFlow(account, flow, revision, true));
  });

  routes.delete('/Flows/:flowSid', (c) => {
    store.flows.delete(flowOf(store, c).sid);
    return c.body(null, 204);
  });

  routes.get('/Flows/:flowSid/Revisions', (c) => {
    const flow = flowOf(store, c);
    return pageAnswer(c, {
      product: 'studio',
      path: `/v2/Flows/${flow.sid}/Revisions`,
      key: 'revisions',
      items: flow.revisions.toReversed(),
      identify: (revision) => String(revision.number),
      format: (revision) => formatRevision(account, flow, revision, false),
      maximum: MAX_PAGE,
    });
  });

  routes.get('/Flows/:flowSid/Revisions/:revision', (c) => {
    const flow = flowOf(store, c);
    const wished = c.req.param('revision');
    const revision = flow.revisions.findLast((one) => isWished(one, wished));
    if (revision === undefined) throw refusals.notFound(c.req.path);
    return c.json(formatRevision(account, flow, revision, true));
  });

  return routes;
}

export function flowOf(store: StudioStore, c: Context): Flow {
  const flow = store.flows.get(c.req.param('flowSid') ?? '');
  if (flow === undefined) throw refusals.notFound(c.req.path);
  return flow;
}

function newestOf(flow: Flow): Revision {
  const revision = newestRevision(flow);
  if (revision === undefined) throw refusals.notFound(flow.sid);
  return revision;
}

function isWished(revision: Revision, wished: string): boolean {
  if (wished === 'LatestRevision') return true;
  if (wished === 'LatestPublished') return revision.status === 'published';
  return String(revision.number) === wished;
}

/** What is not given stays as it was. */
function nextRevision(host: StudioHost, form: Form, before: Revision | undefined): Revision {
  const given = form.text('Definition');
  const definition = given === undefined ? before?.definition : parseJson(given);
  return {
    number: (before?.number ?? 0) + 1,
    status: statusOf(form),
    friendlyName: form.text('FriendlyName') ?? before?.friendlyName ?? '',
    definition,
    errors: validateDefinition(definition),
    commitMessage: form.text('CommitMessage') ?? null,
    at: host.world.clock.now(),
  };
}

function statusOf(form: Form): FlowStatus {
  return form.text('Status') === 'published' ? 'published' : 'draft';
}

/** A draft may be wrong, and says so; what is to be published may not. */
function mustRefuse(revision: Revision): boolean {
  return revision.errors.length > 0 && (revision.status === 'published' || revision.definition === undefined);
}

function refuseDefinition(c: Context, errors: readonly DefinitionError[]): Response {
  return c.json({ ...errorBody(400, 20001, 'Flow definition is invalid'), details: { errors } }, 400);
}
