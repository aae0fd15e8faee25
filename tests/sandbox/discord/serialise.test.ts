import { createPublicKey, verify } from 'node:crypto';
import { verifyKey } from 'discord-interactions';
import { sign } from 'tweetnacl';
import { createKeyPair, signBody } from '../../../sandbox/discord/keys.ts';
import { serialise } from '../../../sandbox/discord/serialise.ts';

describe('discord/serialise', () => {
  describe('serialise()', () => {
    it.each([
      { given: 'unsorted keys', value: { b: 1, a: { d: 2, c: 3 } }, then: '{"a":{"c":3,"d":2},"b":1}' },
      { given: 'objects in lists', value: [{ b: null, a: [] }], then: '[{"a":[],"b":null}]' },
      { given: 'emoji and Korean', value: { text: '✅ 안녕' }, then: '{"text":"✅ 안녕"}' },
      { given: 'an absent member', value: { a: undefined, b: 1 }, then: '{"b":1}' },
      { given: 'a slash and a line break', value: 'a/b\n', then: '"a/b\\n"' },
      {
        given: 'a whole NUMBER option',
        value: { type: 10, name: 'n', value: 3 },
        then: '{"name":"n","type":10,"value":3.0}',
      },
      { given: 'a broken NUMBER option', value: { type: 10, value: 3.1 }, then: '{"type":10,"value":3.1}' },
      { given: 'an INTEGER option', value: { type: 4, value: 3 }, then: '{"type":4,"value":3}' },
      { given: 'a whole duration', value: { duration_secs: 3 }, then: '{"duration_secs":3.0}' },
      { given: 'a text display', value: { type: 10, content: 'x' }, then: '{"content":"x","type":10}' },
    ])('$given: $then', ({ value, then }) => {
      expect(serialise(value)).toBe(then);
    });
  });
});

describe('discord/keys', () => {
  describe('createKeyPair()', () => {
    it('gives the same pair for the same seed, and another one without', () => {
      const seed = new Uint8Array(32).fill(9);

      expect(createKeyPair(seed).publicKey).toBe(createKeyPair(seed).publicKey);
      expect(createKeyPair().publicKey).not.toBe(createKeyPair().publicKey);
    });

    it('agrees with another implementation of Ed25519', () => {
      const seed = new Uint8Array(32).fill(9);

      expect(createKeyPair(seed).publicKey).toBe(Buffer.from(sign.keyPair.fromSeed(seed).publicKey).toString('hex'));
    });

    it('refuses a seed of another length', () => {
      expect(() => createKeyPair(new Uint8Array(31))).toThrow(RangeError);
    });
  });

  describe('signBody()', () => {
    it('signs so that the official package and node:crypto accept it, and neither accepts another body', async () => {
      const { privateKey, publicKey } = createKeyPair();

      const signature = signBody(privateKey, '1764000000', '{"type":1}');

      expect(await verifyKey('{"type":1}', signature, '1764000000', publicKey)).toBe(true);
      expect(await verifyKey('{"type":2}', signature, '1764000000', publicKey)).toBe(false);
      const signed = Buffer.from('1764000000{"type":1}');
      expect(verify(null, signed, createPublicKey(privateKey), Buffer.from(signature, 'hex'))).toBe(true);
    });
  });
});
