import type { StudioHost } from '../../studio-port.ts';
import type { Widget, WidgetTransition } from '../definition.ts';
import type { Execution } from '../entities.ts';

/** What a widget works with. */
export interface WidgetCall {
  readonly host: StudioHost;
  readonly execution: Execution;
  readonly widget: Widget;
  /** A property as text, its Liquid rendered; empty when it is not set. */
  text(property: string): Promise<string>;
  render(template: string): Promise<string>;
  /** A list of `{key, value}`, rendered, each with what else it holds. */
  pairs(property: string): Promise<readonly Pair[]>;
  /** Notes what Twilio's debugger would show. */
  report(code: number | null, message: string): void;
}

export interface Pair {
  readonly key: string;
  readonly value: string;
  readonly parseAsJson: boolean;
}

export interface Done {
  readonly kind: 'done';
  readonly event: string;
  readonly output?: Readonly<Record<string, unknown>>;
  /** Where several transitions carry the event; otherwise the first one that does is taken. */
  readonly transition?: WidgetTransition;
}

/** How a widget ended, or that it waits for the member. */
export type WidgetResult = Done | { readonly kind: 'wait'; readonly milliseconds: number };

export type RunWidget = (call: WidgetCall) => Promise<WidgetResult>;

export function done(event: string, output?: Readonly<Record<string, unknown>>): Done {
  return output === undefined ? { kind: 'done', event } : { kind: 'done', event, output };
}
