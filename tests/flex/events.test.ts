import fc from 'fast-check';
import { type ConversationEvent, parseConversationEvent } from '../../src/flex/events.ts';

const CONVERSATION = `CH${'a1'.repeat(16)}`;
const MESSAGE = `IM${'b2'.repeat(16)}`;

type Form = Readonly<Record<string, unknown>>;

/** Twilio docs, Conversations Webhooks: the fields of a message event. */
const MESSAGE_FORM: Form = {
  AccountSid: `AC${'0'.repeat(32)}`,
  Source: 'SDK',
  ClientIdentity: 'kim_40example_2Ecom',
  ConversationSid: CONVERSATION,
  MessageSid: MESSAGE,
  Index: '12',
  DateCreated: '2026-11-23T09:00:00.000Z',
  Body: 'hello i am a live agent!',
  Author: 'kim_40example_2Ecom',
  Attributes: '{"origin":"member"}',
};

const MESSAGE_EVENT = {
  conversationSid: CONVERSATION,
  messageSid: MESSAGE,
  index: 12,
  author: 'kim_40example_2Ecom',
  body: 'hello i am a live agent!',
  attributes: { origin: 'member' },
};

describe('events', () => {
  describe('parseConversationEvent()', () => {
    it.each<{ what: string; form: Form; event: ConversationEvent }>([
      {
        what: 'a new message',
        form: { ...MESSAGE_FORM, EventType: 'onMessageAdded' },
        event: { kind: 'message-added', ...MESSAGE_EVENT },
      },
      {
        what: 'S5 an edit as an edit',
        form: { ...MESSAGE_FORM, EventType: 'onMessageUpdated' },
        event: { kind: 'message-updated', ...MESSAGE_EVENT },
      },
      {
        what: 'a deletion',
        form: { ...MESSAGE_FORM, EventType: 'onMessageRemoved' },
        event: { kind: 'message-removed', ...MESSAGE_EVENT },
      },
      {
        what: 'S6 a message of the API like any other',
        form: { ...MESSAGE_FORM, EventType: 'onMessageAdded', Source: 'API' },
        event: { kind: 'message-added', ...MESSAGE_EVENT },
      },
      {
        what: 'the first message, with nothing in it',
        form: { EventType: 'onMessageAdded', ConversationSid: CONVERSATION, Index: '0' },
        event: {
          kind: 'message-added',
          conversationSid: CONVERSATION,
          messageSid: '',
          index: 0,
          author: '',
          body: '',
          attributes: {},
        },
      },
      ...['onParticipantAdded', 'onParticipantRemoved', 'onConversationStateUpdated'].map((EventType) => ({
        what: EventType,
        form: { EventType, ConversationSid: CONVERSATION, StateTo: 'closed' },
        event: { kind: 'changed' as const, conversationSid: CONVERSATION },
      })),
      {
        what: 'an event nobody asked for',
        form: { ...MESSAGE_FORM, EventType: 'onDeliveryUpdated' },
        event: { kind: 'unsupported', type: 'onDeliveryUpdated' },
      },
      {
        what: 'an event called like a method',
        form: { ...MESSAGE_FORM, EventType: 'constructor' },
        event: { kind: 'unsupported', type: 'constructor' },
      },
      {
        what: 'a message without its index',
        form: { ...MESSAGE_FORM, EventType: 'onMessageAdded', Index: '' },
        event: { kind: 'unsupported', type: 'onMessageAdded' },
      },
      {
        what: 'an event of no Conversation',
        form: { ...MESSAGE_FORM, EventType: 'onMessageAdded', ConversationSid: 'CH1/../../Users' },
        event: { kind: 'unsupported', type: 'onMessageAdded' },
      },
      { what: 'an empty form', form: {}, event: { kind: 'unsupported', type: '' } },
    ])('reads $what', ({ form, event }) => {
      const parsed = parseConversationEvent(form);

      expect(parsed).toEqual(event);
    });

    it.each<{ what: string; attributes: unknown }>([
      { what: 'no JSON', attributes: '{origin:' },
      { what: 'a list', attributes: '["member"]' },
      { what: 'a text', attributes: '"member"' },
      { what: 'null', attributes: 'null' },
      { what: 'nothing', attributes: '' },
      { what: 'given twice', attributes: ['{"origin":"member"}', '{}'] },
    ])('S9 reads attributes that are $what as empty', ({ attributes }) => {
      const parsed = parseConversationEvent({ ...MESSAGE_FORM, EventType: 'onMessageAdded', Attributes: attributes });

      expect(parsed).toMatchObject({ kind: 'message-added', attributes: {} });
    });

    it('R21 always gives a value, and only ids of Conversations', () => {
      const junk = fc.oneof(fc.anything({ maxDepth: 2 }), fc.string());
      const forms = fc.record(
        {
          EventType: fc.oneof(fc.constantFrom('onMessageAdded', 'onParticipantAdded', '__proto__', 'toString'), junk),
          ConversationSid: fc.oneof(fc.constant(CONVERSATION), junk),
          Index: fc.oneof(fc.constantFrom('0', '-1', '1e9', 'NaN', 'Infinity'), junk),
          Author: junk,
          Body: junk,
          Attributes: fc.oneof(fc.json(), junk),
        },
        { requiredKeys: [] },
      );
      fc.assert(
        fc.property(forms, (form) => {
          const parsed = parseConversationEvent(form);

          if (parsed.kind === 'unsupported') {
            expect(typeof parsed.type).toBe('string');
            return;
          }
          expect(parsed.conversationSid).toBe(CONVERSATION);
          if (parsed.kind === 'changed') return;
          expect(Number.isInteger(parsed.index)).toBe(true);
          expect([parsed.author, parsed.body, parsed.messageSid].every((text) => typeof text === 'string')).toBe(true);
        }),
        { numRuns: 1_000 },
      );
    });
  });
});
