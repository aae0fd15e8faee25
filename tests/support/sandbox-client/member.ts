import type {
  ButtonView,
  ChannelView,
  FileUpload,
  InteractionOutcome,
  MemberView,
  MessageView,
  SelectView,
} from '../../../sandbox/control/types.ts';
import { type ControlHttp, waitFor } from './http.ts';

export interface MemberClient {
  readonly id: string;
  view(): Promise<MemberView>;
  change(settings: Partial<Pick<MemberView, 'name' | 'locale' | 'dms' | 'inGuild' | 'blocksBot'>>): Promise<MemberView>;
  /** Runs a slash command, in the channel of that name or id; `#customer-service` by default. */
  command(
    name: string,
    options?: Readonly<Record<string, string | number | boolean>>,
    where?: { readonly channel?: string; readonly files?: Readonly<Record<string, FileUpload>> },
  ): Promise<InteractionOutcome>;
  /** Runs a message command on a message. */
  messageCommand(name: string, message: MessageView): Promise<InteractionOutcome>;
  /** Types into the DM with the bot, or into another channel. */
  type(
    content: string,
    where?: { readonly channel?: string; readonly replyTo?: string; readonly files?: readonly FileUpload[] },
  ): Promise<MessageView>;
  edit(message: MessageView, content: string): Promise<MessageView>;
  remove(message: MessageView): Promise<void>;
  /** Presses the newest button with this label that can be pressed. */
  press(label: string): Promise<InteractionOutcome>;
  /** Chooses from the newest select with this placeholder. */
  choose(placeholder: string, ...values: string[]): Promise<InteractionOutcome>;
  /** Fills in and submits the form that Discord is showing. */
  submit(
    values: Readonly<Record<string, string | string[] | boolean>>,
    files?: Readonly<Record<string, readonly FileUpload[]>>,
  ): Promise<InteractionOutcome>;
  dismiss(): Promise<void>;
  /** The DM with the bot; undefined before there is one. */
  dm(): Promise<ChannelView | undefined>;
  waitFor<Found>(find: (view: MemberView) => Found | undefined | null | false, patience?: number): Promise<Found>;
  /** Waits for a message, anywhere the member can see, whose content contains the text. */
  waitForMessage(text: string | RegExp, patience?: number): Promise<MessageView>;
}

const SUPPORT_CHANNEL = 'customer-service';

export function createMemberClient(http: ControlHttp, id: string): MemberClient {
  const path = `/discord/members/${id}`;
  const view = () => http.get<MemberView>(path);

  async function channelId(nameOrId: string): Promise<string> {
    const { channels } = await view();
    const channel = channels.find((one) => one.id === nameOrId || one.name === nameOrId);
    if (channel === undefined)
      throw new Error(`No channel ${nameOrId} among ${channels.map((one) => one.name).join(', ')}`);
    return channel.id;
  }

  async function dm(): Promise<ChannelView | undefined> {
    return (await view()).channels.find((channel) => channel.kind === 'dm');
  }

  async function dmId(): Promise<string> {
    const open = await dm();
    if (open !== undefined) return open.id;
    return (await http.send<{ channelId: string }>('POST', `${path}/dms`)).channelId;
  }

  async function pressComponent(
    customId: string,
    message: MessageView,
    values?: readonly string[],
  ): Promise<InteractionOutcome> {
    const body = {
      channelId: message.channelId,
      messageId: message.id,
      customId,
      ...(values === undefined ? {} : { values }),
    };
    return http.send('POST', `${path}/components`, body);
  }

  function on(message: MessageView): { channelId: string; messageId: string } {
    return { channelId: message.channelId, messageId: message.id };
  }

  return {
    id,
    view,
    dm,
    change: (settings) => http.send('PATCH', path, settings),
    async command(name, options = {}, where = {}) {
      const channel = await channelId(where.channel ?? SUPPORT_CHANNEL);
      const files = where.files === undefined ? {} : { files: where.files };
      return http.send('POST', `${path}/commands`, { channelId: channel, name, options, ...files });
    },
    messageCommand: (name, message) => http.send('POST', `${path}/message-commands`, { ...on(message), name }),
    async type(content, { channel, ...rest } = {}) {
      const target = channel === undefined ? await dmId() : await channelId(channel);
      return http.send('POST', `${path}/messages`, { channelId: target, content, ...rest });
    },
    edit: (message, content) => http.send('PATCH', `${path}/messages`, { ...on(message), content }),
    remove: (message) => http.send('DELETE', `${path}/messages`, on(message)),
    async press(label) {
      const { button, message } = await waitFor(view, (seen) => newestButton(seen, label));
      return pressComponent(button.customId ?? '', message);
    },
    async choose(placeholder, ...values) {
      const { select, message } = await waitFor(view, (seen) => newestSelect(seen, placeholder));
      return pressComponent(select.customId, message, values);
    },
    async submit(values, files) {
      const modal = await waitFor(view, (seen) => seen.modal);
      return http.send('POST', `${path}/modals`, { id: modal.id, values, ...(files === undefined ? {} : { files }) });
    },
    async dismiss() {
      const modal = await waitFor(view, (seen) => seen.modal);
      await http.send('DELETE', `${path}/modals`, { id: modal.id });
    },
    waitFor: (find, patience) => waitFor(view, find, patience),
    waitForMessage: (text, patience) =>
      waitFor(view, (seen) => newestFirst(seen).find((message) => contains(message, text)), patience),
  };
}

function newestFirst(view: MemberView): readonly MessageView[] {
  return view.channels
    .flatMap((channel) => channel.messages)
    .sort((a, b) => b.at.localeCompare(a.at) || b.id.localeCompare(a.id));
}

function contains(message: MessageView, text: string | RegExp): boolean {
  return typeof text === 'string' ? message.content.includes(text) : text.test(message.content);
}

function newestButton(view: MemberView, label: string): { button: ButtonView; message: MessageView } | undefined {
  for (const message of newestFirst(view)) {
    for (const component of message.components.flat()) {
      if (
        component.kind === 'button' &&
        component.label === label &&
        !component.disabled &&
        component.customId !== null
      ) {
        return { button: component, message };
      }
    }
  }
  return undefined;
}

function newestSelect(view: MemberView, placeholder: string): { select: SelectView; message: MessageView } | undefined {
  for (const message of newestFirst(view)) {
    for (const component of message.components.flat()) {
      if (component.kind === 'select' && component.placeholder === placeholder && !component.disabled)
        return { select: component, message };
    }
  }
  return undefined;
}
