import { verifyInteraction } from '../../src/discord/verify.ts';
import { FOREIGN_KEYS, KEYS, NOW, parsed, signedHeaders, TIMESTAMP } from './signed.ts';

const COMMAND = '{"data":{"name":"helpme","type":1},"id":"1440000000000000901","type":2}';

function outcomeOf(raw: string) {
  return verifyInteraction(signedHeaders(raw), parsed(raw), KEYS.publicKey, NOW);
}

describe('verify', () => {
  describe('verifyInteraction()', () => {
    it.each<{ what: string; raw: string; spelling: number }>([
      { what: 'compact JSON with sorted keys', raw: COMMAND, spelling: 1 },
      { what: 'an empty object', raw: '{}', spelling: 1 },
      { what: 'raw emoji and Korean', raw: '{"content":"안녕 👩‍👧 é"}', spelling: 1 },
      { what: 'a raw line separator and a raw DEL', raw: '{"content":"a\u2028b\u2029c\u007f"}', spelling: 1 },
      { what: 'a lone surrogate in lower case', raw: '{"content":"\\ud83d"}', spelling: 1 },
      { what: 'short control escapes', raw: '{"content":"\\b\\f\\n\\r\\t\\"\\\\"}', spelling: 1 },
      { what: 'long control escapes in lower case', raw: '{"content":"\\u0007\\u001f"}', spelling: 1 },
      {
        what: 'fractions and large numbers',
        raw: '{"a":1.5,"b":0.1,"c":1e-7,"d":1e+21,"e":9007199254740991}',
        spelling: 1,
      },
      {
        what: 'snowflakes as keys in any order',
        raw: '{"1440000000000000009":1,"1440000000000000001":2}',
        spelling: 1,
      },
      {
        what: 'the owners of an installation',
        raw: '{"authorizing_integration_owners":{"0":"0","1":"14"}}',
        spelling: 1,
      },
      { what: 'an empty key and a key of Object.prototype', raw: '{"":1,"constructor":2,"toString":3}', spelling: 1 },
      { what: 'a nested key called request', raw: '{"data":{"request":{"headers":{}}}}', spelling: 1 },
      { what: 'a nested __proto__ key', raw: '{"data":{"__proto__":{"a":1},"b":2.5}}', spelling: 1 },
      { what: 'null', raw: '{"guild_id":null}', spelling: 1 },
      { what: 'a NUMBER option 3.0', raw: '{"data":{"options":[{"name":"n","type":10,"value":3.0}]}}', spelling: 3 },
      { what: 'a NUMBER option 3.5', raw: '{"data":{"options":[{"name":"n","type":10,"value":3.5}]}}', spelling: 1 },
      {
        what: 'a negative NUMBER beside an INTEGER option',
        raw: '{"data":{"options":[{"name":"n","type":10,"value":-2.0},{"name":"i","type":4,"value":7}]}}',
        spelling: 3,
      },
      {
        what: 'a NUMBER option of a nested subcommand',
        raw: '{"data":{"options":[{"name":"g","options":[{"name":"s","options":[{"name":"n","type":10,"value":3.0}],"type":1}],"type":2}]}}',
        spelling: 3,
      },
      {
        what: 'a whole duration',
        raw: '{"data":{"resolved":{"attachments":{"1440000000000000111":{"duration_secs":5.0}}}}}',
        spelling: 3,
      },
      { what: 'an INTEGER option 1.0', raw: '{"data":{"options":[{"name":"i","type":4,"value":1.0}]}}', spelling: 4 },
      { what: 'control escapes in upper case', raw: '{"content":"\\u001B[1m\\u000F","n":1.5}', spelling: 5 },
      {
        what: 'control escapes in upper case beside a whole duration',
        raw: '{"content":"\\u001B","duration_secs":5.0}',
        spelling: 5,
      },
      { what: 'escaped slashes', raw: '{"url":"https:\\/\\/cdn.example.com\\/a"}', spelling: 6 },
      { what: 'escaped line separators and DEL', raw: '{"content":"a\\u2028b\\u2029c\\u007f"}', spelling: 7 },
      { what: 'escaped non-ASCII', raw: '{"content":"\\u00e9 \\ud83d\\udc69"}', spelling: 8 },
    ])('accepts $what as spelling $spelling', ({ raw, spelling }) => {
      const outcome = outcomeOf(raw);

      expect(outcome).toEqual({ ok: true, spelling });
    });

    it('accepts sorted keys that reached us in another order', () => {
      const raw = '{"a":[{"x":1,"y":2}],"b":"1"}';

      const outcome = verifyInteraction(signedHeaders(raw), { b: '1', a: [{ y: 2, x: 1 }] }, KEYS.publicKey, NOW);

      expect(outcome).toEqual({ ok: true, spelling: 2 });
    });

    it.each<{ what: string; raw: string }>([
      { what: 'a space after a colon', raw: '{"a": 1}' },
      { what: 'a space after a comma', raw: '{"a":1, "b":2}' },
      { what: 'a line break at the end', raw: '{"a":1}\n' },
      { what: 'a fraction .0 where no float stands', raw: '{"a":1.0}' },
      { what: 'an exponent', raw: '{"data":{"options":[{"type":10,"value":1e3}]}}' },
      { what: 'a number above what JavaScript holds', raw: '{"id":1440000000000000901}' },
      { what: 'a NUMBER option too large for a whole number', raw: '{"data":{"options":[{"type":10,"value":1e+16}]}}' },
      { what: 'minus zero', raw: '{"a":-0}' },
      { what: 'a control escape in its long form', raw: '{"a":"\\u0008"}' },
      { what: 'an escaped less-than sign', raw: '{"a":"\\u003c"}' },
      { what: 'a surrogate in upper case', raw: '{"a":"\\uD83D"}' },
      { what: 'a key given twice', raw: '{"a":1,"a":2}' },
      { what: 'small numbers as keys out of order', raw: '{"2":1,"1":2}' },
      { what: 'a small number as key after a word', raw: '{"a":{"b":1,"1":2}}' },
    ])('X01 refuses $what, which cannot be written again', ({ raw }) => {
      const outcome = outcomeOf(raw);

      expect(outcome).toEqual({ ok: false, reason: 'wrong' });
    });

    it.each<{ what: string; body: Record<string, unknown> }>([
      { what: 'changed', body: { ...parsed(COMMAND), id: '1440000000000000902' } },
      { what: 'given a further key', body: { ...parsed(COMMAND), admin: true } },
      { what: 'robbed of a key', body: { id: '1440000000000000901', type: 2 } },
      { what: 'emptied', body: {} },
      { what: 'given the key of the platform', body: { ...parsed(COMMAND), request: { headers: {} } } },
    ])('X01 refuses a body that was $what', ({ body }) => {
      const outcome = verifyInteraction(signedHeaders(COMMAND), body, KEYS.publicKey, NOW);

      expect(outcome).toEqual({ ok: false, reason: 'wrong' });
    });

    it('X01 refuses what another application was sent', () => {
      const headers = signedHeaders(COMMAND, TIMESTAMP, FOREIGN_KEYS);

      const outcome = verifyInteraction(headers, parsed(COMMAND), KEYS.publicKey, NOW);

      expect(outcome).toEqual({ ok: false, reason: 'wrong' });
    });

    it('X01 refuses a timestamp that was not signed', () => {
      const headers = { ...signedHeaders(COMMAND), 'x-signature-timestamp': String(Number(TIMESTAMP) + 1) };

      const outcome = verifyInteraction(headers, parsed(COMMAND), KEYS.publicKey, NOW);

      expect(outcome).toEqual({ ok: false, reason: 'wrong' });
    });

    it('X01 refuses a member who writes the marker of a float himself', () => {
      const raw = '{"data":{"options":[{"name":"n","type":10,"value":3.0},{"name":"t","type":3,"value":"\\u0000F7"}]}}';

      const outcome = outcomeOf(raw);

      expect(outcome).toEqual({ ok: false, reason: 'wrong' });
    });

    it('X01 refuses a body nested deeper than any Discord sends', () => {
      const deep = parsed(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);

      const outcome = verifyInteraction(signedHeaders(COMMAND), deep, KEYS.publicKey, NOW);

      expect(outcome).toEqual({ ok: false, reason: 'wrong' });
    });

    it.each<{ what: string; seconds: number; ok: boolean }>([
      { what: 'as old as allowed', seconds: -300, ok: true },
      { what: 'as far ahead as allowed', seconds: 300, ok: true },
      { what: 'too old', seconds: -301, ok: false },
      { what: 'too far ahead', seconds: 301, ok: false },
    ])('X01 answers ok=$ok to a signed request that is $what', ({ seconds, ok }) => {
      const headers = signedHeaders(COMMAND, String(Number(TIMESTAMP) + seconds));

      const outcome = verifyInteraction(headers, parsed(COMMAND), KEYS.publicKey, NOW);

      expect(outcome).toEqual(ok ? { ok: true, spelling: 1 } : { ok: false, reason: 'stale' });
    });

    it.each<{ what: string; headers: Record<string, string>; reason: 'missing' | 'malformed' }>([
      { what: 'no headers', headers: {}, reason: 'missing' },
      { what: 'no signature', headers: { 'x-signature-timestamp': TIMESTAMP }, reason: 'missing' },
      { what: 'no timestamp', headers: { 'x-signature-ed25519': '0'.repeat(128) }, reason: 'missing' },
      ...['', 'zz', '0'.repeat(127), '0'.repeat(130), 'A'.repeat(128), `${'0'.repeat(128)}\n`].map((signature) => ({
        what: `the signature ${JSON.stringify(signature.slice(0, 4))} of ${signature.length} characters`,
        headers: { 'x-signature-ed25519': signature, 'x-signature-timestamp': TIMESTAMP },
        reason: 'malformed' as const,
      })),
      ...['', 'now', '-1', '1.5', '1e9', ` ${TIMESTAMP}`, `${TIMESTAMP}\n`, '1234567890123'].map((timestamp) => ({
        what: `the timestamp ${JSON.stringify(timestamp)}`,
        headers: { 'x-signature-ed25519': '0'.repeat(128), 'x-signature-timestamp': timestamp },
        reason: 'malformed' as const,
      })),
    ])('X01 refuses $what as $reason', ({ headers, reason }) => {
      const outcome = verifyInteraction(headers, parsed(COMMAND), KEYS.publicKey, NOW);

      expect(outcome).toEqual({ ok: false, reason });
    });
  });
});
