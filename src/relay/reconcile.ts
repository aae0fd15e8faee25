import { buttonRows } from '../discord/components.ts';
import { encodeCustomId } from '../discord/custom-id.ts';
import { displayName } from '../discord/names.ts';
import { Fault, toFault } from '../errors.ts';
import type { TaskStatus } from '../flex/taskrouter.ts';
import {
  conversationAttributes,
  isOpen,
  type Line,
  memberIdentity,
  type Session,
  type TaskRecord,
} from '../session/session.ts';
import { agentPassedOn, endConversation, returnToBot } from '../session/transitions.ts';
import type { Texts } from '../texts/catalogue.ts';
import { joinAgentByIdentity } from './join.ts';
import { isClosedConversation, plainLine, sendLines } from './lines.ts';
import { addStudioWebhook } from './opening.ts';
import { drainOutbound } from './outbound.ts';
import type { RelayPorts } from './ports.ts';
import { type Facts, isOver, planStep, type Step } from './reconcile-plan.ts';
import { watchUntil } from './watch.ts';

/** Brings the session in line with the Conversation and the task, and tells the member what has changed. */
export async function reconcile(ports: RelayPorts, memberId: string): Promise<Session | null> {
  const session = await ports.sessions.reload(memberId);
  if (session === null || session.conversationSid === null || !isOpen(session)) {
    await sendLines(ports, memberId);
    return session;
  }
  const facts = await readFacts(ports, session, session.conversationSid);
  const step = planStep(session, facts, ports.clock.now());
  await carryOut(ports, session, session.conversationSid, step);
  await sendLines(ports, memberId);
  return ports.sessions.load(memberId);
}

async function readFacts(ports: RelayPorts, session: Session, conversationSid: string): Promise<Facts> {
  const state = await stateOf(ports, conversationSid);
  if (state === 'closed') return { conversation: 'closed', agents: [], task: undefined };
  const participants = await ports.conversations.participants(conversationSid);
  const own = memberIdentity(session.memberId);
  const agents = participants.flatMap(({ identity }) => (identity === null || identity === own ? [] : [identity]));
  const task = session.task === null ? undefined : await readTask(ports, session, session.task);
  return { conversation: 'open', agents, task };
}

/** A transfer ends the task on record and makes another one, which is put on record in its place. */
async function readTask(ports: RelayPorts, session: Session, recorded: TaskRecord): Promise<TaskStatus | null> {
  const status = await ports.taskRouter.taskStatus(recorded.workspaceSid, recorded.sid);
  if (!isOver(status)) return status;
  for (const sid of await tasksBeside(ports, recorded)) {
    const other = await ports.taskRouter.taskStatus(recorded.workspaceSid, sid);
    if (isOver(other)) continue;
    await ports.sessions.change(session.memberId, (current) =>
      current.task?.sid === recorded.sid ? { ...current, task: { ...recorded, sid } } : current,
    );
    return other;
  }
  return status;
}

async function tasksBeside(ports: RelayPorts, recorded: TaskRecord): Promise<readonly string[]> {
  try {
    const all = await ports.taskRouter.tasksOf(recorded.interactionSid, recorded.channelSid);
    return all.filter((sid) => sid !== recorded.sid);
  } catch (error) {
    // An interaction's channel that is gone has no task any more.
    if (error instanceof Fault && error.upstreamStatus === 404) return [];
    throw error;
  }
}

/** A Conversation that was deleted is as good as closed. */
async function stateOf(ports: RelayPorts, conversationSid: string): Promise<Facts['conversation']> {
  try {
    return (await ports.conversations.fetch(conversationSid)).state === 'closed' ? 'closed' : 'open';
  } catch (error) {
    if (error instanceof Fault && error.upstreamStatus === 404) return 'closed';
    throw error;
  }
}

async function carryOut(ports: RelayPorts, session: Session, conversationSid: string, step: Step): Promise<void> {
  switch (step.kind) {
    case 'none':
      return;
    case 'join':
      await joinAgentByIdentity(ports, session, step.identity, 'present');
      return;
    case 'end':
      await end(ports, session, conversationSid);
      return;
    case 'to-bot':
      await backToBot(ports, session, conversationSid, step.reason);
      return;
    case 'to-queue':
      await toQueue(ports, session);
      return;
  }
}

/**
 * What the agent wrote last goes out before the end is told. The session turns last: until then a run that died half-way is
 * repeated as a whole, and after it only lines are left, which any look at the chat sends.
 */
async function end(ports: RelayPorts, session: Session, conversationSid: string): Promise<void> {
  await drainRest(ports, session.memberId);
  if (session.caseId !== null) await ports.cases.close(session.caseId, session.agent?.name ?? null);
  await watchUntil(ports, session);
  const now = ports.clock.now();
  let lines: readonly Line[] = [];
  await ports.sessions.change(session.memberId, (current) => {
    lines = [];
    if (current.conversationSid !== conversationSid || !isOpen(current)) return current;
    lines = endLines(ports, current, now);
    return endConversation(current, lines, now);
  });
  await sendLines(
    ports,
    session.memberId,
    lines.map((line) => line.key),
  );
}

/** A Conversation that was deleted has nothing left to deliver. */
async function drainRest(ports: RelayPorts, memberId: string): Promise<void> {
  try {
    await drainOutbound(ports, memberId);
  } catch (error) {
    if (!isClosedConversation(error)) throw error;
  }
}

function endLines(ports: RelayPorts, session: Session, now: number): readonly Line[] {
  const texts = ports.texts(session.locale);
  const ended = texts.chatEnded({ name: session.agent === null ? undefined : displayName(session.agent.name) });
  const farewell: Line = { ...plainLine(`ended:${session.counter}`, now, ended), transcript: null };
  const { caseId } = session;
  if (caseId === null) return [farewell];
  const ratings = [1, 2, 3, 4, 5].map((rating) => ({
    label: String(rating),
    customId: encodeCustomId('rate', caseId, String(rating)),
  }));
  const content = texts.ratingQuestion({ brand: ports.settings.brandName });
  const question = { content, components: buttonRows(ratings) };
  return [farewell, { key: `rate:${session.counter}`, at: now, message: question, transcript: null }];
}

/**
 * The flow hears the member again, and answers nothing that was said in the meantime. The session turns last: a run that
 * died half-way is repeated, and the flow stays silent until then, since only messages of a chat in state `bot` reach it.
 */
export async function backToBot(
  ports: RelayPorts,
  session: Session,
  conversationSid: string,
  reason: Extract<Step, { kind: 'to-bot' }>['reason'],
): Promise<void> {
  const [latest] = await ports.conversations.latestMessages(conversationSid, 1);
  await ports.conversations.setAttributes(conversationSid, conversationAttributes({ ...session, state: 'bot' }));
  const webhooks = await ports.conversations.webhooks(conversationSid);
  if (!webhooks.some((webhook) => webhook.target === 'studio')) await addStudioWebhook(ports, conversationSid);
  const now = ports.clock.now();
  const key = `bot-back:${session.counter}:${session.stateSince}`;
  const text = backText(ports, session, reason);
  await ports.sessions.change(session.memberId, (current) => {
    if (current.conversationSid !== conversationSid || !isOpen(current) || current.state === 'bot') return current;
    const returned = returnToBot(current, plainLine(key, now, text), now);
    return { ...returned, botIndex: latest?.index ?? current.botIndex };
  });
  await sendLines(ports, session.memberId, [key]);
}

function backText(ports: RelayPorts, session: Session, reason: Extract<Step, { kind: 'to-bot' }>['reason']): string {
  const texts = ports.texts(session.locale);
  if (reason === 'agent-left') return texts.agentLeftBotBack({ name: agentNameFor(session, texts) });
  return reason === 'no-agent' ? texts.noAgentAvailable : texts.handoffFailed;
}

function agentNameFor(session: Session, texts: Texts): string {
  return displayName(session.agent?.name ?? texts.agentWithoutName);
}

async function toQueue(ports: RelayPorts, session: Session): Promise<void> {
  const now = ports.clock.now();
  const texts = ports.texts(session.locale);
  const key = `passed-on:${session.joins}`;
  const name = agentNameFor(session, texts);
  await ports.sessions.change(session.memberId, (current) =>
    current.state === 'agent' && current.conversationSid === session.conversationSid
      ? agentPassedOn(current, plainLine(key, now, texts.agentLeft({ name })), now)
      : current,
  );
  await sendLines(ports, session.memberId, [key]);
}

/** For callers that must go on whatever happens: a failure is logged, and the next look repeats the work. */
export async function reconcileQuietly(ports: RelayPorts, memberId: string): Promise<void> {
  try {
    await reconcile(ports, memberId);
  } catch (error) {
    const fault = toFault(error);
    ports.log.warn('Reconciliation put off', { member: memberId, code: fault.code, upstreamCode: fault.upstreamCode });
  }
}
