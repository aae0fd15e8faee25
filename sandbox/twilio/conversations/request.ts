import type { Context } from 'hono';
import { type Cause, restCause } from '../cause.ts';
import type { Cloud } from '../cloud.ts';
import type { Conversation } from '../entities.ts';
import { requireConversation } from './state.ts';

export function causeOf(c: Context): Cause {
  return restCause(c.req.header('X-Twilio-Webhook-Enabled'));
}

export function conversationOf(cloud: Cloud, c: Context): Conversation {
  return requireConversation(cloud, c.req.param('conversation') ?? '');
}
