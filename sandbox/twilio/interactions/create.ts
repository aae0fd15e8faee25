import type { Cloud } from '../cloud.ts';
import type { Conversation, Interaction, InteractionChannel, Invite, Task } from '../entities.ts';
import { RestError, refusals } from '../errors.ts';
import { isRecord, textOf } from '../json.ts';
import { offerTasks } from '../taskrouter/offers.ts';
import { createTask, defaultTaskTimeout, findRouting } from '../taskrouter/tasks.ts';
import { workerByIdentity } from '../taskrouter/workers.ts';
import { cancelTask } from './lifecycle.ts';
import { taskAttributes } from './task-attributes.ts';

export const channelTypes: readonly string[] = ['voice', 'sms', 'email', 'web', 'whatsapp', 'chat', 'messenger', 'gbm'];

const LONGEST_TIMEOUT = 1_209_600;

interface Routing {
  readonly workflowSid: string;
  readonly taskChannelSid: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly priority: number;
  readonly timeout: number;
  readonly workerSid: string | null;
}

interface Created {
  readonly interaction: Interaction;
  readonly channel: InteractionChannel;
  readonly invite: Invite;
  readonly task: Task;
}

interface NewInteraction {
  readonly channel: Readonly<Record<string, unknown>>;
  readonly routing: Readonly<Record<string, unknown>>;
  readonly contextSid?: string | undefined;
  readonly webhookTtid?: string | undefined;
}

/** `POST /Interactions` as a customer begins it: an interaction, its channel on the conversation, an invite, a task. */
export function createInteraction(cloud: Cloud, given: NewInteraction): Created {
  const type = textOf(given.channel.type) ?? '';
  if (!channelTypes.includes(type)) throw refusals.invalid('Channel.type is not a known channel type');
  const initiatedBy = textOf(given.channel.initiated_by) ?? '';
  if (initiatedBy !== 'customer' && initiatedBy !== 'api') {
    throw refusals.invalid('Channel.initiated_by must be customer or api');
  }
  const conversation = mediaChannel(cloud, given.channel);
  const routing = readRouting(cloud, given.routing);

  const interactionSid = cloud.nextSid('KD');
  const channel: InteractionChannel = {
    sid: cloud.nextSid('UO'),
    interactionSid,
    type,
    initiatedBy,
    mediaChannelSid: conversation.sid,
    status: 'active',
    errorCode: null,
    errorMessage: null,
  };
  const interaction: Interaction = {
    sid: interactionSid,
    channelSid: channel.sid,
    contextSid: given.contextSid ?? null,
    webhookTtid: given.webhookTtid ?? null,
    createdAt: cloud.world.clock.now(),
  };
  cloud.store.interactions.set(interaction.sid, interaction);
  cloud.store.channels.set(channel.sid, channel);
  admitCustomers(cloud, conversation, channel);
  return { interaction, channel, ...invite(cloud, channel, routing) };
}

/** `POST …/Invites`: another task on a channel that lives, for example after the agent left the conversation parked. */
export function createInvite(
  cloud: Cloud,
  channel: InteractionChannel,
  given: Readonly<Record<string, unknown>>,
): { invite: Invite; task: Task } {
  if (channel.status !== 'active' && channel.status !== 'inactive') {
    throw refusals.invalid(`Channel is ${channel.status}`);
  }
  const routing = readRouting(cloud, given);
  channel.status = 'active';
  return invite(cloud, channel, routing);
}

function invite(cloud: Cloud, channel: InteractionChannel, routing: Routing): { invite: Invite; task: Task } {
  const inviteSid = cloud.nextSid('KG');
  const task = createTask(
    cloud,
    {
      workflowSid: routing.workflowSid,
      taskChannelSid: routing.taskChannelSid,
      attributes: taskAttributes(routing.attributes, channel, inviteSid),
      priority: routing.priority,
      timeout: routing.timeout,
      routingTarget: routing.workerSid,
      channelSid: channel.sid,
    },
    (expired) => cancelTask(cloud, expired, 'Task TTL Exceeded'),
  );
  const made: Invite = {
    sid: inviteSid,
    interactionSid: channel.interactionSid,
    channelSid: channel.sid,
    taskSid: task.sid,
  };
  cloud.store.invites.set(made.sid, made);
  // Later, because the answer to the request shows the task still pending.
  cloud.after(0, () => offerTasks(cloud));
  return { invite: made, task };
}

function mediaChannel(cloud: Cloud, channel: Readonly<Record<string, unknown>>): Conversation {
  const properties = isRecord(channel.properties) ? channel.properties : {};
  const sid = textOf(properties.media_channel_sid);
  if (sid === undefined) throw refusals.invalid('Channel.properties.media_channel_sid is missing');
  const conversation = cloud.store.conversations.get(sid);
  if (conversation === undefined) throw refusals.notFound(`/Conversations/${sid}`);
  if (conversation.state === 'closed') throw new RestError(400, 45354, 'Conversation of the channel is closed');
  const hasCustomer = [...conversation.participants.values()].some((one) => !isAgent(cloud, one.identity));
  if (!hasCustomer) throw refusals.invalid('The conversation has no customer participant');
  return conversation;
}

function isAgent(cloud: Cloud, identity: string | null): boolean {
  return identity !== null && workerByIdentity(cloud, identity) !== undefined;
}

function admitCustomers(cloud: Cloud, conversation: Conversation, channel: InteractionChannel): void {
  for (const participant of conversation.participants.values()) {
    if (isAgent(cloud, participant.identity)) continue;
    const sid = cloud.nextSid('UT');
    cloud.store.interactionParticipants.set(sid, {
      sid,
      interactionSid: channel.interactionSid,
      channelSid: channel.sid,
      type: 'customer',
      mediaParticipantSid: participant.sid,
      taskSid: null,
      workerSid: null,
      reservationSid: null,
      status: 'active',
    });
  }
}

function readRouting(cloud: Cloud, routing: Readonly<Record<string, unknown>>): Routing {
  const given = isRecord(routing.properties) ? routing.properties : undefined;
  if (given === undefined) throw refusals.invalid('Routing.properties is missing');
  if (given.workspace_sid !== cloud.seed.workspaceSid) throw refusals.invalid('Routing.workspace_sid is unknown');
  const workflow = findRouting(cloud, 'workflow', textOf(given.workflow_sid) ?? '');
  if (workflow === undefined) throw refusals.invalid('Routing.workflow_sid is unknown');
  const name = textOf(given.task_channel_unique_name) ?? textOf(given.task_channel_sid) ?? 'chat';
  const taskChannel = findRouting(cloud, 'channel', name);
  if (taskChannel === undefined) throw refusals.invalid('Routing.task_channel_unique_name is unknown');
  const workerSid = textOf(given.worker_sid) ?? null;
  if (workerSid !== null && !cloud.store.workers.has(workerSid))
    throw refusals.invalid('Routing.worker_sid is unknown');
  const timeout = wholeNumber(given.timeout, defaultTaskTimeout);
  if (timeout < 1 || timeout > LONGEST_TIMEOUT) throw refusals.invalid('Routing.timeout is out of range');
  return {
    workflowSid: workflow.sid,
    taskChannelSid: taskChannel.sid,
    attributes: isRecord(given.attributes) ? given.attributes : {},
    priority: wholeNumber(given.priority, 0),
    timeout,
    workerSid,
  };
}

function wholeNumber(value: unknown, fallback: number): number {
  if (value === undefined || value === null) return fallback;
  if (!Number.isInteger(value)) throw refusals.invalid('Routing.priority and Routing.timeout must be integers');
  return Number(value);
}
