import type { ConversationMessage } from '../flex/conversations.ts';
import { memberIdentity, type Session } from '../session/session.ts';
import { addStudioWebhook } from './opening.ts';
import type { RelayPorts } from './ports.ts';

/** Milliseconds after which a message that the flow has not dealt with counts as unheard. */
const ANSWERED_WITHIN = 12_000;

/** The member's messages that still wait for the virtual agent, oldest first. */
export function unanswered(session: Session, messages: readonly ConversationMessage[]): readonly ConversationMessage[] {
  const author = memberIdentity(session.memberId);
  return messages.filter(
    (message) =>
      message.author === author && message.index > session.botIndex && message.attributes['intent'] !== 'handled',
  );
}

/**
 * Conversations webhooks are delivered at most once, and a flow at work ignores what comes in between (error 81002). A
 * message that nobody has dealt with is handed to the flow again, by a new webhook that replays it.
 */
export async function replayUnanswered(ports: RelayPorts, session: Session): Promise<void> {
  if (session.conversationSid === null) return;
  const latest = await ports.conversations.latestMessages(session.conversationSid, 20);
  const waiting = unanswered(session, [...latest].reverse());
  const first = waiting[0];
  if (first === undefined || ports.clock.now() - first.createdAt < ANSWERED_WITHIN) return;
  const webhooks = await ports.conversations.webhooks(session.conversationSid);
  for (const webhook of webhooks) {
    if (webhook.target === 'studio') await ports.conversations.removeWebhook(session.conversationSid, webhook.sid);
  }
  await addStudioWebhook(ports, session.conversationSid, first.index - 1);
  ports.log.info('Unanswered message handed to the flow again', { member: session.memberId, messageSid: first.sid });
}
