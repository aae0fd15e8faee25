import type { Cloud } from '../cloud.ts';
import type { Interaction, InteractionChannel, InteractionParticipant, Invite, Task, Transfer } from '../entities.ts';
import { addressOf } from '../hosts.ts';
import { date } from '../wire.ts';

export function channelPath(channel: { interactionSid: string; sid: string }): string {
  return `/v1/Interactions/${channel.interactionSid}/Channels/${channel.sid}`;
}

function below(part: { interactionSid: string; channelSid: string }): string {
  return channelPath({ interactionSid: part.interactionSid, sid: part.channelSid });
}

/** A task as the Interactions API shows it: times in seconds, attributes as text. */
export function formatRouting(cloud: Cloud, task: Task | undefined): Record<string, unknown> | null {
  if (task === undefined) return null;
  const { routing } = cloud.store;
  return {
    reservation: null,
    properties: {
      sid: task.sid,
      account_sid: cloud.account.sid,
      workspace_sid: cloud.seed.workspaceSid,
      attributes: task.attributes,
      assignment_status: task.status,
      workflow_sid: task.workflowSid,
      workflow_name: routing.get(task.workflowSid)?.friendlyName ?? null,
      queue_sid: task.queueSid,
      queue_name: routing.get(task.queueSid)?.friendlyName ?? null,
      task_channel_sid: task.taskChannelSid,
      task_channel_unique_name: routing.get(task.taskChannelSid)?.uniqueName ?? null,
      routing_target: task.routingTarget,
      priority: task.priority,
      timeout: task.timeout,
      reason: task.reason,
      age: 0,
      age_in_queue: 0,
      assignmentCounter: 0,
      addons: '{}',
      date_created: Math.floor(task.createdAt / 1_000),
      date_updated: Math.floor(task.updatedAt / 1_000),
      task_queue_entered_date: Math.floor(task.createdAt / 1_000),
    },
  };
}

export function formatInteraction(cloud: Cloud, one: Interaction): Record<string, unknown> {
  const channel = cloud.store.channels.get(one.channelSid);
  const invite = [...cloud.store.invites.values()].find((each) => each.interactionSid === one.sid);
  const url = addressOf('flex', `/v1/Interactions/${one.sid}`);
  return {
    sid: one.sid,
    channel: { type: channel?.type, sid: one.channelSid },
    routing: formatRouting(cloud, invite === undefined ? undefined : cloud.store.tasks.get(invite.taskSid)),
    interaction_context_sid: one.contextSid,
    webhook_ttid: one.webhookTtid,
    url,
    links: { channels: `${url}/Channels` },
  };
}

export function formatChannel(one: InteractionChannel): Record<string, unknown> {
  const url = addressOf('flex', channelPath(one));
  return {
    sid: one.sid,
    interaction_sid: one.interactionSid,
    type: one.type,
    status: one.status,
    error_code: one.errorCode,
    error_message: one.errorMessage,
    url,
    links: { participants: `${url}/Participants`, invites: `${url}/Invites`, transfers: `${url}/Transfers` },
  };
}

export function formatInvite(cloud: Cloud, one: Invite): Record<string, unknown> {
  return {
    sid: one.sid,
    interaction_sid: one.interactionSid,
    channel_sid: one.channelSid,
    routing: formatRouting(cloud, cloud.store.tasks.get(one.taskSid)),
    url: addressOf('flex', `${below(one)}/Invites/${one.sid}`),
  };
}

export function formatInteractionParticipant(one: InteractionParticipant): Record<string, unknown> {
  const routed = { task_sid: one.taskSid, worker_sid: one.workerSid, reservation_sid: one.reservationSid };
  return {
    sid: one.sid,
    type: one.type,
    interaction_sid: one.interactionSid,
    channel_sid: one.channelSid,
    routing_properties: one.taskSid === null ? null : routed,
    url: addressOf('flex', `${below(one)}/Participants/${one.sid}`),
  };
}

export function formatTransfer(cloud: Cloud, one: Transfer): Record<string, unknown> {
  return {
    sid: one.sid,
    account_sid: cloud.account.sid,
    instance_sid: cloud.seed.flexInstanceSid,
    interaction_sid: one.interactionSid,
    channel_sid: one.channelSid,
    execution_sid: null,
    type: one.type,
    status: one.status,
    from: one.from,
    to: one.to,
    note_sid: null,
    summary_sid: null,
    date_created: date(one.createdAt),
    date_updated: date(one.updatedAt),
    url: addressOf('flex', `${below(one)}/Transfers/${one.sid}`),
  };
}
