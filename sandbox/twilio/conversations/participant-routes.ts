import { type Context, Hono } from 'hono';
import type { Cloud } from '../cloud.ts';
import { refusals } from '../errors.ts';
import { type Form, readForm } from '../form.ts';
import { pageAnswer } from '../wire.ts';
import { conversationForms } from './fields.ts';
import { conversationPath, formatParticipant } from './formatters.ts';
import { addParticipant, removeParticipant, requireParticipant, updateParticipant } from './participants.ts';
import { causeOf, conversationOf } from './request.ts';

export function participantRoutes(cloud: Cloud): Hono {
  const routes = new Hono();
  const path = '/Conversations/:conversation/Participants';

  routes.get(path, (c) => {
    const conversation = conversationOf(cloud, c);
    return pageAnswer(c, {
      product: 'conversations',
      path: `${conversationPath(conversation.sid)}/Participants`,
      key: 'participants',
      items: [...conversation.participants.values()],
      identify: (one) => one.sid,
      format: (one) => formatParticipant(cloud, one),
      maximum: 100,
    });
  });
  routes.post(path, async (c) => {
    const form = await readForm(c, conversationForms.newParticipant);
    const participant = addParticipant(cloud, causeOf(c), conversationOf(cloud, c), {
      identity: form.text('Identity') ?? null,
      messagingBinding: bindingOf(form),
      attributes: form.text('Attributes'),
      roleSid: form.text('RoleSid'),
    });
    return c.json(formatParticipant(cloud, participant), 201);
  });
  routes.get(`${path}/:participant`, (c) => c.json(formatParticipant(cloud, participantIn(cloud, c))));
  routes.post(`${path}/:participant`, async (c) => {
    const participant = participantIn(cloud, c);
    const form = await readForm(c, conversationForms.participant);
    updateParticipant(cloud, causeOf(c), conversationOf(cloud, c), participant, {
      attributes: form.text('Attributes'),
      roleSid: form.text('RoleSid'),
      lastReadMessageIndex: form.integer('LastReadMessageIndex'),
      lastReadTimestamp: form.text('LastReadTimestamp'),
    });
    return c.json(formatParticipant(cloud, participant));
  });
  routes.delete(`${path}/:participant`, (c) => {
    removeParticipant(cloud, causeOf(c), conversationOf(cloud, c), participantIn(cloud, c));
    return c.body(null, 204);
  });
  return routes;
}

function participantIn(cloud: Cloud, c: Context) {
  return requireParticipant(conversationOf(cloud, c), c.req.param('participant') ?? '');
}

function bindingOf(form: Form): Record<string, string> | null {
  const address = form.text('MessagingBinding.Address');
  if (address === undefined && form.text('Identity') === undefined) {
    throw refusals.invalid('A participant needs an Identity or a MessagingBinding');
  }
  if (address === undefined) return null;
  return { type: 'sms', address, proxy_address: form.text('MessagingBinding.ProxyAddress') ?? '' };
}
