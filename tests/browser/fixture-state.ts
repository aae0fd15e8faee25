import type {
  ChannelView,
  CommandView,
  DeskMessage,
  DeskTask,
  MemberView,
  MessageView,
  ModalView,
  WorkerView,
} from '../../sandbox/control/types.ts';
import type { FaultRule } from '../../sandbox/core/faults.ts';
import type { Hop, SandboxEvent } from '../../sandbox/core/trace.ts';

/** What the page's own tests show it: every kind of thing the control API can say, changed in place. */
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface FixtureState {
  readonly member: Omit<Mutable<MemberView>, 'channels'> & { channels: Mutable<ChannelView>[] };
  readonly worker: Omit<Mutable<WorkerView>, 'tasks'> & { tasks: DeskTask[] };
  hops: Hop[];
  faults: FaultRule[];
  offset: number;
  made: number;
  readonly listeners: Set<(event: SandboxEvent) => void>;
}

export const BOT = { id: '1440000000000000002', name: 'Support', bot: true } as const;
export const ANN = { id: '1440000000000000003', name: 'Ann', bot: false } as const;
export const KIM = { sid: 'WKfake0000000000000000000000000001', identity: 'kim', name: 'kim' } as const;

const START = Date.UTC(2026, 4, 4, 9, 30);

export function at(state: FixtureState): string {
  state.made += 1;
  return new Date(START + state.offset + state.made * 1_000).toISOString();
}

export function emit(state: FixtureState, event: SandboxEvent): void {
  for (const listener of state.listeners) listener(event);
}

export function changed(state: FixtureState, area: 'discord' | 'flex' | 'clock' | 'faults'): void {
  emit(state, { kind: 'change', area });
}

export function hop(
  state: FixtureState,
  from: Hop['from'],
  to: Hop['to'],
  what: string,
  more: Partial<Hop> = {},
): void {
  const recorded: Hop = {
    id: (state.hops.at(-1)?.id ?? 0) + 1,
    at: new Date(at(state)).getTime(),
    from,
    to,
    what,
    outcome: 200,
    took: 12 + (state.made % 40),
    details: {},
    ...more,
  };
  state.hops.push(recorded);
  emit(state, { kind: 'hop', hop: recorded });
}

export function message(state: FixtureState, channelId: string, part: Partial<MessageView>): MessageView {
  const made: MessageView = {
    id: `14400000000000${String(10_000 + state.made)}`,
    channelId,
    author: ANN,
    content: '',
    at: at(state),
    editedAt: null,
    embeds: [],
    attachments: [],
    components: [],
    reactions: [],
    replyTo: null,
    ephemeral: false,
    pending: false,
    silent: false,
    pinned: false,
    interaction: null,
    ...part,
  };
  const channel = state.member.channels.find((one) => one.id === channelId);
  if (channel === undefined) throw new Error(`No channel ${channelId}`);
  channel.messages = [...channel.messages, made];
  if (made.author.id !== state.member.id) channel.unread += 1;
  changed(state, 'discord');
  return made;
}

export function changeMessage(state: FixtureState, id: string, part: Partial<MessageView> | null): void {
  for (const channel of state.member.channels) {
    channel.messages = channel.messages.flatMap((one) =>
      one.id !== id ? [one] : part === null ? [] : [{ ...one, ...part }],
    );
  }
  changed(state, 'discord');
}

export function findMessage(state: FixtureState, id: string): MessageView | undefined {
  return state.member.channels.flatMap((channel) => channel.messages).find((one) => one.id === id);
}

export function changeTask(state: FixtureState, sid: string, part: Partial<DeskTask>): DeskTask {
  const before = state.worker.tasks.find((one) => one.sid === sid);
  if (before === undefined) throw new Error(`No task ${sid}`);
  const after = { ...before, ...part };
  state.worker.tasks = state.worker.tasks.map((one) => (one.sid === sid ? after : one));
  changed(state, 'flex');
  return after;
}

export function deskMessage(state: FixtureState, taskSid: string, part: Partial<DeskMessage>): DeskMessage {
  const task = state.worker.tasks.find((one) => one.sid === taskSid);
  if (task?.conversation == null) throw new Error(`No conversation of ${taskSid}`);
  const messages = task.conversation.messages;
  const made: DeskMessage = {
    sid: `IMfake${state.made}`,
    index: messages.length,
    author: `discord_${ANN.id}`,
    authorName: 'Ann',
    kind: 'member',
    body: '',
    at: at(state),
    editedAt: null,
    media: [],
    attributes: {},
    ...part,
  };
  changeTask(state, taskSid, { conversation: { ...task.conversation, messages: [...messages, made] } });
  return made;
}

export function newTask(state: FixtureState): DeskTask {
  const sid = `WTfake${state.made}`;
  const task: DeskTask = {
    sid,
    status: 'reserved',
    reservation: { sid: `WRfake${state.made}`, status: 'pending' },
    attributes: { customerName: 'Ann', from: 'Ann', channelType: 'discord', case_id: '7321836437' },
    age: 4,
    conversation: { sid: 'CHfake', state: 'active', attributes: { status: 'queued' }, participants: [], messages: [] },
  };
  state.worker.tasks = [task, ...state.worker.tasks];
  deskMessage(state, sid, { body: 'i think i forgot my password' });
  deskMessage(state, sid, {
    kind: 'bot',
    author: 'bot',
    authorName: 'Virtual agent',
    body: 'Does one of these categories help?',
  });
  return task;
}

const option = { required: true, maxLength: 1_000, choices: [], kind: 'string' } as const;

const COMMANDS: readonly CommandView[] = [
  {
    id: '1',
    kind: 'slash',
    name: 'helpme',
    description: 'Talk to us in private',
    contexts: ['guild', 'dm'],
    options: [],
  },
  {
    id: '2',
    kind: 'slash',
    name: 'bug',
    description: 'Report a bug to the team',
    contexts: ['guild', 'dm'],
    options: [
      { ...option, name: 'description', description: 'What went wrong?' },
      {
        ...option,
        name: 'platform',
        description: 'Where does it happen?',
        required: false,
        choices: [{ name: 'iOS', value: 'ios' }],
      },
      { ...option, name: 'screenshot', description: 'A picture of it', required: false, kind: 'attachment' },
    ],
  },
  {
    id: '3',
    kind: 'slash',
    name: 'new_feature',
    description: 'Suggest a feature',
    contexts: ['guild'],
    options: [{ ...option, name: 'description', description: 'Your idea' }],
  },
  { id: '4', kind: 'slash', name: 'form', description: 'Show a form', contexts: ['guild'], options: [] },
  { id: '5', kind: 'message', name: 'Send to support', description: '', contexts: ['guild', 'dm'], options: [] },
];

const field = {
  description: null,
  value: null,
  placeholder: null,
  required: false,
  maxLength: null,
  minLength: null,
  options: [],
} as const;
const choices = [
  { label: 'Low', value: 'low', description: 'It can wait' },
  { label: 'High', value: 'high', description: null },
];

export const MODAL: ModalView = {
  id: 'modal-1',
  customId: 'form',
  title: 'Tell us more',
  fields: [
    { ...field, kind: 'text', customId: 'intro', label: 'Everything with a **star** is needed.' },
    {
      ...field,
      kind: 'short',
      customId: 'title',
      label: 'Title',
      required: true,
      maxLength: 20,
      description: 'In a few words',
    },
    { ...field, kind: 'paragraph', customId: 'story', label: 'What happened?', value: 'Again: ' },
    { ...field, kind: 'select', customId: 'area', label: 'Area', options: choices },
    { ...field, kind: 'radio', customId: 'urgency', label: 'How urgent is it?', required: true, options: choices },
    { ...field, kind: 'checkboxes', customId: 'where', label: 'Where?', options: choices },
    { ...field, kind: 'checkbox', customId: 'agree', label: 'You may contact me' },
    { ...field, kind: 'files', customId: 'files', label: 'Screenshots' },
  ],
};

const channel = {
  topic: null,
  category: null,
  parentId: null,
  canWrite: true,
  typing: [],
  unread: 0,
  messages: [],
} as const;

export function createState(): FixtureState {
  return {
    member: {
      id: ANN.id,
      username: 'ann',
      name: 'Ann',
      locale: 'en-US',
      dms: 'open',
      inGuild: true,
      blocksBot: false,
      guild: { id: '1440000000000000001', name: 'Moss Valley' },
      bot: { id: BOT.id, name: BOT.name },
      channels: [
        { ...channel, id: '11', name: 'rules', kind: 'text', category: 'Welcome', canWrite: false },
        { ...channel, id: '12', name: 'announcements', kind: 'announcement', category: 'Welcome', canWrite: false },
        { ...channel, id: '13', name: 'general', kind: 'text', category: 'Community' },
        {
          ...channel,
          id: '14',
          name: 'customer-service',
          kind: 'text',
          category: 'How to',
          topic: 'Request customer service with /helpme slash command',
        },
        {
          ...channel,
          id: '15',
          name: 'bug-report',
          kind: 'text',
          category: 'How to',
          topic: 'File a bug report. Try /bug slash command!',
        },
        { ...channel, id: '16', name: 'case 7321836437', kind: 'thread', parentId: '14' },
      ],
      commands: COMMANDS,
      modal: null,
      notices: [],
    },
    worker: { ...KIM, available: true, tasks: [] },
    hops: [],
    faults: [],
    offset: 0,
    made: 0,
    listeners: new Set(),
  };
}
