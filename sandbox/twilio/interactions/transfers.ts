import type { Cloud } from '../cloud.ts';
import type { InteractionChannel, InteractionParticipant, Transfer } from '../entities.ts';
import { refusals } from '../errors.ts';
import { recordOf } from '../json.ts';
import { createInvite } from './create.ts';
import { agentsOn, leave } from './lifecycle.ts';

interface NewTransfer {
  readonly type: string;
  /** The agent who hands over; the only one on the channel when absent. */
  readonly from?: string | undefined;
  /** A worker, or a workflow or queue for anybody. */
  readonly to: string;
}

/** Hands the task on with its attributes. In a cold transfer the agent leaves at once; in a warm one they stay. */
export function createTransfer(cloud: Cloud, channel: InteractionChannel, given: NewTransfer): Transfer {
  const { type } = given;
  if (type !== 'cold' && type !== 'warm') throw refusals.invalid('type must be cold or warm');
  const from = agentOf(cloud, channel, given.from);
  const handedOn = from.taskSid === null ? undefined : cloud.store.tasks.get(from.taskSid);
  const toWorker = cloud.store.workers.has(given.to);
  if (!toWorker && !cloud.store.routing.has(given.to)) throw refusals.notFound(given.to);
  const { task } = createInvite(cloud, channel, {
    properties: {
      workspace_sid: cloud.seed.workspaceSid,
      workflow_sid: handedOn?.workflowSid ?? cloud.seed.workflowSid,
      task_channel_sid: handedOn?.taskChannelSid ?? cloud.seed.chatTaskChannelSid,
      attributes: recordOf(handedOn?.attributes ?? '{}'),
      ...(toWorker ? { worker_sid: given.to } : {}),
    },
  });
  const now = cloud.world.clock.now();
  const transfer: Transfer = {
    sid: cloud.nextSid('UX'),
    interactionSid: channel.interactionSid,
    channelSid: channel.sid,
    type,
    from: from.sid,
    to: given.to,
    taskSid: task.sid,
    status: 'active',
    createdAt: now,
    updatedAt: now,
  };
  cloud.store.transfers.set(transfer.sid, transfer);
  if (type === 'cold') leave(cloud, from, 'closed');
  return transfer;
}

/** A transfer is settled by what became of its task. */
export function refreshTransfer(cloud: Cloud, transfer: Transfer): Transfer {
  const status = cloud.store.tasks.get(transfer.taskSid)?.status;
  if (transfer.status !== 'active' || status === 'pending' || status === 'reserved') return transfer;
  transfer.status = status === 'canceled' || status === undefined ? 'failed' : 'completed';
  transfer.updatedAt = cloud.world.clock.now();
  return transfer;
}

function agentOf(cloud: Cloud, channel: InteractionChannel, sid: string | undefined): InteractionParticipant {
  const agents = agentsOn(cloud, channel).filter((one) => one.status === 'active');
  const found = sid === undefined ? agents.at(-1) : agents.find((one) => one.sid === sid);
  if (found === undefined) throw refusals.invalid('No such agent is on the channel');
  return found;
}
