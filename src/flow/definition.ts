/**
 * The part of Studio's flow definition (REST API v2) that our flows use. Values may hold Liquid; Studio renders it when
 * the widget runs.
 */
export interface FlowDefinition {
  readonly description: string;
  readonly states: readonly FlowState[];
  readonly initial_state: string;
  readonly flags: { readonly allow_concurrent_calls: boolean };
}

export type FlowState = TriggerState | SplitState | RunFunctionState | SendToFlexState;

/** Where the widget lies on the Console's canvas. Studio refuses a widget without it. */
export interface Offset {
  readonly x: number;
  readonly y: number;
}

/** A transition without `next` ends the execution. */
export interface Transition<Event extends string> {
  readonly event: Event;
  readonly next?: string;
}

export type TriggerEvent =
  | 'incomingMessage'
  | 'incomingCall'
  | 'incomingConversationMessage'
  | 'incomingRequest'
  | 'incomingParent';

export interface TriggerState {
  readonly name: string;
  readonly type: 'trigger';
  readonly properties: { readonly offset: Offset };
  readonly transitions: readonly Transition<TriggerEvent>[];
}

/** Conditions sit on the transition, and `arguments` is a list even for one value. */
interface Condition {
  readonly friendly_name: string;
  readonly type: 'equal_to' | 'is_blank';
  readonly value: string;
  readonly arguments: readonly string[];
}

export interface MatchTransition extends Transition<'match'> {
  readonly conditions: readonly Condition[];
}

export interface SplitState {
  readonly name: string;
  readonly type: 'split-based-on';
  readonly properties: { readonly input: string; readonly offset: Offset };
  readonly transitions: readonly (Transition<'noMatch'> | MatchTransition)[];
}

interface Parameter {
  readonly key: string;
  readonly value: string;
}

export interface RunFunctionState {
  readonly name: string;
  readonly type: 'run-function';
  readonly properties: {
    readonly service_sid: string;
    readonly environment_sid: string;
    readonly function_sid: string;
    readonly url: string;
    readonly parameters: readonly Parameter[];
    readonly offset: Offset;
  };
  readonly transitions: readonly Transition<'success' | 'fail'>[];
}

export interface SendToFlexState {
  readonly name: string;
  readonly type: 'send-to-flex';
  readonly properties: {
    readonly workflow: string;
    readonly channel: string;
    /** Liquid that renders to a JSON object of at most 1,024 characters. */
    readonly attributes: string;
    /** A number, written as a string. */
    readonly priority: string;
    /** Seconds, written as a string. */
    readonly timeout: string;
    readonly offset: Offset;
  };
  readonly transitions: readonly Transition<'callComplete' | 'failedToEnqueue' | 'callFailure'>[];
}
