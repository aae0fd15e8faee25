import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { signTwilioRequest, verifyTwilioSignature } from '../../src/flex/verify.ts';

const AUTH_TOKEN = 'fake-auth-token';
const ADDRESS = 'https://support-1234.twil.io/conversations/events';

type Form = Readonly<Record<string, string | string[]>>;

/** Twilio docs, "Validating Signatures from Twilio": the address, then each sorted name with its value. */
function byTheBook(address: string, form: Readonly<Record<string, string>>): string {
  const text = Object.keys(form)
    .sort()
    .reduce((signed, name) => `${signed}${name}${form[name] ?? ''}`, address);
  return createHmac('sha1', AUTH_TOKEN).update(text).digest('base64');
}

function signed(address: string, form: Form): { 'x-twilio-signature': string } {
  return { 'x-twilio-signature': getExpectedTwilioSignature(AUTH_TOKEN, address, form) };
}

describe('verify', () => {
  describe('verifyTwilioSignature()', () => {
    it('X02 takes the signature of the documentation', () => {
      // The example of Twilio's documentation and of its server libraries.
      const address = 'https://mycompany.com/myapp.php?foo=1&bar=2';
      const form = {
        CallSid: 'CA1234567890ABCDE',
        Caller: '+14158675309',
        Digits: '1234',
        From: '+14158675309',
        To: '+18005551212',
      };

      const holds = verifyTwilioSignature(
        '12345',
        { 'x-twilio-signature': 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' },
        address,
        form,
      );

      expect(holds).toBe(true);
    });

    it.each<{ what: string; address: string; form: Form }>([
      { what: 'a plain form', address: ADDRESS, form: { EventType: 'onMessageAdded', Body: 'hello' } },
      { what: 'no fields at all', address: ADDRESS, form: {} },
      { what: 'a query', address: `${ADDRESS}?member=1440000000000000042&a=b`, form: { Body: 'hello' } },
      { what: 'an escaped query', address: `${ADDRESS}?name=J%C3%BCrgen%20%26%20Co`, form: {} },
      { what: 'an apostrophe in the query', address: `${ADDRESS}?name=O'Hara`, form: {} },
      { what: 'UTF-8', address: ADDRESS, form: { Body: '안녕 👩‍👧 é \u2028' } },
      { what: 'empty values', address: ADDRESS, form: { Body: '', Attributes: '{}', Author: '' } },
      { what: 'repeated fields', address: ADDRESS, form: { Media: ['b', 'a', 'b'], Body: 'x' } },
      { what: 'line breaks and signs', address: ADDRESS, form: { Body: 'a\r\nb\n= & + %20 "' } },
      { what: 'names in both cases', address: ADDRESS, form: { body: '1', Body: '2', BODY: '3' } },
      { what: 'names of Object.prototype', address: ADDRESS, form: { constructor: 'a', toString: 'b' } },
    ])('X02 accepts $what', ({ address, form }) => {
      const holds = verifyTwilioSignature(AUTH_TOKEN, signed(address, form), address, form);

      expect(holds).toBe(true);
    });

    it.each<{ what: string; signedAddress: string; address: string }>([
      { what: 'the standard port', signedAddress: ADDRESS.replace('.io/', '.io:443/'), address: ADDRESS },
      { what: 'no port', signedAddress: ADDRESS, address: ADDRESS.replace('.io/', '.io:443/') },
    ])('X02 accepts an address signed with $what', ({ signedAddress, address }) => {
      const form = { Body: 'hello' };

      const holds = verifyTwilioSignature(AUTH_TOKEN, signed(signedAddress, form), address, form);

      expect(holds).toBe(true);
    });

    it.each<{ what: string; address?: string; form?: Readonly<Record<string, unknown>>; token?: string }>([
      { what: 'another body', form: { EventType: 'onMessageAdded', Body: 'hello!' } },
      { what: 'a further field', form: { EventType: 'onMessageAdded', Body: 'hello', Extra: '', Other: 'x' } },
      { what: 'a missing field', form: { EventType: 'onMessageAdded' } },
      { what: 'no fields', form: {} },
      { what: 'another path', address: 'https://support-1234.twil.io/studio/chatbot' },
      { what: 'another host', address: 'https://evil-1234.twil.io/conversations/events' },
      { what: 'a trailing slash', address: `${ADDRESS}/` },
      { what: 'a forged query', address: `${ADDRESS}?member=1440000000000000042` },
      { what: 'another token', token: 'another-fake-token' },
      {
        what: 'an object as value',
        form: { EventType: 'onMessageAdded', Body: { toString: 'hello', valueOf: 'hello' } },
      },
      { what: 'an object in a list', form: { EventType: 'onMessageAdded', Body: [{ toString: 1 }] } },
      { what: 'a null of JSON', form: { EventType: 'onMessageAdded', Body: null } },
    ])('X01 refuses $what', ({ address = ADDRESS, form, token = AUTH_TOKEN }) => {
      const sent = { EventType: 'onMessageAdded', Body: 'hello' };

      const holds = verifyTwilioSignature(token, signed(ADDRESS, sent), address, form ?? sent);

      expect(holds).toBe(false);
    });

    it.each<{ what: string; headers: Readonly<Record<string, string>> }>([
      { what: 'no header', headers: {} },
      { what: 'an empty header', headers: { 'x-twilio-signature': '' } },
      {
        what: 'the hexadecimal form',
        headers: { 'x-twilio-signature': Buffer.from(byTheBook(ADDRESS, {}), 'base64').toString('hex') },
      },
      { what: 'characters of several bytes', headers: { 'x-twilio-signature': 'é'.repeat(14) } },
      { what: 'a signature cut short', headers: { 'x-twilio-signature': byTheBook(ADDRESS, {}).slice(0, -1) } },
      {
        what: 'the signature twice',
        headers: { 'x-twilio-signature': `${byTheBook(ADDRESS, {})}, ${byTheBook(ADDRESS, {})}` },
      },
    ])('X01 refuses $what', ({ headers }) => {
      const holds = verifyTwilioSignature(AUTH_TOKEN, headers, ADDRESS, {});

      expect(holds).toBe(false);
    });

    it('X01 refuses whatever JSON is posted under a signature of something else, without failing', () => {
      const headers = signed(ADDRESS, { Body: 'hello' });
      fc.assert(
        fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (form) => {
          fc.pre(JSON.stringify(form) !== '{"Body":"hello"}');

          expect(verifyTwilioSignature(AUTH_TOKEN, headers, ADDRESS, form)).toBe(false);
        }),
      );
    });
  });

  describe('signTwilioRequest()', () => {
    it('X02 signs as the documentation says', () => {
      const names = fc.string({ minLength: 1 }).filter((name) => name !== '__proto__');
      fc.assert(
        fc.property(fc.dictionary(names, fc.string({ unit: 'grapheme' })), (form) => {
          expect(signTwilioRequest(AUTH_TOKEN, ADDRESS, form)).toBe(byTheBook(ADDRESS, form));
        }),
      );
    });

    it('signs what our own check accepts', () => {
      const form = { hop: '3', lease: 'a b+c' };

      const signature = signTwilioRequest(AUTH_TOKEN, ADDRESS, form);

      expect(verifyTwilioSignature(AUTH_TOKEN, { 'x-twilio-signature': signature }, ADDRESS, form)).toBe(true);
    });
  });
});
