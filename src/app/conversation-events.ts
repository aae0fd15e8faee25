import { readConfig } from '../config/read.ts';
import { isSnowflake } from '../discord/snowflake.ts';
import { type ConversationEvent, parseConversationEvent } from '../flex/events.ts';
import type { FunctionResponse, UseCase } from '../host/types.ts';
import { relayInbound } from '../relay/inbound.ts';
import { hasNews } from '../relay/inbound-plan.ts';
import { lookAtDm } from '../relay/look.ts';
import { drainOutbound } from '../relay/outbound.ts';
import { relayDeletion, relayEdit } from '../relay/outbound-changes.ts';
import { reconcile } from '../relay/reconcile.ts';
import { memberIdentity, type Session } from '../session/session.ts';
import { type AppPorts, createAppPorts, createBasePorts } from './ports.ts';
import { requireTwilioSignature } from './twilio-request.ts';

const DONE: FunctionResponse = { status: 200, body: {} };
/** Milliseconds after which an agent's message starts the sweep again, in case its chain has broken. */
const KICK_EVERY = 30_000;

/**
 * `POST /conversations/events?member=…`: the Conversation's scoped webhook. It only says that something happened; what is
 * to be done is read from the record and from Twilio, so that a lost, late or doubled event does no harm.
 */
export const conversationEvents: UseCase = async (request, host) => {
  const config = readConfig(host.variables);
  const form = requireTwilioSignature(config, request, ['member']);
  const memberId = request.parameters['member'];
  const event = parseConversationEvent(form);
  if (!isSnowflake(memberId) || event.kind === 'unsupported' || isOurOwn(event, memberId)) return DONE;

  const ports = createAppPorts(createBasePorts(config, host, request.path), host);
  const session = await ports.sessions.load(memberId);
  if (session === null || session.conversationSid !== event.conversationSid) return DONE;
  await act(ports, session, event);
  return DONE;
};

/** The member's messages and the virtual agent's come back as events too; they are told apart without reading state. */
function isOurOwn(event: ConversationEvent, memberId: string): boolean {
  if (event.kind === 'changed' || event.kind === 'unsupported') return false;
  return event.author === memberIdentity(memberId) || event.attributes['origin'] !== undefined;
}

async function act(
  ports: AppPorts,
  session: Session,
  event: Exclude<ConversationEvent, { kind: 'unsupported' }>,
): Promise<void> {
  switch (event.kind) {
    case 'message-added':
      await agentWrote(ports, session, event.index);
      return;
    case 'message-updated':
      await relayEdit(ports, session, event.messageSid, event.body);
      return;
    case 'message-removed':
      await relayDeletion(ports, session, event.messageSid);
      return;
    case 'changed':
      await reconcile(ports, session.memberId);
      return;
  }
}

/** What the member wrote in the meantime is read as well, so that the agent's next message does not talk past it. */
async function agentWrote(ports: AppPorts, session: Session, index: number): Promise<void> {
  const now = ports.clock.now();
  const kick = now - session.kickedAt > KICK_EVERY;
  const drain = drainOutbound(ports, session.memberId, { index, ...(kick ? { kickedAt: now } : {}) });
  const starting = kick ? ports.relay.kick(session.memberId) : Promise.resolve();
  const [result] = await Promise.all([drain, starting]);
  const look = kick ? null : await lookAtDm(ports, session);
  if (look !== null && hasNews(session.inbound, session.memberId, look)) {
    await relayInbound(ports, session.memberId, { look, settle: 'now' });
  }
  if (result.unfinished) ports.log.warn('Delivery put off', { member: session.memberId });
}
