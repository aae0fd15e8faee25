import { type Fault, toFault } from '../errors.ts';
import { memberIdentity, type RelayedMessage, type Session } from '../session/session.ts';
import { agentTexts } from '../texts/agent.ts';
import type { InboundItem } from './inbound-item.ts';
import { isClosedConversation } from './lines.ts';
import type { RelayPorts } from './ports.ts';
import { splitText } from './split.ts';

/** Body lengths Twilio documents: 1,600 in one place, 32 KB in another; the smaller always holds. */
const BODY_LIMIT = 1_600;
export interface PostOutcome {
  readonly relayed: readonly RelayedMessage[];
  readonly closed: boolean;
  readonly failure: Fault | null;
}

/** Posts in order, up to the first failure. */
export async function post(
  ports: RelayPorts,
  session: Session,
  sid: string,
  items: readonly InboundItem[],
): Promise<PostOutcome> {
  const relayed: RelayedMessage[] = [];
  for (const item of items) {
    try {
      relayed.push({ id: item.id, sids: await postItem(ports, session, sid, item), editedAt: item.editedAt });
    } catch (error) {
      if (isClosedConversation(error)) return { relayed, closed: true, failure: null };
      return { relayed, closed: false, failure: toFault(error) };
    }
  }
  return { relayed, closed: false, failure: null };
}

/** A message Twilio will never take must not hold up those behind it: the agent gets a note in its place. */
async function postItem(
  ports: RelayPorts,
  session: Session,
  sid: string,
  item: InboundItem,
): Promise<readonly string[]> {
  try {
    return await postParts(ports, session, sid, item);
  } catch (error) {
    const fault = toFault(error);
    if (fault.upstreamStatus !== 400 || isClosedConversation(error)) throw error;
    ports.log.error('Message refused by Conversations', {
      member: session.memberId,
      discordId: item.id,
      upstreamCode: fault.upstreamCode,
    });
    return postParts(ports, session, sid, { ...item, body: agentTexts.notPassedOn({ code: fault.upstreamCode ?? 0 }) });
  }
}

async function postParts(
  ports: RelayPorts,
  session: Session,
  sid: string,
  item: InboundItem,
): Promise<readonly string[]> {
  const bodies = splitText(item.body, BODY_LIMIT);
  const sids: string[] = [];
  for (const [position, body] of bodies.entries()) {
    const known = item.posted?.get(position + 1);
    if (known !== undefined) {
      sids.push(known);
      continue;
    }
    const message = await ports.conversations.addMessage(sid, {
      author: memberIdentity(session.memberId),
      body,
      attributes: {
        origin: 'member',
        discordId: item.id,
        part: position + 1,
        parts: bodies.length,
        editedAt: item.editedAt,
        ...(item.intent === undefined ? {} : { intent: item.intent }),
      },
      notify: session.state === 'bot' && item.intent !== 'handled' && position === bodies.length - 1,
    });
    sids.push(message.sid);
  }
  return sids;
}
