import { toFault } from '../errors.ts';
import type { RelayedMessage, Session } from '../session/session.ts';
import { agentTexts } from '../texts/agent.ts';
import { describeMessage } from './describe.ts';
import { type Checked, nullIfGone } from './inbound-pending.ts';
import type { InboundPlan } from './inbound-plan.ts';
import type { RelayPorts } from './ports.ts';

/**
 * Carries the member's edits and deletions into the Conversation. A failure leaves the record as it is, so the next look
 * repeats it. Answers whether something was carried over, so that the session must be looked at anew.
 *
 * @param stored what the session is on record
 * @param checked the same with what this run knows of its pending messages: that is written along, or an edited one
 * among them would be found edited again and again
 */
export async function relayChanges(
  ports: RelayPorts,
  stored: Session,
  { session, missing }: Checked,
  plan: InboundPlan,
): Promise<boolean> {
  const sid = session.conversationSid;
  if (sid === null || plan.edited.length + plan.deleted.length === 0) return false;
  const edited: RelayedMessage[] = [];
  const gone = new Set<string>();
  try {
    for (const { message, record } of plan.edited) {
      await rewrite(
        ports,
        sid,
        record,
        agentTexts.editedTo({ text: describeMessage(message) }),
        message.edited_timestamp,
      );
      edited.push({ ...record, editedAt: message.edited_timestamp });
    }
    for (const record of plan.deleted) {
      await rewrite(ports, sid, record, agentTexts.deletedMessage, record.editedAt);
      gone.add(record.id);
    }
  } catch (error) {
    ports.log.warn('Edit or deletion not relayed yet', { member: session.memberId, code: toFault(error).code });
  }
  if (edited.length + gone.size === 0) return false;
  const fresh = new Map(edited.map((record) => [record.id, record]));
  const recent = session.inbound.recent
    .filter((record) => !gone.has(record.id))
    .map((record) => fresh.get(record.id) ?? record);
  // Where another writer came first, the next look repeats the rewriting, which does no harm.
  const pending = missing.length > 0 ? stored.inbound.pending : session.inbound.pending;
  await ports.sessions.claim(stored, { ...session, inbound: { ...session.inbound, pending, recent } });
  return true;
}

/** The first message carries the whole new text; further parts of a long message say where it went. */
async function rewrite(
  ports: RelayPorts,
  conversationSid: string,
  record: RelayedMessage,
  body: string,
  editedAt: string | null,
): Promise<void> {
  for (const [position, sid] of record.sids.entries()) {
    const text = position === 0 ? body : agentTexts.editedAbove;
    const parts = record.sids.length;
    const attributes = { origin: 'member', discordId: record.id, part: position + 1, parts, editedAt };
    // What an agent has deleted there stays deleted.
    await ports.conversations.editMessage(conversationSid, sid, text, attributes).catch(nullIfGone);
  }
}
