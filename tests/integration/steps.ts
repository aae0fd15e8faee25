import type { MessageView } from '../../sandbox/control/types.ts';
import type { StoredMessage } from '../../sandbox/discord/state.ts';
import { ACCOUNT } from '../../sandbox/identity.ts';
import type { FlexState } from '../support/relay-world.ts';
import type { MemberClient, SandboxClient } from '../support/sandbox.ts';

export interface Steps {
  /** A REST call to the emulated Twilio, as an operator's script or a plugin makes it. */
  twilio(method: 'POST' | 'DELETE', path: string, form?: Readonly<Record<string, string>>): Promise<number>;
  /** `/helpme`, until the greeting stands in the DM. */
  greeted(member?: MemberClient): Promise<MessageView>;
  /** A bot's message in the DM with this text, waited for. */
  botSays(text: string, member?: MemberClient): Promise<MessageView>;
  /** Up to a chat with an agent who has accepted and joined. */
  withAgent(member?: MemberClient): Promise<void>;
  /** Moves the clock beyond Discord's limit of five messages in five seconds. */
  rested(): Promise<void>;
  /** Contents of what the bot wrote to the member in the DM, oldest first. */
  botSaid(member?: MemberClient): Promise<readonly string[]>;
  /** Bodies of all that stands in the member's Conversations, oldest first, with who wrote it. */
  transcript(): Promise<readonly string[]>;
}

/** What many tests begin with. */
export function stepsOf(sandbox: SandboxClient): Steps {
  async function rested(): Promise<void> {
    await sandbox.clock.advance(6_000);
  }

  async function greeted(member: MemberClient = sandbox.member()): Promise<MessageView> {
    await member.command('helpme');
    return member.waitForMessage('how may I help you?');
  }

  return {
    async twilio(method, path, form) {
      const basic = Buffer.from(`${ACCOUNT.sid}:${ACCOUNT.authToken}`).toString('base64');
      const response = await fetch(`${sandbox.info.twilioApiUrl}${path}`, {
        method,
        headers: { Authorization: `Basic ${basic}`, 'X-Twilio-Webhook-Enabled': 'true' },
        ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
      });
      return response.status;
    },
    greeted,
    botSays: (text, member = sandbox.member()) =>
      sandbox.waitFor(
        async () => (await member.dm())?.messages.filter((message) => message.author.bot) ?? [],
        (said) => said.find((message) => message.content.includes(text)),
      ),
    async withAgent(member = sandbox.member()) {
      await greeted(member);
      await member.command('reply', { message: 'live agent' });
      await sandbox.worker().accept();
      await member.waitForMessage('kim has joined the conversation.');
      await rested();
    },
    rested,
    async botSaid(member = sandbox.member()) {
      const dm = await member.dm();
      return (dm?.messages ?? []).filter((message) => message.author.bot).map((message) => message.content);
    },
    async transcript() {
      const { messages } = await sandbox.flexState<FlexState>();
      return messages.map((message) => `${message.author}: ${message.body}`);
    },
  };
}

/** How often a text occurs in a list of texts. */
export function timesIn(texts: readonly string[], text: string): number {
  return texts.filter((one) => one.includes(text)).length;
}

/** The part of the emulated Discord's raw state that the tests read. */
export interface RawDiscord {
  readonly messages: readonly StoredMessage[];
  readonly requests: readonly { readonly method: string; readonly path: string; readonly status: number }[];
}
