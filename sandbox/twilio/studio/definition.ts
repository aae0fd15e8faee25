import { isRecord, textOf } from '../json.ts';

/**
 * A flow definition as the emulator runs it. Own types, wider than those of the flows we deploy: any flow may be given
 * over REST.
 */
export interface Definition {
  readonly initialState: string;
  readonly widgets: ReadonlyMap<string, Widget>;
}

export interface Widget {
  readonly name: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly transitions: readonly WidgetTransition[];
}

export interface WidgetTransition {
  readonly event: string;
  readonly next: string | undefined;
  readonly conditions: readonly SplitCondition[];
}

interface SplitCondition {
  readonly type: string;
  readonly value: string;
  readonly arguments: readonly string[];
}

/** Takes what validation has accepted; see `validateDefinition()`. */
export function readDefinition(value: unknown): Definition {
  const definition = isRecord(value) ? value : {};
  const widgets = new Map<string, Widget>();
  for (const state of records(definition['states'])) {
    const widget = readWidget(state);
    widgets.set(widget.name, widget);
  }
  return { initialState: textOf(definition['initial_state']) ?? 'Trigger', widgets };
}

function readWidget(state: Record<string, unknown>): Widget {
  const properties = state['properties'];
  return {
    name: textOf(state['name']) ?? '',
    type: textOf(state['type']) ?? '',
    properties: isRecord(properties) ? properties : {},
    transitions: records(state['transitions']).map((transition) => ({
      event: textOf(transition['event']) ?? '',
      next: textOf(transition['next']),
      conditions: records(transition['conditions']).map(readCondition),
    })),
  };
}

function readCondition(condition: Record<string, unknown>): SplitCondition {
  const given = condition['arguments'];
  return {
    type: textOf(condition['type']) ?? '',
    value: textOf(condition['value']) ?? '',
    arguments: Array.isArray(given) ? given.filter((one) => typeof one === 'string') : [],
  };
}

/** The objects of a list; empty for anything else. */
export function records(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
