import { toFault } from '../errors.ts';
import { plainLine, sendLines } from '../relay/lines.ts';
import type { RelayPorts } from '../relay/ports.ts';
import { backToBot } from '../relay/reconcile.ts';
import { conversationAttributes, type Line, memberIdentity, type Session } from '../session/session.ts';
import { queueForAgent } from '../session/transitions.ts';

/** What `send-to-flex` puts on the task. Twilio allows 1,024 characters in the flow. */
export interface TaskAttributes {
  readonly customChannelType: 'discord';
  /** The label Flex shows. */
  readonly from: string;
  readonly customerName: string;
  readonly customerAddress: string;
  readonly caseId: string;
  readonly locale: string;
  readonly reason: string;
  /** All three keys are required by Flex Insights. */
  readonly customers: { readonly name: string; readonly phone: null; readonly email: null };
}

export type HandoffStart =
  | { readonly ready: 'yes'; readonly attributes: TaskAttributes }
  /** The hand-off is under way already, or the chat is no longer the bot's: no second task. */
  | { readonly ready: 'no' };

export interface QueuedTask {
  readonly taskSid: string;
  readonly interactionSid: string;
  readonly channelSid: string;
}

/**
 * bot → queued: opens the case, tells the member, and silences the virtual agent. Asking twice gives one case and one
 * task, because only one change from `bot` to `queued` succeeds.
 */
export async function startHandoff(
  ports: RelayPorts,
  memberId: string,
  conversationSid: string,
  reason: string,
): Promise<HandoffStart> {
  const now = ports.clock.now();
  const number = await ports.cases.newNumber();
  let lines: readonly Line[] = [];
  let won = false;
  const session = await ports.sessions.change(memberId, (current) => {
    won = current.state === 'bot' && current.conversationSid === conversationSid;
    if (!won) return current;
    const texts = ports.texts(current.locale);
    const caseId = current.caseId ?? number;
    const opened = plainLine(`case:${current.counter}:${now}`, now, texts.caseOpened({ caseId }));
    const transferring = plainLine(`transfer:${current.counter}:${now}`, now, texts.transferring);
    lines = [opened, transferring];
    return queueForAgent(current, caseId, lines, now);
  });
  if (!won || session.caseId === null) return { ready: 'no' };
  await ports.cases.open(session.caseId, {
    kind: 'conversation',
    title: `Conversation with ${session.displayName}`,
    memberId,
    memberName: session.displayName,
    guildId: session.guildId,
    locale: session.locale,
    conversationSid,
  });
  await silenceBot(ports, session, conversationSid);
  await sendLines(
    ports,
    memberId,
    lines.map((line) => line.key),
  );
  return { ready: 'yes', attributes: taskAttributes(session, session.caseId, reason) };
}

/** The flow no longer hears the member, and what it reads as status stops an execution that started just before. */
async function silenceBot(ports: RelayPorts, session: Session, conversationSid: string): Promise<void> {
  await ports.conversations.setAttributes(conversationSid, conversationAttributes(session));
  for (const webhook of await ports.conversations.webhooks(conversationSid)) {
    if (webhook.target === 'studio') await ports.conversations.removeWebhook(conversationSid, webhook.sid);
  }
}

function taskAttributes(session: Session, caseId: string, reason: string): TaskAttributes {
  return {
    customChannelType: 'discord',
    from: session.displayName,
    customerName: session.displayName,
    customerAddress: memberIdentity(session.memberId),
    caseId,
    locale: session.locale,
    reason,
    customers: { name: session.displayName, phone: null, email: null },
  };
}

/** Puts the task on record. Idempotent. */
export async function recordTask(
  ports: RelayPorts,
  memberId: string,
  conversationSid: string,
  task: QueuedTask,
): Promise<void> {
  const { workspaceSid } = await ports.taskRouter.flexSettings();
  await ports.sessions.change(memberId, (current) => {
    if (current.conversationSid !== conversationSid || current.task?.sid === task.taskSid) return current;
    if (current.state !== 'queued' && current.state !== 'agent') return current;
    const { taskSid, interactionSid, channelSid } = task;
    return { ...current, task: { sid: taskSid, workspaceSid, interactionSid, channelSid } };
  });
}

/** queued → bot: no task came of it. The member is told, and the virtual agent listens again. */
export async function handoffFailed(ports: RelayPorts, memberId: string, conversationSid: string): Promise<void> {
  const session = await ports.sessions.load(memberId);
  if (session?.conversationSid !== conversationSid) return;
  if (session.state === 'queued') {
    await backToBot(ports, session, conversationSid, 'never-queued');
    return;
  }
  if (session.state !== 'bot') return;
  // The start itself failed: the member was told nothing yet.
  const now = ports.clock.now();
  const line = plainLine(`handoff-failed:${session.counter}:${now}`, now, ports.texts(session.locale).handoffFailed);
  try {
    await ports.sessions.change(memberId, (current) => ({ ...current, lines: [...current.lines, line] }));
    await sendLines(ports, memberId, [line.key]);
  } catch (error) {
    ports.log.warn('Member not told of a failed hand-off', { member: memberId, code: toFault(error).code });
  }
}
