import { FUNCTIONS_URL } from './fake-host.ts';

export const OFFSET = { x: 0, y: 0 } as const;

interface State {
  readonly name: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly transitions: readonly Readonly<Record<string, unknown>>[];
}

export interface TestDefinition {
  readonly description: string;
  readonly states: readonly State[];
  readonly initial_state: string;
  readonly flags: { readonly allow_concurrent_calls: boolean };
}

export function trigger(next: string): State {
  return {
    name: 'Trigger',
    type: 'trigger',
    properties: { offset: OFFSET },
    transitions: [
      { event: 'incomingConversationMessage', next },
      { event: 'incomingRequest', next },
    ],
  };
}

/** A widget whose transitions are given as `{event: next}`; `null` ends the execution. */
export function widget(
  name: string,
  type: string,
  properties: Readonly<Record<string, unknown>>,
  transitions: Readonly<Record<string, string | null>>,
): State {
  return {
    name,
    type,
    properties: { offset: OFFSET, ...properties },
    transitions: Object.entries(transitions).map(([event, next]) => (next === null ? { event } : { event, next })),
  };
}

/** A Run Function widget that calls `/<name>`. */
export function runFunction(
  name: string,
  parameters: Readonly<Record<string, string>> = {},
  transitions: Readonly<Record<string, string | null>> = { success: null, fail: null },
): State {
  const pairs = Object.entries(parameters).map(([key, value]) => ({ key, value }));
  return widget(name, 'run-function', { url: `${FUNCTIONS_URL}/${name}`, parameters: pairs }, transitions);
}

/** A flow that starts with the first of the widgets. */
export function flow(...widgets: readonly State[]): TestDefinition {
  return {
    description: 'Test',
    states: [trigger(widgets[0]?.name ?? ''), ...widgets],
    initial_state: 'Trigger',
    flags: { allow_concurrent_calls: true },
  };
}
