import type { StudioConversation, StudioHost } from '../studio-port.ts';
import type { RequestFields } from './context.ts';
import { conversationContext, conversationFields, requestContext } from './context.ts';
import type { Definition, Widget } from './definition.ts';
import { readDefinition } from './definition.ts';
import type { Execution, ExecutionContext, Flow, Incident, Revision } from './entities.ts';
import type { StudioStore } from './store.ts';
import { addExecution } from './store.ts';
import { createWidgetCall } from './widget-call.ts';
import { WIDGETS } from './widgets/index.ts';
import type { Done, WidgetResult } from './widgets/widget.ts';
import { done } from './widgets/widget.ts';

const MAX_STEPS = 1_000;
const MAX_IN_A_ROW = 10;

/** Studio ignored a message because the widget at work does not take messages. */
const EVENT_IGNORED = 81002;

interface Run {
  readonly host: StudioHost;
  readonly definition: Definition;
  readonly execution: Execution;
}

interface Wait {
  readonly run: Run;
  readonly widget: Widget;
  readonly cancelTimeout: () => void;
}

interface IncomingMessage {
  readonly fields: Readonly<Record<string, string>>;
  readonly conversation: StudioConversation;
}

export interface Engine {
  /** The execution is there at once; its widgets run later, one after the other. */
  startForConversation(host: StudioHost, flow: Flow, revision: Revision, message: IncomingMessage): Execution;
  startForRequest(host: StudioHost, flow: Flow, revision: Revision, request: RequestFields): Execution;
  /** A message for an active execution: resumes the widget that waits for it, or is ignored. */
  deliver(host: StudioHost, execution: Execution, message: IncomingMessage): void;
  end(host: StudioHost, execution: Execution): void;
  reset(): void;
}

export function createEngine(store: StudioStore): Engine {
  const waits = new Map<string, Wait>();

  function begin(host: StudioHost, revision: Revision, execution: Execution, event: string): Execution {
    const run: Run = { host, execution, definition: readDefinition(revision.definition) };
    addExecution(store, execution);
    const trigger = run.definition.widgets.get(run.definition.initialState);
    if (trigger === undefined) finish(run);
    else continueLater(run, trigger, done(event));
    return execution;
  }

  function continueLater(run: Run, widget: Widget, result: WidgetResult): void {
    changed(run.host);
    void Promise.resolve()
      .then(() => proceed(run, widget, result))
      .catch((error: unknown) => {
        // Liquid that cannot be rendered ends the execution, as any error of Studio's own does.
        report(run, { code: null, message: error instanceof Error ? error.message : 'The widget failed' });
        finish(run);
      });
  }

  async function proceed(run: Run, first: Widget, firstResult: WidgetResult): Promise<void> {
    let widget = first;
    let result = firstResult;
    while (isActive(run)) {
      if (result.kind === 'wait') {
        wait(run, widget, result.milliseconds);
        return;
      }
      if (result.output !== undefined) run.execution.context.widgets[widget.name] = result.output;
      const next = follow(run, widget, result);
      if (next === undefined || isOverLimit(run, next)) {
        finish(run);
        return;
      }
      widget = next;
      run.execution.widget = next.name;
      result = await runWidget(run, next);
    }
  }

  function wait(run: Run, widget: Widget, milliseconds: number): void {
    run.execution.waiting = true;
    const cancelTimeout = run.host.world.clock.after(milliseconds, () => resume(run.execution, done('timeout')));
    waits.set(run.execution.sid, { run, widget, cancelTimeout });
  }

  function resume(execution: Execution, result: Done): void {
    const waiting = waits.get(execution.sid);
    if (waiting === undefined) return;
    waits.delete(execution.sid);
    waiting.cancelTimeout();
    execution.waiting = false;
    continueLater(waiting.run, waiting.widget, result);
  }

  function finish({ host, execution }: Pick<Run, 'host' | 'execution'>): void {
    waits.get(execution.sid)?.cancelTimeout();
    waits.delete(execution.sid);
    execution.status = 'ended';
    execution.waiting = false;
    execution.updatedAt = host.world.clock.now();
    changed(host);
  }

  return {
    startForConversation(host, flow, revision, { fields, conversation }) {
      const sid = host.nextSid('FN');
      const context = conversationContext({ executionSid: sid, flowSid: flow.sid }, fields, conversation);
      const execution = newExecution(host, { sid, flow, revision, context, conversationSid: conversation.sid });
      return begin(host, revision, execution, 'incomingConversationMessage');
    },
    startForRequest(host, flow, revision, request) {
      const sid = host.nextSid('FN');
      const context = requestContext({ executionSid: sid, flowSid: flow.sid }, request);
      const execution = newExecution(host, { sid, flow, revision, context, conversationSid: null });
      return begin(host, revision, execution, 'incomingRequest');
    },
    deliver(host, execution, { fields, conversation }) {
      if (execution.waiting) {
        resume(execution, done('incomingMessage', { inbound: conversationFields(fields, conversation) }));
        return;
      }
      ignore(host, execution, fields['MessageSid'] ?? null);
    },
    end(host, execution) {
      if (execution.status === 'active') finish({ host, execution });
    },
    reset() {
      for (const { cancelTimeout } of waits.values()) cancelTimeout();
      waits.clear();
      for (const execution of store.executions.values()) execution.status = 'ended';
    },
  };
}

interface NewExecution {
  readonly sid: string;
  readonly flow: Flow;
  readonly revision: Revision;
  readonly context: ExecutionContext;
  readonly conversationSid: string | null;
}

function newExecution(host: StudioHost, { sid, flow, revision, context, conversationSid }: NewExecution): Execution {
  const now = host.world.clock.now();
  return {
    sid,
    flowSid: flow.sid,
    revision: revision.number,
    contactSid: host.nextSid('FC'),
    conversationSid,
    context,
    createdAt: now,
    steps: [],
    incidents: [],
    status: 'active',
    updatedAt: now,
    widget: 'Trigger',
    waiting: false,
  };
}

function isActive({ execution }: Run): boolean {
  return execution.status === 'active';
}

/** Records the step and finds the widget it leads to. */
function follow({ host, execution, definition }: Run, widget: Widget, result: Done): Widget | undefined {
  const transition = result.transition ?? widget.transitions.find((one) => one.event === result.event);
  const next = transition?.next === undefined ? undefined : definition.widgets.get(transition.next);
  execution.updatedAt = host.world.clock.now();
  execution.steps.push({
    sid: host.nextSid('FT'),
    name: result.event,
    type: widget.type,
    from: widget.name,
    to: next?.name ?? 'Ended',
    parentSid: execution.steps.at(-1)?.sid ?? null,
    at: execution.updatedAt,
    context: result.output === undefined ? {} : { widgets: { [widget.name]: result.output } },
  });
  return next;
}

function isOverLimit(run: Run, next: Widget): boolean {
  const { steps } = run.execution;
  if (steps.length >= MAX_STEPS) {
    report(run, { code: null, message: `Stopped after ${MAX_STEPS} steps` });
    return true;
  }
  const latest = steps.slice(-MAX_IN_A_ROW);
  if (latest.length < MAX_IN_A_ROW || !latest.every((step) => step.from === next.name)) return false;
  report(run, { code: null, message: `Stopped: the same widget ran ${MAX_IN_A_ROW} times in a row` });
  return true;
}

function runWidget(run: Run, widget: Widget): Promise<WidgetResult> {
  const runner = WIDGETS[widget.type];
  if (runner === undefined) throw new Error(`No widget of type ${widget.type}`);
  return runner(createWidgetCall(run.host, run.execution, widget, (code, message) => report(run, { code, message })));
}

function report({ host, execution }: Pick<Run, 'host' | 'execution'>, what: Pick<Incident, 'code' | 'message'>): void {
  execution.incidents.push({ ...what, at: host.world.clock.now(), widget: execution.widget, messageSid: null });
}

function ignore(host: StudioHost, execution: Execution, messageSid: string | null): void {
  const { clock, trace } = host.world;
  const { sid, widget, flowSid, conversationSid } = execution;
  const message = 'Message ignored: the widget at work does not wait for one';
  execution.incidents.push({ at: clock.now(), code: EVENT_IGNORED, message, widget, messageSid });
  trace.record({
    at: clock.now(),
    from: 'twilio',
    to: 'studio',
    what: `onMessageAdded ${flowSid}`,
    outcome: 'dropped',
    took: 0,
    details: { code: EVENT_IGNORED, execution: sid, widget, conversation: conversationSid, message: messageSid },
  });
  changed(host);
}

function changed(host: StudioHost): void {
  host.world.events.emit({ kind: 'change', area: 'flex' });
}
