import type { Cause } from '../cause.ts';
import type { Cloud } from '../cloud.ts';
import { addParticipant, participantOf, removeParticipant } from '../conversations/participants.ts';
import { changeState } from '../conversations/state.ts';
import type { Conversation, InteractionChannel, InteractionParticipant, Reservation, Task } from '../entities.ts';
import { refusals } from '../errors.ts';
import { offerTasks, withdraw } from '../taskrouter/offers.ts';
import { changeReservation, changeTask, heldReservation, isOver, requireTask } from '../taskrouter/tasks.ts';
import { requireWorker } from '../taskrouter/workers.ts';

/** What Flex's own servers do: whether it fires scoped webhooks is an option of the emulator. */
function serverCause(cloud: Cloud): Cause {
  return { source: 'API', fires: cloud.flexServerWebhooks };
}

/** The agent takes the task: they join the conversation. */
export function acceptReservation(cloud: Cloud, reservation: Reservation): void {
  requirePending(reservation);
  const task = requireTask(cloud, reservation.taskSid);
  changeReservation(cloud, reservation, 'accepted');
  changeTask(cloud, task, 'assigned');
  const channel = task.channelSid === null ? undefined : cloud.store.channels.get(task.channelSid);
  if (channel !== undefined) joinAgent(cloud, channel, task, reservation);
}

export function requirePending(reservation: Reservation): void {
  if (reservation.status !== 'pending') throw refusals.invalid(`Reservation is ${reservation.status}, not pending`);
}

function joinAgent(cloud: Cloud, channel: InteractionChannel, task: Task, reservation: Reservation): void {
  const conversation = openConversation(cloud, channel);
  if (conversation === undefined) {
    channel.status = 'failed';
    channel.errorCode = 45354;
    channel.errorMessage = 'Conversation of the channel is closed';
    return;
  }
  const { identity } = requireWorker(cloud, reservation.workerSid);
  const member =
    participantOf(conversation, identity) ?? addParticipant(cloud, serverCause(cloud), conversation, { identity });
  const agent: InteractionParticipant = {
    sid: cloud.nextSid('UT'),
    interactionSid: channel.interactionSid,
    channelSid: channel.sid,
    type: 'agent',
    mediaParticipantSid: member.sid,
    taskSid: task.sid,
    workerSid: reservation.workerSid,
    reservationSid: reservation.sid,
    status: 'active',
  };
  cloud.store.interactionParticipants.set(agent.sid, agent);
}

export type RoutingEnd = 'wrapup' | 'closed';

/** Wrap Up and Complete, and the member's own ending: the channel closes, and with it the conversation, for good. */
export function closeChannel(cloud: Cloud, channel: InteractionChannel, end: RoutingEnd): void {
  if (channel.status === 'failed' || channel.status === 'setup') throw refusals.invalid(`Channel is ${channel.status}`);
  endTasks(cloud, channel, end);
  dismissAgents(cloud, channel, end);
  channel.status = 'closed';
  const conversation = openConversation(cloud, channel);
  if (conversation !== undefined) changeState(cloud, serverCause(cloud), conversation, 'closed', 'API');
  cloud.changed();
}

/** Parks the whole channel: its tasks end, the conversation stays open. */
export function parkChannel(cloud: Cloud, channel: InteractionChannel): void {
  if (channel.status !== 'active') throw refusals.invalid(`Channel is ${channel.status}`);
  endTasks(cloud, channel, 'closed');
  dismissAgents(cloud, channel, 'closed');
  channel.status = 'inactive';
  cloud.changed();
}

/** One agent leaves: their task ends, the channel and the conversation stay, without a task when nobody else is there. */
export function leave(cloud: Cloud, participant: InteractionParticipant, end: RoutingEnd): void {
  if (participant.status === 'closed') throw refusals.invalid('Participant has left');
  const task = participant.taskSid === null ? undefined : cloud.store.tasks.get(participant.taskSid);
  if (task !== undefined) endTask(cloud, task, end);
  const channel = cloud.store.channels.get(participant.channelSid);
  if (channel !== undefined) dismiss(cloud, channel, participant, end);
}

/** What a workflow's or the task's time-out does: nobody is told, the conversation stays as it is. */
export function cancelTask(cloud: Cloud, task: Task, reason: string): void {
  if (isOver(task)) throw refusals.invalid(`Task is ${task.status}`);
  const channel = task.channelSid === null ? undefined : cloud.store.channels.get(task.channelSid);
  withdraw(cloud, task, 'canceled');
  changeTask(cloud, task, 'canceled', reason);
  if (channel === undefined) return;
  for (const agent of agentsOn(cloud, channel)) {
    if (agent.taskSid === task.sid) dismiss(cloud, channel, agent, 'closed');
  }
  offerTasks(cloud);
}

/** The agent is done writing it up. */
export function completeTask(cloud: Cloud, task: Task, reason?: string): void {
  if (task.status !== 'assigned' && task.status !== 'wrapping') {
    throw refusals.invalid(`Task is ${task.status} and cannot be completed`);
  }
  withdraw(cloud, task, 'completed');
  changeTask(cloud, task, 'completed', reason);
  offerTasks(cloud);
}

function endTasks(cloud: Cloud, channel: InteractionChannel, end: RoutingEnd): void {
  for (const task of cloud.store.tasks.values()) {
    if (task.channelSid === channel.sid) endTask(cloud, task, end);
  }
}

function endTask(cloud: Cloud, task: Task, end: RoutingEnd): void {
  if (isOver(task)) return;
  if (task.status === 'pending' || task.status === 'reserved') {
    withdraw(cloud, task, 'rescinded');
    changeTask(cloud, task, 'canceled', 'Channel closed');
    return;
  }
  if (end === 'closed') {
    completeTask(cloud, task);
    return;
  }
  const reservation = heldReservation(cloud, task);
  if (reservation !== undefined) changeReservation(cloud, reservation, 'wrapping');
  changeTask(cloud, task, 'wrapping');
}

export function agentsOn(cloud: Cloud, channel: InteractionChannel): InteractionParticipant[] {
  return [...cloud.store.interactionParticipants.values()].filter(
    (one) => one.channelSid === channel.sid && one.type === 'agent' && one.status !== 'closed',
  );
}

function dismissAgents(cloud: Cloud, channel: InteractionChannel, end: RoutingEnd): void {
  for (const agent of agentsOn(cloud, channel)) dismiss(cloud, channel, agent, end);
}

function dismiss(cloud: Cloud, channel: InteractionChannel, agent: InteractionParticipant, end: RoutingEnd): void {
  agent.status = end;
  const conversation = openConversation(cloud, channel);
  const member =
    agent.mediaParticipantSid === null ? undefined : conversation?.participants.get(agent.mediaParticipantSid);
  if (conversation !== undefined && member !== undefined) {
    removeParticipant(cloud, serverCause(cloud), conversation, member);
  }
}

function openConversation(cloud: Cloud, channel: InteractionChannel): Conversation | undefined {
  const conversation = cloud.store.conversations.get(channel.mediaChannelSid);
  return conversation === undefined || conversation.state === 'closed' ? undefined : conversation;
}
