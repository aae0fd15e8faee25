import { type Context, Hono } from 'hono';
import type { Cloud } from '../cloud.ts';
import type { Message } from '../entities.ts';
import { refusals } from '../errors.ts';
import { readForm } from '../form.ts';
import { pageAnswer } from '../wire.ts';
import { conversationForms } from './fields.ts';
import { conversationPath, formatMessage } from './formatters.ts';
import { addMessage, removeMessage, requireMessage, updateMessage } from './messages.ts';
import { causeOf, conversationOf } from './request.ts';

export function messageRoutes(cloud: Cloud): Hono {
  const routes = new Hono();
  const path = '/Conversations/:conversation/Messages';

  routes.get(path, (c) => {
    const conversation = conversationOf(cloud, c);
    const items = [...conversation.messages.values()];
    return pageAnswer(c, {
      product: 'conversations',
      path: `${conversationPath(conversation.sid)}/Messages`,
      key: 'messages',
      items: c.req.query('Order') === 'desc' ? items.reverse() : items,
      identify: (one) => one.sid,
      format: (one) => formatMessage(cloud, one),
      maximum: 100,
    });
  });
  routes.post(path, async (c) => {
    const form = await readForm(c, conversationForms.newMessage);
    if (form.has('ContentSid')) throw refusals.invalid('Content templates are not emulated');
    const message = addMessage(cloud, causeOf(c), conversationOf(cloud, c), {
      author: form.text('Author'),
      body: form.text('Body'),
      attributes: form.text('Attributes'),
      mediaSid: form.text('MediaSid'),
      subject: form.text('Subject'),
      createdAt: dateOf(form.text('DateCreated')),
      origin: 'API',
    });
    return c.json(formatMessage(cloud, message), 201);
  });
  routes.get(`${path}/:message`, (c) => c.json(formatMessage(cloud, messageIn(cloud, c))));
  routes.post(`${path}/:message`, async (c) => {
    const message = messageIn(cloud, c);
    const form = await readForm(c, conversationForms.message);
    updateMessage(cloud, causeOf(c), conversationOf(cloud, c), message, {
      author: form.text('Author'),
      body: form.text('Body'),
      attributes: form.text('Attributes'),
      subject: form.text('Subject'),
    });
    return c.json(formatMessage(cloud, message));
  });
  routes.delete(`${path}/:message`, (c) => {
    removeMessage(cloud, causeOf(c), conversationOf(cloud, c), messageIn(cloud, c));
    return c.body(null, 204);
  });
  return routes;
}

function messageIn(cloud: Cloud, c: Context): Message {
  return requireMessage(conversationOf(cloud, c), c.req.param('message') ?? '');
}

function dateOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw refusals.invalid('DateCreated is not a date');
  return at;
}
