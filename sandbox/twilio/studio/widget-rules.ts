/** What validation knows of a widget: which properties it takes and which events it fires. */
export interface WidgetRule {
  readonly properties: Readonly<Record<string, PropertyRule>>;
  readonly events: readonly string[];
}

/**
 * `number-text` is a number written as a string; `pairs` a list of `{key, value}`; `sid` a SID with that prefix, or
 * Liquid that renders one.
 */
export type PropertyRule =
  | { readonly kind: 'text' | 'number-text' | 'pairs' | 'boolean' | 'method'; readonly required?: true }
  | { readonly kind: 'sid'; readonly prefix: string; readonly required?: true };

const TEXT = { kind: 'text' } as const;
const REQUIRED_TEXT = { kind: 'text', required: true } as const;

const SPEECH = {
  body: REQUIRED_TEXT,
  from: TEXT,
  service: TEXT,
  channel: TEXT,
  message_type: TEXT,
  attributes: TEXT,
} as const;

/** The widgets the emulator runs. Any other type is refused when the flow is saved, not skipped when it runs. */
export const WIDGET_RULES: Readonly<Record<string, WidgetRule>> = {
  trigger: {
    properties: {},
    events: ['incomingMessage', 'incomingCall', 'incomingConversationMessage', 'incomingRequest', 'incomingParent'],
  },
  'split-based-on': { properties: { input: REQUIRED_TEXT }, events: ['noMatch', 'match'] },
  'run-function': {
    properties: {
      service_sid: { kind: 'sid', prefix: 'ZS' },
      environment_sid: { kind: 'sid', prefix: 'ZE' },
      function_sid: { kind: 'sid', prefix: 'ZH' },
      url: REQUIRED_TEXT,
      parameters: { kind: 'pairs' },
    },
    events: ['success', 'fail'],
  },
  'make-http-request': {
    properties: {
      method: { kind: 'method', required: true },
      url: REQUIRED_TEXT,
      content_type: REQUIRED_TEXT,
      body: TEXT,
      parameters: { kind: 'pairs' },
      add_twilio_auth: { kind: 'boolean' },
    },
    events: ['success', 'failed'],
  },
  'set-variables': { properties: { variables: { kind: 'pairs', required: true } }, events: ['next'] },
  'send-to-flex': {
    properties: {
      workflow: { kind: 'sid', prefix: 'WW', required: true },
      channel: { kind: 'sid', prefix: 'TC', required: true },
      attributes: TEXT,
      priority: { kind: 'number-text' },
      timeout: { kind: 'number-text' },
    },
    events: ['callComplete', 'failedToEnqueue', 'callFailure'],
  },
  'send-message': { properties: { ...SPEECH, to: TEXT }, events: ['sent', 'failed'] },
  'send-and-wait-for-reply': {
    properties: { ...SPEECH, timeout: { kind: 'number-text', required: true } },
    events: ['incomingMessage', 'timeout', 'deliveryFailure'],
  },
};
