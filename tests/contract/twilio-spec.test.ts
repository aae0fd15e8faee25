import {
  type Exchange,
  hasTwilioSpecs,
  validateTwilioRequest,
  validateTwilioResponse,
} from '../support/twilio-spec.ts';

const described = hasTwilioSpecs ? describe : describe.skip;

const GOOD: Exchange = {
  method: 'POST',
  path: `/conversations.twilio.com/v1/Conversations/CH${'0'.repeat(32)}/Webhooks`,
  query: '',
  contentType: 'application/x-www-form-urlencoded',
  requestBody: 'Target=webhook&Configuration.Url=http%3A%2F%2F127.0.0.1%2F&Configuration.Filters=onMessageAdded',
  status: 201,
  responseBody: JSON.stringify({ sid: `WH${'0'.repeat(32)}`, target: 'webhook', configuration: {} }),
};

described('twilio-spec (skipped without SPECS_DIR or ../shared/specs)', () => {
  describe('validateTwilioRequest()', () => {
    it('accepts what Twilio describes', () => {
      expect(validateTwilioRequest(GOOD)).toEqual([]);
    });

    it.each([
      ['a missing field', { requestBody: 'Configuration.FlowSid=x' }, 'missing Target'],
      ['a nested configuration', { requestBody: 'Target=webhook&Configuration=x' }, 'unknown field Configuration'],
      ['a value that is not listed', { requestBody: 'Target=nothing' }, 'Target:'],
      ['a SID of the wrong kind', { requestBody: 'Target=studio&Configuration.FlowSid=CH1' }, 'Configuration.FlowSid:'],
      [
        'a text for a number',
        { requestBody: 'Target=studio&Configuration.ReplayAfter=x' },
        'Configuration.ReplayAfter:',
      ],
      ['an unknown query parameter', { query: '?Pagesize=5' }, 'unknown query parameter Pagesize'],
      ['an unknown address', { path: '/conversations.twilio.com/v1/Nothing' }, 'not in the description'],
      ['an unknown host', { path: '/chat.twilio.com/v2/Services' }, 'not in the description'],
    ])('names %s', (_name, change, problem) => {
      expect(validateTwilioRequest({ ...GOOD, ...change }).join('\n')).toContain(problem);
    });
  });

  describe('validateTwilioResponse()', () => {
    it('accepts what Twilio describes', () => {
      expect(validateTwilioResponse(GOOD)).toEqual([]);
    });

    it.each([
      ['a SID of the wrong kind', { responseBody: '{"sid":"IM1"}' }, 'pattern'],
      ['a wrong type', { responseBody: '{"target":1}' }, 'must be string'],
      ['an invented key', { responseBody: '{"webhook_sid":"x"}' }, 'unknown key webhook_sid'],
      ['a wrong status', { status: 200 }, 'status 200'],
      [
        'an invented key within a list',
        { method: 'GET', status: 200, responseBody: '{"webhooks":[{"x":1}],"meta":{}}', requestBody: '' },
        'unknown key x',
      ],
    ])('names %s', (_name, change, problem) => {
      expect(validateTwilioResponse({ ...GOOD, ...change }).join('\n')).toContain(problem);
    });
  });
});
