import { toFault } from '../errors.ts';
import type { ConversationMessage } from '../flex/conversations.ts';
import type { PendingInbound, RelayedMessage, Session } from '../session/session.ts';
import { settleInbound } from '../session/transitions.ts';
import { type InboundItem, itemOf } from './inbound-item.ts';
import { PUSHED } from './inbound-plan.ts';
import { type RelayPorts, WORK_LIFE } from './ports.ts';

/** What became of the messages that a run took in hand. */
export interface Settled {
  readonly key: string;
  readonly relayed: readonly RelayedMessage[];
}

/** The session with its pending messages settled as far as they have arrived, and those that have not. */
export interface Checked {
  readonly session: Session;
  readonly missing: readonly InboundItem[];
}

/** The session with what this run, or the one before, knows of its own attempt. */
export function withSettled(session: Session, settled: Settled | undefined): Session {
  return settled === undefined || session.inbound.pending?.key !== settled.key
    ? session
    : settleInbound(session, settled.key, settled.relayed);
}

/** Looks into the Conversation for messages whose fate is not on record. */
export async function checkPending(ports: RelayPorts, session: Session): Promise<'at-work' | Checked> {
  const { pending } = session.inbound;
  if (pending === null) return { session, missing: [] };
  const latest = await latestOf(ports, pending.conversationSid);
  const arrived = pending.items.flatMap((item) => relayedFrom(latest, item.id));
  if (arrived.length < pending.items.length && ports.clock.now() - pending.at < WORK_LIFE) return 'at-work';
  const missing = await recover(ports, session, pending, arrived, latest);
  return { session: settleInbound(session, pending.key, arrived), missing };
}

/** A Conversation that was deleted meanwhile shows nothing to anybody: what was in it goes into the next one. */
async function latestOf(ports: RelayPorts, conversationSid: string): Promise<readonly ConversationMessage[]> {
  return (await ports.conversations.latestMessages(conversationSid, 100).catch(nullIfGone)) ?? [];
}

function relayedFrom(latest: readonly ConversationMessage[], id: string): RelayedMessage[] {
  const parts = latest.filter((message) => message.attributes['discordId'] === id);
  const last = parts.find((message) => message.attributes['part'] === message.attributes['parts']);
  if (last === undefined) return [];
  const editedAt = last.attributes['editedAt'];
  return [
    { id, sids: parts.map((one) => one.sid).reverse(), editedAt: typeof editedAt === 'string' ? editedAt : null },
  ];
}

async function recover(
  ports: RelayPorts,
  session: Session,
  pending: PendingInbound,
  arrived: readonly RelayedMessage[],
  latest: readonly ConversationMessage[],
): Promise<readonly InboundItem[]> {
  const known = new Set(arrived.map((one) => one.id));
  const missing: InboundItem[] = [];
  for (const item of pending.items) {
    if (known.has(item.id)) continue;
    const posted = partsPosted(latest, item.id);
    if (item.pushed !== null) {
      missing.push({ ...item, body: item.pushed, editedAt: PUSHED, posted });
    } else if (session.channelId !== null) {
      const message = await ports.discord.message(session.channelId, item.id).catch(nullIfGone);
      if (message !== null) missing.push({ ...itemOf(message), posted });
    }
  }
  return missing;
}

function partsPosted(latest: readonly ConversationMessage[], id: string): ReadonlyMap<number, string> {
  const parts = latest.filter((message) => message.attributes['discordId'] === id);
  return new Map(parts.map((message) => [Number(message.attributes['part']), message.sid]));
}

/** For calls about a message that may have been deleted. */
export function nullIfGone(error: unknown): null {
  if (toFault(error).upstreamStatus === 404) return null;
  throw error;
}
