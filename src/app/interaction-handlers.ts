import type {
  RESTPostAPIChatInputApplicationCommandsJSONBody,
  RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import type {
  CommandInteraction,
  ComponentInteraction,
  MessageCommandInteraction,
  ModalInteraction,
} from '../discord/interaction.ts';
import type { OutgoingMessage } from '../discord/rest.ts';
import type { Texts } from '../texts/catalogue.ts';
import type { AppPorts } from './ports.ts';

/**
 * How Discord is answered before any work is done; who sees the answer is fixed with it.
 * `private`: "thinking…" for the member alone · `public`: for the channel · `update`: the message with the button stays
 */
export type Acknowledgement = 'private' | 'public' | 'update';

/** What takes the place of "thinking…", or changes the message with the button; null: nothing. */
export type Answer = OutgoingMessage | null;

/** Answers after work. */
export interface WorkingHandler<I> {
  readonly acknowledge: Acknowledgement;
  handle(interaction: I, ports: AppPorts): Promise<Answer>;
}

/** Opens a form at once: Discord takes a form only as the very first response, so there is no I/O before it. */
export interface FormHandler<I> {
  form(interaction: I, texts: Texts): object;
}

export interface Command extends WorkingHandler<CommandInteraction> {
  readonly definition: RESTPostAPIChatInputApplicationCommandsJSONBody;
}

export interface MessageCommand extends WorkingHandler<MessageCommandInteraction> {
  readonly definition: RESTPostAPIContextMenuApplicationCommandsJSONBody;
}

/** A button, by the first part of its custom id. */
export type Component = { readonly name: string } & (
  | WorkingHandler<ComponentInteraction>
  | FormHandler<ComponentInteraction>
);

export interface Modal extends WorkingHandler<ModalInteraction> {
  readonly name: string;
}
