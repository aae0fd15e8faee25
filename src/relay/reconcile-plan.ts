import type { TaskStatus } from '../flex/taskrouter.ts';
import type { Session } from '../session/session.ts';

/** How things stand at Twilio, as just read. */
export interface Facts {
  readonly conversation: 'open' | 'closed';
  /** Identities of participants other than the member. */
  readonly agents: readonly string[];
  /** Null: there is no task any more. Undefined: none was ever on record. */
  readonly task: TaskStatus | null | undefined;
}

export type Step =
  | { readonly kind: 'none' }
  | { readonly kind: 'join'; readonly identity: string }
  | { readonly kind: 'end' }
  /** Nobody will come, or the agent is gone for good while the chat is still open. */
  | { readonly kind: 'to-bot'; readonly reason: 'no-agent' | 'never-queued' | 'agent-left' }
  /** The agent handed the chat on; another one is being looked for. */
  | { readonly kind: 'to-queue' };

/** Milliseconds between "transferring" and the task's sid being on record, at the most: one run of the flow. */
const QUEUEING_TIME = 45_000;

/** Whether nobody will come of this task any more. */
export function isOver(task: TaskStatus | null | undefined): boolean {
  return task === 'completed' || task === 'canceled' || task === null;
}

/**
 * What follows from the facts. Events only say that something has changed; what has changed is read, so lost, late,
 * doubled and reordered webhooks all end in the same state.
 */
export function planStep(session: Session, facts: Facts, now: number): Step {
  if (session.state === 'none' || session.state === 'ended') return { kind: 'none' };
  if (facts.conversation === 'closed') return { kind: 'end' };

  const [newcomer] = facts.agents.filter((identity) => identity !== session.agent?.identity);
  const stillThere = session.agent !== null && facts.agents.includes(session.agent.identity);
  if (!stillThere && newcomer !== undefined) return { kind: 'join', identity: newcomer };

  if (session.state === 'queued') {
    if (facts.task === undefined) {
      const lost = now - session.stateSince > QUEUEING_TIME;
      return lost ? { kind: 'to-bot', reason: 'never-queued' } : { kind: 'none' };
    }
    return isOver(facts.task) ? { kind: 'to-bot', reason: 'no-agent' } : { kind: 'none' };
  }
  if (session.state === 'agent' && !stillThere) {
    // Flex closes at wrap-up or at completion; which one could not be settled, so wrap-up already is the end.
    if (facts.task === 'wrapping') return { kind: 'end' };
    if (facts.task === 'pending' || facts.task === 'reserved') return { kind: 'to-queue' };
    if (isOver(facts.task)) return { kind: 'to-bot', reason: 'agent-left' };
  }
  return { kind: 'none' };
}
