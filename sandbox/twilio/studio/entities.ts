import type { DefinitionError } from './validate.ts';

export type FlowStatus = 'draft' | 'published';

export interface Revision {
  readonly number: number;
  readonly status: FlowStatus;
  readonly friendlyName: string;
  /** The JSON as it was given. */
  readonly definition: unknown;
  readonly errors: readonly DefinitionError[];
  readonly commitMessage: string | null;
  readonly at: number;
}

export interface Flow {
  readonly sid: string;
  readonly createdAt: number;
  readonly revisions: Revision[];
}

export interface Step {
  readonly sid: string;
  /** The event that ended it. */
  readonly name: string;
  readonly type: string;
  readonly from: string;
  /** The next widget, or `Ended`. */
  readonly to: string;
  readonly parentSid: string | null;
  readonly at: number;
  readonly context: Readonly<Record<string, unknown>>;
}

/** What Twilio's debugger would show of an execution. */
export interface Incident {
  readonly at: number;
  /** Twilio's error code where it publishes one. */
  readonly code: number | null;
  readonly message: string;
  readonly widget: string;
  /** The message that was ignored (81002). */
  readonly messageSid: string | null;
}

/** Everything Liquid can read. */
export interface ExecutionContext {
  readonly trigger: Readonly<Record<string, unknown>>;
  readonly flow: {
    readonly sid: string;
    readonly flow_sid: string;
    readonly channel: { readonly address: string };
    readonly data: Readonly<Record<string, unknown>>;
    readonly variables: Record<string, unknown>;
  };
  readonly contact: { readonly channel: { readonly address: string } };
  readonly widgets: Record<string, unknown>;
}

export interface Execution {
  readonly sid: string;
  readonly flowSid: string;
  readonly revision: number;
  readonly contactSid: string;
  readonly conversationSid: string | null;
  readonly context: ExecutionContext;
  readonly createdAt: number;
  readonly steps: Step[];
  readonly incidents: Incident[];
  status: 'active' | 'ended';
  updatedAt: number;
  /** The widget at work, or waiting. */
  widget: string;
  waiting: boolean;
}
