import type { FileUpload } from '../../control/types.ts';
import { clientCause } from '../cause.ts';
import type { Cloud } from '../cloud.ts';
import { addMessage, removeMessage, requireMessage, updateMessage } from '../conversations/messages.ts';
import type {
  Conversation,
  InteractionChannel,
  InteractionParticipant,
  Message,
  Reservation,
  Task,
  Worker,
} from '../entities.ts';
import {
  acceptReservation,
  agentsOn,
  cancelTask,
  closeChannel,
  completeTask,
  leave,
  requirePending,
} from '../interactions/lifecycle.ts';
import { createTransfer } from '../interactions/transfers.ts';
import { storeMedia } from '../media/routes.ts';
import { passOver } from '../taskrouter/offers.ts';
import { ActError } from './act-error.ts';

/** Flex UI refuses larger attachments. */
const LARGEST_ATTACHMENT = 16 * 1_024 * 1_024;

export type ReservationAction = 'accept' | 'reject' | 'timeout';

export function actOnReservation(cloud: Cloud, reservation: Reservation, action: ReservationAction): void {
  if (action === 'accept') {
    acceptReservation(cloud, reservation);
    return;
  }
  requirePending(reservation);
  passOver(cloud, reservation, action === 'reject' ? 'rejected' : 'timeout');
}

export function writeText(cloud: Cloud, worker: Worker, task: Task, body: string): Message {
  const conversation = joined(cloud, worker, task);
  return addMessage(cloud, clientCause(worker.identity), conversation, {
    author: worker.identity,
    body,
    origin: 'SDK',
  });
}

export function writeFile(cloud: Cloud, worker: Worker, task: Task, file: FileUpload): Message {
  const conversation = joined(cloud, worker, task);
  const bytes = new Uint8Array(Buffer.from(file.data, 'base64'));
  if (bytes.byteLength > LARGEST_ATTACHMENT) throw new ActError(413, 'TOO_LARGE', 'Flex takes files of up to 16 MiB');
  const media = storeMedia(cloud, { contentType: file.contentType, filename: file.filename, bytes });
  const cause = clientCause(worker.identity);
  return addMessage(cloud, cause, conversation, { author: worker.identity, mediaSid: media.sid, origin: 'SDK' });
}

export function editText(cloud: Cloud, worker: Worker, task: Task, sid: string, body: string): Message {
  const { conversation, message } = own(cloud, worker, task, sid);
  updateMessage(cloud, clientCause(worker.identity), conversation, message, { body });
  return message;
}

export function deleteText(cloud: Cloud, worker: Worker, task: Task, sid: string): void {
  const { conversation, message } = own(cloud, worker, task, sid);
  removeMessage(cloud, clientCause(worker.identity), conversation, message);
}

/** What the button Wrap Up of Flex UI sends. */
export function wrapUp(cloud: Cloud, task: Task): void {
  if (task.status !== 'assigned') throw refused(`Task is ${task.status}`);
  closeChannel(cloud, channelOf(cloud, task), 'wrapup');
}

/** What the button Complete of Flex UI sends. */
export function complete(cloud: Cloud, task: Task): void {
  if (task.status !== 'assigned' && task.status !== 'wrapping') throw refused(`Task is ${task.status}`);
  const channel = channelOf(cloud, task);
  // Somebody else may have taken the channel over since this agent left it.
  const others = agentsOn(cloud, channel).some((one) => one.taskSid !== task.sid && one.status === 'active');
  if (others || channel.status === 'inactive') completeTask(cloud, task);
  else closeChannel(cloud, channel, 'closed');
}

export function leaveConversation(cloud: Cloud, worker: Worker, task: Task): void {
  leave(cloud, agentOf(cloud, worker, task), 'closed');
}

export function cancel(cloud: Cloud, task: Task, reason: string): void {
  cancelTask(cloud, task, reason);
}

export function transfer(cloud: Cloud, worker: Worker, task: Task, to: string): void {
  const agent = agentOf(cloud, worker, task);
  if (!cloud.store.workers.has(to)) throw new ActError(404, 'NOT_FOUND', `There is no worker ${to}`);
  createTransfer(cloud, channelOf(cloud, task), { type: 'cold', from: agent.sid, to });
}

function refused(message: string): ActError {
  return new ActError(409, 'REFUSED', message);
}

function channelOf(cloud: Cloud, task: Task): InteractionChannel {
  const channel = task.channelSid === null ? undefined : cloud.store.channels.get(task.channelSid);
  if (channel === undefined) throw refused('Task has no conversation');
  return channel;
}

function agentOf(cloud: Cloud, worker: Worker, task: Task): InteractionParticipant {
  const agent = agentsOn(cloud, channelOf(cloud, task)).find(
    (one) => one.workerSid === worker.sid && one.taskSid === task.sid && one.status === 'active',
  );
  if (agent === undefined) throw refused('The agent is not in the conversation');
  return agent;
}

/** The conversation, when this agent is in it: Flex lets nobody else write. */
function joined(cloud: Cloud, worker: Worker, task: Task): Conversation {
  agentOf(cloud, worker, task);
  const conversation = cloud.store.conversations.get(channelOf(cloud, task).mediaChannelSid);
  if (conversation === undefined) throw refused('The conversation is gone');
  return conversation;
}

function own(cloud: Cloud, worker: Worker, task: Task, sid: string): { conversation: Conversation; message: Message } {
  const conversation = joined(cloud, worker, task);
  const message = requireMessage(conversation, sid);
  if (message.author !== worker.identity) throw refused('An agent changes their own messages only');
  return { conversation, message };
}
