import type { ConversationMessage } from '../flex/conversations.ts';
import { memberIdentity, type Session } from '../session/session.ts';

/** What the relay does with a message of the Conversation. */
export type OutboundKind =
  /** Goes to the member. */
  | 'agent'
  /** The member's own, the virtual agent's (already sent), ours, an internal note, or unknown: stays inside. */
  | 'inside';

/** Marks that Flex plugins put on messages which the customer must not see. */
const INTERNAL_MARKS = ['internal', 'isInternal', 'note', 'whisper', 'supervisor'] as const;

/**
 * An allow-list: only a message of a participant who is not the member goes out, and only when nothing marks it as
 * internal. Whatever is not known to be an agent's stays inside.
 */
export function outboundKind(message: ConversationMessage, session: Session): OutboundKind {
  if (message.participantSid === null) return 'inside';
  if (message.author === memberIdentity(session.memberId) || message.author === 'system') return 'inside';
  if (message.attributes['origin'] !== undefined) return 'inside';
  if (INTERNAL_MARKS.some((mark) => Boolean(message.attributes[mark]))) return 'inside';
  return 'agent';
}
