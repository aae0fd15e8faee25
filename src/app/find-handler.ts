import type { Texts } from '../texts/catalogue.ts';
import { commands, messageCommands } from './commands/index.ts';
import { components } from './components/index.ts';
import type { HandledInteraction } from './discord-interactions.ts';
import type { Acknowledgement, Answer, WorkingHandler } from './interaction-handlers.ts';
import { modals } from './modals/index.ts';
import type { AppPorts } from './ports.ts';

export type FoundHandler =
  | { readonly kind: 'form'; readonly form: (texts: Texts) => object }
  | {
      readonly kind: 'work';
      readonly acknowledge: Acknowledgement;
      readonly handle: (ports: AppPorts) => Promise<Answer>;
    };

/** The handler of an interaction, with the interaction filled in; null: nobody offers that any more. */
export function findHandler(interaction: HandledInteraction): FoundHandler | null {
  switch (interaction.kind) {
    case 'command':
      return working(
        commands.find(({ definition }) => definition.name === interaction.name),
        interaction,
      );
    case 'message-command':
      return working(
        messageCommands.find(({ definition }) => definition.name === interaction.name),
        interaction,
      );
    case 'modal':
      return working(
        modals.find(({ name }) => name === interaction.name),
        interaction,
      );
    case 'component': {
      const component = components.find(({ name }) => name === interaction.name);
      if (component === undefined) return null;
      if ('form' in component) return { kind: 'form', form: (texts) => component.form(interaction, texts) };
      return working(component, interaction);
    }
  }
}

function working<I>(handler: WorkingHandler<I> | undefined, interaction: I): FoundHandler | null {
  if (handler === undefined) return null;
  return { kind: 'work', acknowledge: handler.acknowledge, handle: (ports) => handler.handle(interaction, ports) };
}
