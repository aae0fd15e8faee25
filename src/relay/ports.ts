import type { Cases } from '../cases/cases.ts';
import type { DiscordRest } from '../discord/rest.ts';
import type { ConversationsGateway } from '../flex/conversations.ts';
import type { TaskRouterGateway } from '../flex/taskrouter.ts';
import type { Clock, Deadline, Log, Random } from '../ports.ts';
import type { Sessions } from '../session/sessions.ts';
import type { Store } from '../store/store.ts';
import type { Texts } from '../texts/catalogue.ts';

/** Everything the relay reaches the outside world by. */
export interface RelayPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly deadline: Deadline;
  readonly log: Log;
  readonly discord: DiscordRest;
  readonly conversations: ConversationsGateway;
  readonly taskRouter: TaskRouterGateway;
  readonly sessions: Sessions;
  readonly store: Store;
  readonly cases: Cases;
  readonly texts: (locale: string) => Texts;
  readonly settings: RelaySettings;
}

export interface RelaySettings {
  /** Public address of the Functions. */
  readonly publicBaseUrl: string;
  readonly studioFlowSid: string;
  readonly brandName: string;
  /** Shown instead of every agent's own name, where set. */
  readonly agentAlias: string | undefined;
}

/** Author of what the virtual agent and this project write into a Conversation; both are no participants. */
export const AUTHOR = { bot: 'virtual-agent', system: 'system' } as const;

/** Milliseconds for which Discord is trusted to recognise a nonce; it says "the past few minutes". */
export const NONCE_WINDOW = 120_000;

/** Milliseconds after which whoever started a piece of work is certainly gone: a Function lives 10 s. */
export const WORK_LIFE = 12_000;
