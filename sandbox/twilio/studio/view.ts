import type { Execution } from './entities.ts';

/** An execution as `GET /control/flex/state` shows it: ids, steps and incidents, never a text of the member. */
export interface ExecutionView {
  readonly sid: string;
  readonly flowSid: string;
  readonly revision: number;
  readonly conversationSid: string | null;
  readonly status: 'active' | 'ended';
  /** The widget at work, waiting, or the last one. */
  readonly widget: string;
  readonly waiting: boolean;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly steps: readonly { readonly from: string; readonly event: string; readonly to: string }[];
  readonly incidents: readonly {
    readonly code: number | null;
    readonly message: string;
    readonly widget: string;
    readonly messageSid: string | null;
  }[];
}

export function viewExecution(execution: Execution): ExecutionView {
  return {
    sid: execution.sid,
    flowSid: execution.flowSid,
    revision: execution.revision,
    conversationSid: execution.conversationSid,
    status: execution.status,
    widget: execution.widget,
    waiting: execution.waiting,
    startedAt: new Date(execution.createdAt).toISOString(),
    steps: execution.steps.map(({ from, name, to }) => ({ from, event: name, to })),
    incidents: execution.incidents.map(({ code, message, widget, messageSid }) => ({
      code,
      message,
      widget,
      messageSid,
    })),
  };
}
