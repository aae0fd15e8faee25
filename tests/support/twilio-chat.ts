import { type RestAnswer, rowsAt, type TwilioHarness, textAt } from './twilio-world.ts';

const CONVERSATIONS = '/conversations.twilio.com/v1/Conversations';
export const INTERACTIONS = '/flex-api.twilio.com/v1/Interactions';
const EVENTS = ['onMessageAdded', 'onParticipantAdded', 'onParticipantRemoved', 'onConversationStateUpdated'];

/** Identity of the seeded agent. */
export const KIM = 'kim_40example_2Ecom';

export interface Chat {
  readonly conversation: string;
  readonly task: string;
  readonly channel: string;
  readonly interaction: string;
}

export async function openConversation(harness: TwilioHarness): Promise<string> {
  const { body } = await harness.rest('POST', CONVERSATIONS, {});
  const sid = textAt(body, 'sid');
  await harness.rest('POST', `${CONVERSATIONS}/${sid}/Participants`, { Identity: 'discord_1' });
  await harness.rest('POST', `${CONVERSATIONS}/${sid}/Webhooks`, {
    Target: 'webhook',
    'Configuration.Url': 'http://127.0.0.1:9/conversations/events',
    'Configuration.Filters': EVENTS,
  });
  return sid;
}

export function interact(harness: TwilioHarness, conversation: string, routing: object = {}): Promise<RestAnswer> {
  const { seed } = harness.twilio;
  return harness.rest('POST', INTERACTIONS, {
    Channel: JSON.stringify({
      type: 'chat',
      initiated_by: 'customer',
      properties: { media_channel_sid: conversation },
    }),
    Routing: JSON.stringify({
      properties: {
        workspace_sid: seed.workspaceSid,
        workflow_sid: seed.workflowSid,
        task_channel_unique_name: 'chat',
        attributes: { customerName: 'Ann' },
        ...routing,
      },
    }),
  });
}

export async function queue(harness: TwilioHarness, routing: object = {}): Promise<Chat> {
  const conversation = await openConversation(harness);
  const { body } = await interact(harness, conversation, routing);
  await harness.settle();
  const [task] = [...harness.twilio.store.tasks.values()].slice(-1);
  const channel = body.channel as { sid: string };
  return { conversation, task: task?.sid ?? '', channel: channel.sid, interaction: textAt(body, 'sid') };
}

/** The task as this worker's desk shows it. */
export async function desk(harness: TwilioHarness, worker = harness.twilio.seed.workerSid) {
  const { body } = await harness.control('GET', `/workers/${worker}`);
  return rowsAt(body, 'tasks') as {
    sid: string;
    status: string;
    reservation: { sid: string; status: string } | null;
    conversation: { state: string; participants: { identity: string }[] } | null;
  }[];
}

export async function reserve(harness: TwilioHarness, action: string, worker = harness.twilio.seed.workerSid) {
  const [task] = await desk(harness, worker);
  return harness.control('POST', `/workers/${worker}/reservations/${task?.reservation?.sid}`, { action });
}

export async function accepted(harness: TwilioHarness): Promise<Chat> {
  const chat = await queue(harness);
  await reserve(harness, 'accept');
  return chat;
}

export function act(harness: TwilioHarness, task: string, name: string, body: object = {}) {
  return harness.control('POST', `/workers/${harness.twilio.seed.workerSid}/tasks/${task}/${name}`, body);
}

export function situation(harness: TwilioHarness, chat: Chat) {
  const { store } = harness.twilio;
  const conversation = store.conversations.get(chat.conversation);
  return {
    task: store.tasks.get(chat.task)?.status,
    reservations: [...store.reservations.values()].map((one) => one.status),
    channel: store.channels.get(chat.channel)?.status,
    conversation: conversation?.state,
    participants: [...(conversation?.participants.values() ?? [])].map((one) => one.identity),
  };
}

export async function events(harness: TwilioHarness): Promise<(string | undefined)[]> {
  await harness.settle();
  return harness.received.map((one) => one.fields.EventType);
}
