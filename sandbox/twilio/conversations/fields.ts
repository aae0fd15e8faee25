import type { FormTable } from '../form.ts';

/** Form fields per operation, as Twilio's API description of Conversations v1 names them. */

const states = ['active', 'inactive', 'closed'] as const;

const conversation: FormTable = {
  FriendlyName: { maxLength: 256 },
  UniqueName: { maxLength: 256 },
  DateCreated: {},
  DateUpdated: {},
  MessagingServiceSid: { sid: 'MG' },
  Attributes: {},
  State: { values: states },
  'Timers.Inactive': {},
  'Timers.Closed': {},
  'Bindings.Email.Address': {},
  'Bindings.Email.Name': {},
};

const participant: FormTable = {
  Identity: {},
  DateCreated: {},
  DateUpdated: {},
  Attributes: {},
  RoleSid: { sid: 'RL' },
  'MessagingBinding.ProxyAddress': {},
  'MessagingBinding.ProjectedAddress': {},
};

const message: FormTable = {
  Author: {},
  Body: {},
  DateCreated: {},
  DateUpdated: {},
  Attributes: {},
  Subject: { maxLength: 256 },
};

const webhook: FormTable = {
  'Configuration.Url': {},
  'Configuration.Method': { values: ['get', 'post', 'GET', 'POST'] },
  'Configuration.Filters': { repeated: true },
  'Configuration.Triggers': { repeated: true },
  'Configuration.FlowSid': { sid: 'FW' },
};

const user: FormTable = { FriendlyName: {}, Attributes: {}, RoleSid: { sid: 'RL' } };

export const conversationForms = {
  conversation,
  conversationWithParticipants: { ...conversation, Participant: { repeated: true, object: true } },
  newParticipant: { ...participant, 'MessagingBinding.Address': {} },
  participant: { ...participant, LastReadMessageIndex: { integer: true }, LastReadTimestamp: {} },
  newMessage: { ...message, MediaSid: { sid: 'ME' }, ContentSid: { sid: 'HX' }, ContentVariables: {} },
  message,
  newWebhook: {
    ...webhook,
    Target: { required: true, values: ['webhook', 'studio', 'trigger'] },
    'Configuration.ReplayAfter': { integer: true },
  },
  webhook,
  newUser: { ...user, Identity: { required: true } },
  user,
} as const satisfies Record<string, FormTable>;
