import type { DeskMessage, DeskTask, WorkerSummary, WorkerView } from '../../control/types.ts';
import type { Cloud } from '../cloud.ts';
import { findUser } from '../conversations/users.ts';
import type { Conversation, Message, Reservation, Task, Worker } from '../entities.ts';
import { recordOf, textOf } from '../json.ts';
import { temporaryLink } from '../media/links.ts';
import { isOver } from '../taskrouter/tasks.ts';
import { isAvailable, workerByIdentity } from '../taskrouter/workers.ts';

/** Finished tasks that stay on the desk. */
const LATELY = 20;

export function workerSummary(cloud: Cloud, worker: Worker): WorkerSummary {
  return {
    sid: worker.sid,
    identity: worker.identity,
    name: worker.name,
    available: isAvailable(cloud, worker),
  };
}

export function workerView(cloud: Cloud, worker: Worker): WorkerView {
  const tasks = deskOf(cloud, worker).map(({ task, reservation }) => deskTask(cloud, task, reservation));
  return { ...workerSummary(cloud, worker), tasks };
}

interface DeskEntry {
  readonly task: Task;
  readonly reservation: Reservation;
}

/** What this worker is offered, holds, or lately finished; newest first, each task once. */
export function deskOf(cloud: Cloud, worker: Worker): DeskEntry[] {
  const latest = new Map<string, DeskEntry>();
  for (const reservation of cloud.store.reservations.values()) {
    const task = cloud.store.tasks.get(reservation.taskSid);
    if (reservation.workerSid === worker.sid && task !== undefined) latest.set(task.sid, { task, reservation });
  }
  const gone: readonly string[] = ['rejected', 'timeout', 'rescinded'];
  const shown = [...latest.values()].filter(({ reservation }) => !gone.includes(reservation.status)).reverse();
  const over = shown.filter(({ task }) => isOver(task));
  return shown.filter((entry) => !over.slice(LATELY).includes(entry));
}

export function deskTask(cloud: Cloud, task: Task, reservation: Reservation | undefined): DeskTask {
  const channel = task.channelSid === null ? undefined : cloud.store.channels.get(task.channelSid);
  const conversation = channel === undefined ? undefined : cloud.store.conversations.get(channel.mediaChannelSid);
  return {
    sid: task.sid,
    status: statusFor(task, reservation),
    reservation: reservation === undefined ? null : { sid: reservation.sid, status: reservation.status },
    attributes: recordOf(task.attributes),
    age: (task.endedAt ?? cloud.world.clock.now()) - task.createdAt,
    conversation: conversation === undefined ? null : deskConversation(cloud, conversation, task),
  };
}

/** After a transfer the task of the one who handed it on is over for them, whatever became of it elsewhere. */
function statusFor(task: Task, reservation: Reservation | undefined): Task['status'] {
  return reservation?.status === 'completed' ? 'completed' : task.status;
}

function deskConversation(cloud: Cloud, conversation: Conversation, task: Task): NonNullable<DeskTask['conversation']> {
  return {
    sid: conversation.sid,
    state: conversation.state,
    attributes: recordOf(conversation.attributes),
    participants: [...conversation.participants.values()].map((one) => ({
      sid: one.sid,
      identity: one.identity ?? '',
      name: nameOf(cloud, one.identity ?? '', task),
    })),
    messages: [...conversation.messages.values()].map((one) => deskMessage(cloud, one, task)),
  };
}

/** The display name, as Flex takes it from the user; for the member else from the task. */
function nameOf(cloud: Cloud, identity: string, task: Task): string {
  const known = findUser(cloud, identity)?.friendlyName;
  if (known !== null && known !== undefined && known !== '') return known;
  const attributes = recordOf(task.attributes);
  const isMember = workerByIdentity(cloud, identity) === undefined;
  const fromTask = isMember ? (textOf(attributes.customerName) ?? textOf(attributes.from)) : undefined;
  return fromTask ?? identity;
}

export function deskMessage(cloud: Cloud, message: Message, task: Task): DeskMessage {
  const attributes = recordOf(message.attributes);
  const kind = kindOf(cloud, message, attributes);
  return {
    sid: message.sid,
    index: message.index,
    author: message.author,
    authorName: authorName(cloud, message, kind, task),
    kind,
    body: message.body ?? '',
    at: new Date(message.createdAt).toISOString(),
    editedAt: message.updatedAt === message.createdAt ? null : new Date(message.updatedAt).toISOString(),
    media: message.media.map((file) => ({
      sid: file.sid,
      filename: file.filename ?? file.sid,
      contentType: file.contentType,
      size: file.size,
      url: temporaryLink(cloud, file.sid),
    })),
    attributes,
  };
}

function authorName(cloud: Cloud, message: Message, kind: DeskMessage['kind'], task: Task): string {
  if (kind === 'bot') return 'Virtual agent';
  if (kind === 'system') return 'System';
  return nameOf(cloud, message.author, task);
}

/** Our own messages say in their attributes what they are (`origin`); else the author tells. */
function kindOf(cloud: Cloud, message: Message, attributes: Readonly<Record<string, unknown>>): DeskMessage['kind'] {
  for (const mark of [attributes.origin, attributes.kind, attributes.author]) {
    if (mark === 'member' || mark === 'bot' || mark === 'system') return mark;
  }
  if (workerByIdentity(cloud, message.author) !== undefined) return 'agent';
  return message.author.startsWith('discord_') ? 'member' : 'system';
}
