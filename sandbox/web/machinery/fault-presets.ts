import type { FaultRule } from '../../core/faults.ts';

interface Preset {
  readonly label: string;
  readonly hint: string;
  readonly rule: Omit<FaultRule, 'id'>;
}

/** The accidents people ask about first; the control API knows more. */
export const PRESETS: readonly Preset[] = [
  {
    label: 'Lose the next webhook',
    hint: 'Twilio does not deliver the next Conversations webhook',
    rule: { target: 'delivery', kind: 'lose', match: '/conversations/events', times: 1 },
  },
  {
    label: 'Double the next webhook',
    hint: 'Twilio delivers the next Conversations webhook twice',
    rule: { target: 'delivery', kind: 'double', match: '/conversations/events', times: 1 },
  },
  {
    label: 'Delay the next webhook',
    hint: 'The next Conversations webhook comes four seconds late, so that others overtake it',
    rule: { target: 'delivery', kind: 'delay', match: '/conversations/events', times: 1, delay: 4_000 },
  },
  {
    label: 'Discord: 429',
    hint: 'Discord refuses the next write or read of messages for a second',
    rule: {
      target: 'discord',
      kind: 'status',
      match: '/messages',
      times: 1,
      status: 429,
      retryAfter: 1,
      scope: 'user',
    },
  },
  {
    label: 'Discord: response lost',
    hint: 'Discord carries out the next call about messages, and its answer is lost',
    rule: { target: 'discord', kind: 'drop-response', match: '/messages', times: 1 },
  },
  {
    label: 'Twilio: response lost',
    hint: 'Twilio carries out the next call about messages, and its answer is lost',
    rule: { target: 'twilio', kind: 'drop-response', match: '/Messages', times: 1 },
  },
  {
    label: 'Twilio: 503',
    hint: 'Twilio refuses the next two calls',
    rule: { target: 'twilio', kind: 'status', match: '', times: 2, status: 503 },
  },
];
