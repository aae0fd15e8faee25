import type { APIMessage } from 'discord-api-types/v10';
import { LIMITS, refusalOf } from '../discord/limits.ts';
import { type Fault, toFault } from '../errors.ts';
import type { ConversationMessage } from '../flex/conversations.ts';
import type { DeliveredMessage, Session } from '../session/session.ts';
import { settleOutbound } from '../session/transitions.ts';
import { agentTexts } from '../texts/agent.ts';
import { joinAgentByIdentity } from './join.ts';
import { markUnreachable, sendLines } from './lines.ts';
import { digestOf, nonceOf } from './nonce.ts';
import { outboundKind } from './outbound-plan.ts';
import { AUTHOR, NONCE_WINDOW, type RelayPorts } from './ports.ts';
import { splitText } from './split.ts';

/** Milliseconds for which a member who cannot be reached is not tried again, so that refusals do not pile up. */
const UNREACHABLE_PAUSE = 10 * 60_000;

export interface DrainCause {
  /** Index of the message that was announced. */
  readonly index?: number;
  /** When the sweep was started for this chat, if it was: put on record with the same write. */
  readonly kickedAt?: number;
}

export interface DrainResult {
  /** Something is left that must be tried again soon. */
  readonly unfinished: boolean;
}

/**
 * Delivers everything in the Conversation that is meant for the member and not yet delivered, in order. Several runs may
 * drain at once: all send in the same order with the same nonces, so Discord makes one message of them (ADR 0008).
 *
 * @param cause the event that caused the drain: nothing to do when its message is dealt with already
 */
export async function drainOutbound(ports: RelayPorts, memberId: string, cause: DrainCause = {}): Promise<DrainResult> {
  let session = await ports.sessions.load(memberId);
  if (session === null || session.conversationSid === null || session.channelId === null) return { unfinished: false };
  if (cause.index !== undefined && cause.index <= session.outbound.index) return { unfinished: false };
  if (session.lines.length > 0) await sendLines(ports, memberId);

  const { conversationSid, outbound } = session;
  const messages = await ports.conversations.messagesAfter(conversationSid, outbound.index);
  const told = new Set(messages.map((message) => message.attributes['about']));
  const delivered: DeliveredMessage[] = [];
  let { index } = outbound;
  let unfinished = false;
  for (const message of messages) {
    if (outboundKind(message, session) === 'agent') {
      if (session.agent?.identity !== message.author)
        session = await joinAgentByIdentity(ports, session, message.author, 'wrote');
      const outcome = await deliver({ ports, session, message, told: told.has(message.sid) });
      if (outcome === 'later') {
        unfinished = true;
        break;
      }
      // A refusal is on record now, and saves the messages behind it from being refused as well.
      if (outcome === 'told') session = (await ports.sessions.load(memberId)) ?? session;
      else delivered.push({ sid: message.sid, ids: outcome, digest: digestOf(message.body) });
    }
    index = message.index;
  }
  if (index > outbound.index) {
    await ports.sessions.change(memberId, (current) =>
      current.conversationSid === conversationSid
        ? { ...settleOutbound(current, index, delivered), kickedAt: cause.kickedAt ?? current.kickedAt }
        : current,
    );
  }
  return { unfinished };
}

/** One message on its way to the member. */
interface Delivery {
  readonly ports: RelayPorts;
  readonly session: Session;
  readonly message: ConversationMessage;
  /** An earlier run has told the agent that this message did not, or not wholly, arrive. */
  readonly told: boolean;
}

/** The Discord ids, or `told` (the agent was told why not), or `later`. */
async function deliver(delivery: Delivery): Promise<readonly string[] | 'told' | 'later'> {
  const { ports, session, message } = delivery;
  const now = ports.clock.now();
  if (session.unreachableSince !== null && now - session.unreachableSince < UNREACHABLE_PAUSE) {
    return tell(delivery, agentTexts.dmsClosed);
  }
  const parts = splitText(message.body, LIMITS.content);
  const ids: string[] = [];
  try {
    const earlier = now - message.createdAt > NONCE_WINDOW ? await sentSince(ports, session, message.createdAt) : [];
    for (const [position, content] of parts.entries()) {
      const known = earlier.findIndex((sent) => sent.content === content);
      const [found] = known >= 0 ? earlier.splice(known, 1) : [];
      ids.push(found?.id ?? (await send(ports, session, message.sid, position, content)));
    }
    if (message.media.length > 0) await tell(delivery, agentTexts.filesNotPassedOn);
    return ids;
  } catch (error) {
    return afterRefusal(delivery, toFault(error));
  }
}

async function send(
  ports: RelayPorts,
  session: Session,
  sid: string,
  position: number,
  content: string,
): Promise<string> {
  const sent = await ports.discord.send(session.channelId ?? '', { content, nonce: nonceOf(sid, position) });
  return sent.id;
}

/**
 * For a message so old that an earlier try may be beyond Discord's memory of nonces: what the DM shows of ours since the
 * message was written and is not on record as another one.
 */
async function sentSince(ports: RelayPorts, session: Session, since: number): Promise<APIMessage[]> {
  const page = await ports.discord.messages(session.channelId ?? '', { limit: 100 });
  const onRecord = new Set(session.outbound.recent.flatMap((one) => one.ids));
  return page
    .filter((one) => one.author.id !== session.memberId && !onRecord.has(one.id))
    .filter((one) => Date.parse(one.timestamp) >= since - 5_000)
    .reverse();
}

async function afterRefusal(delivery: Delivery, fault: Fault): Promise<'told' | 'later'> {
  const { ports, session } = delivery;
  ports.log.warn('Agent message not delivered', {
    member: session.memberId,
    code: fault.code,
    upstreamCode: fault.upstreamCode,
  });
  if (fault.code !== 'DISCORD_REFUSED') return 'later';
  const refusal = refusalOf(fault.upstreamCode);
  if (refusal === 'unreachable') {
    await markUnreachable(ports, session.memberId);
    return tell(delivery, agentTexts.dmsClosed);
  }
  if (refusal === 'content-blocked') return tell(delivery, agentTexts.blockedByFilter);
  return tell(delivery, agentTexts.refusedByDiscord({ code: fault.upstreamCode ?? 0 }));
}

/** A note in the Conversation, naming the message it is about so that a repeated drain does not repeat it. */
async function tell({ ports, session, message, told }: Delivery, reason: string): Promise<'told'> {
  if (session.conversationSid === null || told) return 'told';
  try {
    await ports.conversations.addMessage(session.conversationSid, {
      author: AUTHOR.system,
      body: agentTexts.notDelivered({ reason }),
      attributes: { origin: 'system', about: message.sid },
      notify: false,
    });
  } catch (error) {
    ports.log.warn('Agent not told of a failed delivery', { member: session.memberId, code: toFault(error).code });
  }
  return 'told';
}
