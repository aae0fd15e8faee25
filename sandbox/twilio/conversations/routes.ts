import { type Context, Hono, type MiddlewareHandler } from 'hono';
import type { Cause } from '../cause.ts';
import type { Cloud } from '../cloud.ts';
import type { Conversation } from '../entities.ts';
import { refusals } from '../errors.ts';
import { type Form, readForm } from '../form.ts';
import { textOf } from '../json.ts';
import { pageAnswer } from '../wire.ts';
import { createConversation, deleteConversation, updateConversation } from './conversations.ts';
import { conversationForms } from './fields.ts';
import { formatConversation, formatParticipation } from './formatters.ts';
import { messageRoutes } from './message-routes.ts';
import { participantRoutes } from './participant-routes.ts';
import { addParticipant } from './participants.ts';
import { causeOf, conversationOf } from './request.ts';
import { userRoutes } from './user-routes.ts';
import { findUser } from './users.ts';
import { webhookRoutes } from './webhook-routes.ts';

/** 30 writes a second. */
export function conversationBudget(cloud: Cloud): MiddlewareHandler {
  return async (c, next) => {
    const writes = c.req.method !== 'GET';
    if (writes && !cloud.limits.conversations.take(budgetOf(c.req.path))) throw refusals.tooManyRequests();
    return next();
  };
}

/** Everything below `/v1`, and below `/v1/Services/{IS}` for the account's default service. */
export function conversationRoutes(cloud: Cloud): Hono {
  const routes = new Hono();

  routes.get('/Conversations', (c) => listConversations(cloud, c));
  routes.post('/Conversations', async (c) => {
    const conversation = createConversation(cloud, await readForm(c, conversationForms.conversation));
    return c.json(formatConversation(cloud, conversation), 201);
  });
  routes.get('/Conversations/:conversation', (c) => c.json(formatConversation(cloud, conversationOf(cloud, c))));
  routes.post('/Conversations/:conversation', async (c) => {
    const conversation = conversationOf(cloud, c);
    updateConversation(cloud, causeOf(c), conversation, await readForm(c, conversationForms.conversation));
    return c.json(formatConversation(cloud, conversation));
  });
  routes.delete('/Conversations/:conversation', (c) => {
    deleteConversation(cloud, causeOf(c), conversationOf(cloud, c));
    return c.body(null, 204);
  });
  routes.post('/ConversationWithParticipants', async (c) => {
    const form = await readForm(c, conversationForms.conversationWithParticipants);
    return c.json(formatConversation(cloud, createWithParticipants(cloud, causeOf(c), form)), 201);
  });
  routes.get('/ParticipantConversations', (c) => listParticipations(cloud, c));

  routes.route('/', participantRoutes(cloud));
  routes.route('/', messageRoutes(cloud));
  routes.route('/', webhookRoutes(cloud));
  routes.route('/', userRoutes(cloud));
  return routes;
}

/** Participants and messages of a conversation share one budget, its own updates have another, creations a third. */
function budgetOf(path: string): string {
  const [, conversation, entries] = /\/Conversations\/([^/]+)(\/Participants|\/Messages)?/.exec(path) ?? [];
  return conversation === undefined ? 'create' : `${conversation}${entries ?? ''}`;
}

function createWithParticipants(cloud: Cloud, cause: Cause, form: Form): Conversation {
  const wished = form.list('Participant').map((text) => textOf((JSON.parse(text) as { identity?: unknown }).identity));
  if (wished.length > 10) throw refusals.invalid('At most 10 participants may be given');
  if (wished.includes(undefined)) throw refusals.invalid('Participant needs an identity');
  const conversation = createConversation(cloud, form);
  for (const identity of wished) addParticipant(cloud, cause, conversation, { identity: identity ?? null });
  return conversation;
}

function listConversations(cloud: Cloud, c: Context): Response {
  const { State, StartDate, EndDate } = c.req.query();
  const from = StartDate === undefined ? Number.NEGATIVE_INFINITY : Date.parse(StartDate);
  const to = EndDate === undefined ? Number.POSITIVE_INFINITY : Date.parse(EndDate);
  const items = [...cloud.store.conversations.values()].filter(
    (one) => (State === undefined || one.state === State) && one.createdAt >= from && one.createdAt <= to,
  );
  return pageAnswer(c, {
    product: 'conversations',
    path: '/v1/Conversations',
    key: 'conversations',
    items,
    identify: (one) => one.sid,
    format: (one) => formatConversation(cloud, one),
    maximum: 100,
  });
}

function listParticipations(cloud: Cloud, c: Context): Response {
  const { Identity, Address } = c.req.query();
  if (Identity === undefined && Address === undefined) throw refusals.invalid('Identity or Address is needed');
  const user = Identity === undefined ? undefined : findUser(cloud, Identity);
  const items = [...cloud.store.conversations.values()].flatMap((conversation) =>
    [...conversation.participants.values()]
      .filter((one) => (Identity === undefined ? one.messagingBinding?.address === Address : one.identity === Identity))
      .map((participant) => ({ conversation, participant, user })),
  );
  return pageAnswer(c, {
    product: 'conversations',
    path: '/v1/ParticipantConversations',
    key: 'conversations',
    items,
    identify: (row) => row.participant.sid,
    format: (row) => formatParticipation(cloud, row),
    maximum: 50,
  });
}
