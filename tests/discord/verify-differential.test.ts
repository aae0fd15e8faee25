import { verifyKey } from 'discord-interactions';
import fc from 'fast-check';
import nacl from 'tweetnacl';
import type { Json } from '../../sandbox/discord/json.ts';
import { serialise } from '../../sandbox/discord/serialise.ts';
import { verifyInteraction } from '../../src/discord/verify.ts';
import { KEYS, NOW, parsed, type SignedHeaders, signedHeaders } from './signed.ts';

/** Small whole numbers as keys move when parsed, and Discord has none; `__proto__` would change the generated object. */
const key = fc
  .string({ unit: 'binary', maxLength: 12 })
  .filter((text) => !/^\d{1,10}$/.test(text) && text !== '__proto__');
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\u0000F3', '\u2028', '\u001b[0m', 'a/b', '👩‍👧', '\ud83d'),
);
const float = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0));
const integer = fc.integer();

const option = fc.oneof(
  fc.record({ name: text, type: fc.constant(3), value: text }),
  fc.record({ name: text, type: fc.constant(4), value: integer }),
  fc.record({ name: text, type: fc.constant(10), value: fc.oneof(integer, fc.constantFrom(0.5, 3.1, -2, 7)) }),
  fc.record({ name: text, type: fc.constant(5), value: fc.boolean() }),
);
const anything = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    text,
    float,
    integer,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(key, tie('node'), { maxKeys: 4 }),
  ),
})).node;

/** Interactions and whatever else Discord may come to send, as values. */
const bodies = fc
  .record({
    data: fc.record({ name: text, options: fc.array(option, { maxLength: 4 }), type: fc.constant(1) }),
    id: fc.bigInt({ min: 10n ** 17n, max: 10n ** 19n }).map(String),
    file: fc.record({ duration_secs: fc.oneof(integer, fc.constantFrom(0.5, 12.25)), filename: text }),
    type: integer,
    more: fc.dictionary(key, anything, { maxKeys: 4 }),
  })
  .map((body) => body as unknown as Json);

interface Opinions {
  readonly ours: boolean;
  readonly theirs: boolean;
}

/** Another implementation, which sees the bytes; ours sees the parsed body only. */
type Verifier = (raw: string, headers: SignedHeaders) => boolean | Promise<boolean>;

async function opinions(verifier: Verifier, headers: SignedHeaders, raw: string): Promise<Opinions> {
  return {
    ours: verifyInteraction({ ...headers }, parsed(raw), KEYS.publicKey, NOW).ok,
    theirs: await verifier(raw, headers),
  };
}

const verifiers: readonly { name: string; verifier: Verifier; runs: number }[] = [
  {
    name: 'discord-interactions',
    verifier: (raw, headers) =>
      verifyKey(raw, headers['x-signature-ed25519'], headers['x-signature-timestamp'], KEYS.publicKey),
    runs: 150,
  },
  {
    name: 'tweetnacl',
    verifier: (raw, headers) =>
      nacl.sign.detached.verify(
        Buffer.from(headers['x-signature-timestamp'] + raw),
        Buffer.from(headers['x-signature-ed25519'], 'hex'),
        Buffer.from(KEYS.publicKey, 'hex'),
      ),
    // Plain JavaScript: some 50 ms a signature.
    runs: 15,
  },
];

describe('verify', () => {
  describe.each(verifiers)('verifyInteraction() beside $name', ({ verifier, runs }) => {
    it('X01 agrees on everything the emulated Discord signs', async () => {
      await fc.assert(
        fc.asyncProperty(bodies, async (body) => {
          const raw = serialise(body);
          // A member who types the marker of a float beside one only spoils his own request.
          fc.pre(!raw.includes('\\u0000F'));

          const found = await opinions(verifier, signedHeaders(raw), raw);

          expect(found).toEqual({ ours: true, theirs: true });
        }),
        { numRuns: runs },
      );
    });

    it('X01 agrees that a body changed on the way is refused', async () => {
      await fc.assert(
        fc.asyncProperty(bodies, bodies, async (signed, sent) => {
          fc.pre(serialise(signed) !== serialise(sent));

          const found = await opinions(verifier, signedHeaders(serialise(signed)), serialise(sent));

          expect(found).toEqual({ ours: false, theirs: false });
        }),
        { numRuns: runs },
      );
    });

    it('X01 agrees that a signature changed in one bit is refused', async () => {
      const raw = '{"id":"1440000000000000901","type":1}';
      const headers = signedHeaders(raw);
      await fc.assert(
        fc.asyncProperty(fc.nat(63), fc.nat(7), async (position, bit) => {
          const bytes = Buffer.from(headers['x-signature-ed25519'], 'hex');
          bytes[position] = (bytes[position] ?? 0) ^ (1 << bit);

          const found = await opinions(verifier, { ...headers, 'x-signature-ed25519': bytes.toString('hex') }, raw);

          expect(found).toEqual({ ours: false, theirs: false });
        }),
        { numRuns: runs },
      );
    });
  });
});
