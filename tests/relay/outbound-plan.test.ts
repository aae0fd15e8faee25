import type { ConversationMessage } from '../../src/flex/conversations.ts';
import { outboundKind } from '../../src/relay/outbound-plan.ts';
import { memberIdentity, newSession } from '../../src/session/session.ts';

const MEMBER = '1440000000000000042';
const SESSION = newSession({ memberId: MEMBER, displayName: 'Ann', locale: 'en', guildId: null }, 0);

function message(given: Partial<ConversationMessage>): ConversationMessage {
  return {
    sid: 'IM1',
    index: 0,
    author: 'kim_40example_2Ecom',
    participantSid: 'MB1',
    body: 'words',
    attributes: {},
    media: [],
    createdAt: 0,
    ...given,
  };
}

describe('relay/outbound-plan', () => {
  describe('outboundKind()', () => {
    it.each([
      { what: 'an agent’s message', given: {}, kind: 'agent' },
      {
        what: 'an agent’s message with attributes of a plugin',
        given: { attributes: { template: 'greeting' } },
        kind: 'agent',
      },
      {
        what: 'an agent’s file',
        given: { body: '', media: [{ sid: 'ME1', filename: 'a', contentType: 'b' }] },
        kind: 'agent',
      },
      { what: 'the member’s own', given: { author: memberIdentity(MEMBER) }, kind: 'inside' },
      { what: 'the virtual agent’s', given: { author: 'virtual-agent', participantSid: null }, kind: 'inside' },
      { what: 'a system message', given: { author: 'system', participantSid: null }, kind: 'inside' },
      { what: 'a system message of a participant’s name', given: { author: 'system' }, kind: 'inside' },
      { what: 'an author who is no participant', given: { author: 'somebody', participantSid: null }, kind: 'inside' },
      { what: 'anything this project wrote', given: { attributes: { origin: 'bot' } }, kind: 'inside' },
      { what: 'an origin nobody knows', given: { attributes: { origin: 'unheard-of' } }, kind: 'inside' },
      { what: 'an internal message', given: { attributes: { internal: true } }, kind: 'inside' },
      { what: 'an internal message by another name', given: { attributes: { isInternal: 'yes' } }, kind: 'inside' },
      { what: 'a note', given: { attributes: { note: 1 } }, kind: 'inside' },
      { what: 'a whisper', given: { attributes: { whisper: true } }, kind: 'inside' },
      { what: 'a supervisor’s message', given: { attributes: { supervisor: true } }, kind: 'inside' },
      { what: 'a message marked as not internal', given: { attributes: { internal: false } }, kind: 'agent' },
    ] as const)('$what: $kind (X06, R04)', ({ given, kind }) => {
      expect(outboundKind(message(given), SESSION)).toBe(kind);
    });
  });
});
