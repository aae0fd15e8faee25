import type {
  MatchTransition,
  Offset,
  RunFunctionState,
  SendToFlexState,
  SplitState,
  Transition,
  TriggerEvent,
  TriggerState,
} from './definition.ts';

/** What the Serverless deployment of our Functions is called, as the *Run Function* widget wants it. */
export interface FunctionsAddress {
  /** Base address of the deployed Functions, without a slash at the end. */
  readonly functionsUrl: string;
  readonly serviceSid: string;
  readonly environmentSid: string;
}

/** The place in a grid of the Console's canvas. */
export function at(column: number, row: number): Offset {
  return { x: column * 360, y: row * 250 };
}

function to<Event extends string>(event: Event, next: string | undefined): Transition<Event> {
  return next === undefined ? { event } : { event, next };
}

const TRIGGER_EVENTS: readonly TriggerEvent[] = [
  'incomingMessage',
  'incomingCall',
  'incomingConversationMessage',
  'incomingRequest',
  'incomingParent',
];

/** Starts the flow on one event and leaves the others unconnected. */
export function triggerState(event: TriggerEvent, next: string): TriggerState {
  return {
    name: 'Trigger',
    type: 'trigger',
    properties: { offset: at(0, 0) },
    transitions: TRIGGER_EVENTS.map((one) => to(one, one === event ? next : undefined)),
  };
}

interface SplitOptions {
  readonly input: string;
  readonly equals: string;
  readonly next: string;
  /** Where an input without anything in it leads. */
  readonly blank?: string;
  readonly offset: Offset;
}

/** Goes on when the input equals the text, or to `blank` when there is none; any other input ends the execution. */
export function splitState(name: string, { input, equals, next, blank, offset }: SplitOptions): SplitState {
  return {
    name,
    type: 'split-based-on',
    properties: { input, offset },
    transitions: [
      { event: 'noMatch' },
      {
        event: 'match',
        next,
        conditions: [
          { friendly_name: `If value equal_to ${equals}`, type: 'equal_to', value: equals, arguments: [input] },
        ],
      },
      ...(blank === undefined ? [] : [blankTransition(input, blank)]),
    ],
  };
}

function blankTransition(input: string, next: string): MatchTransition {
  const condition = {
    friendly_name: 'If value is_blank',
    type: 'is_blank',
    value: 'Is Blank',
    arguments: [input],
  } as const;
  return { event: 'match', next, conditions: [condition] };
}

interface RunFunctionOptions {
  readonly functionSid: string;
  /** `/studio/chatbot` */
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly success?: string;
  readonly fail?: string;
  readonly offset: Offset;
}

export function runFunctionState(
  name: string,
  address: FunctionsAddress,
  { functionSid, path, parameters, success, fail, offset }: RunFunctionOptions,
): RunFunctionState {
  return {
    name,
    type: 'run-function',
    properties: {
      service_sid: address.serviceSid,
      environment_sid: address.environmentSid,
      function_sid: functionSid,
      url: `${address.functionsUrl}${path}`,
      parameters: Object.entries(parameters).map(([key, value]) => ({ key, value })),
      offset,
    },
    transitions: [to('success', success), to('fail', fail)],
  };
}

interface SendToFlexOptions {
  readonly workflowSid: string;
  readonly taskChannelSid: string;
  readonly attributes: string;
  /** Seconds. */
  readonly timeout: number;
  readonly created: string;
  readonly failed: string;
  readonly offset: Offset;
}

export function sendToFlexState(
  name: string,
  { workflowSid, taskChannelSid, attributes, timeout, created, failed, offset }: SendToFlexOptions,
): SendToFlexState {
  return {
    name,
    type: 'send-to-flex',
    properties: {
      workflow: workflowSid,
      channel: taskChannelSid,
      attributes,
      priority: '0',
      timeout: String(timeout),
      offset,
    },
    transitions: [to('callComplete', created), to('failedToEnqueue', failed), to('callFailure', failed)],
  };
}
