import { escapeMarkdown, plainName } from '../discord/names.ts';
import { toFault } from '../errors.ts';
import { type AgentRecord, isOpen, type Session } from '../session/session.ts';
import { joinAgent } from '../session/transitions.ts';
import { plainLine, sendLines } from './lines.ts';
import type { RelayPorts } from './ports.ts';

/**
 * How an agent was noticed. `present`: among the participants, read after `session` · `wrote`: by a message, which may be
 * older than what is on record
 */
export type Noticed = 'present' | 'wrote';

/** Puts the agent on record and tells the member, once, whichever event or look notices it first. */
export async function joinAgentByIdentity(
  ports: RelayPorts,
  session: Session,
  identity: string,
  noticed: Noticed,
): Promise<Session> {
  if (!isOpen(session) || isOldNews(session, session, identity, noticed)) return session;
  const agent: AgentRecord = { identity, name: await agentName(ports, session, identity) };
  const now = ports.clock.now();
  const { agentJoined } = ports.texts(session.locale);
  let key: string | undefined;
  const joined = await ports.sessions.change(session.memberId, (current) => {
    key = undefined;
    if (current.conversationSid !== session.conversationSid || !isOpen(current)) return current;
    if (isOldNews(session, current, identity, noticed)) return current;
    return joinAgent(
      current,
      agent,
      (join) => {
        key = `joined:${join}`;
        return { ...plainLine(key, now, agentJoined({ name: escapeMarkdown(agent.name) })), transcript: null };
      },
      now,
    );
  });
  await sendLines(ports, session.memberId, key === undefined ? [] : [key]);
  return joined;
}

/** Whether others have put something newer on record since, or the author has left before the message came out. */
function isOldNews(seen: Session, current: Session, identity: string, noticed: Noticed): boolean {
  if (current.agent?.identity === identity) return true;
  if (noticed === 'wrote') return current.met.includes(identity);
  return current.joins !== seen.joins || current.agent?.identity !== seen.agent?.identity;
}

/** What members read: the alias where one is set; never an e-mail address or an identity made from one. */
async function agentName(ports: RelayPorts, session: Session, identity: string): Promise<string> {
  if (ports.settings.agentAlias !== undefined) return ports.settings.agentAlias;
  const { agentWithoutName } = ports.texts(session.locale);
  try {
    const name = await ports.conversations.userName(identity);
    return name === null || name === identity || name.includes('@') ? agentWithoutName : plainName(name);
  } catch (error) {
    ports.log.warn('Name of agent not found', { code: toFault(error).code });
    return agentWithoutName;
  }
}
