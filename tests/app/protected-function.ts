import { discordInteractions } from '../../src/app/discord-interactions.ts';
import { schema } from '../../src/config/schema.ts';
import type { UseCase } from '../../src/host/types.ts';
import { type AppWorld, createAppWorld } from './app-world.ts';

export const CONVERSATION = `CH${'a'.repeat(32)}`;
export const STRANGER = '1440000000000000999';

export interface ProtectedFunction {
  readonly name: string;
  readonly useCase: UseCase;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** A call that is fit to be carried out. */
  readonly form: Readonly<Record<string, string>>;
}

/** What holds for every Function that only Twilio, or we ourselves, may call. */
export function describeProtectedFunction({ name, useCase, path, query, form }: ProtectedFunction): void {
  describe(`${name}, as a protected Function`, () => {
    let world: AppWorld;

    beforeAll(async () => {
      world = await createAppWorld(discordInteractions);
    });

    afterAll(async () => {
      await world.close();
    });

    beforeEach(async () => {
      await world.requests();
    });

    it('takes what Twilio has signed (X02)', async () => {
      const answer = await world.call(useCase, path, form, { query });

      expect(answer.status).toBe(200);
    });

    it.each([
      { what: 'no signature', headers: {} },
      { what: 'an empty signature', headers: { 'x-twilio-signature': '' } },
      { what: 'a wrong signature', headers: { 'x-twilio-signature': 'MDEyMzQ1Njc4OTAxMjM0NTY3ODk=' } },
    ])('refuses $what with 403 before anything is read (X01)', async ({ headers }) => {
      const answer = await world.call(useCase, path, form, { query, headers });

      expect(answer).toMatchObject({ status: 403, body: { error: { code: 'SIGNATURE_REFUSED' } } });
      expect(await world.requests()).toEqual([]);
    });

    it.each([
      { what: 'a parameter that was added', forged: { channel_id: '1440000000000000507' } },
      {
        what: 'a member who was exchanged',
        forged: { memberId: '1440000000000000042', member: '1440000000000000042', wake: '1440000000000000042' },
      },
      { what: 'a list in place of a text', forged: { Body: ['a', 'b'] } },
      { what: 'an object in place of a text', forged: { state: { lease: {} } } },
      { what: 'a key called request, which takes the place of the headers', forged: { request: 'forged' } },
    ])('refuses $what (X01)', async ({ forged }) => {
      const answer = await world.call(useCase, path, form, { query, forged });

      expect(answer.status).toBe(403);
      expect(await world.requests()).toEqual([]);
    });

    it('names every missing key at once, and calls nobody', async () => {
      const required = schema.filter((entry) => entry.required).map((entry) => entry.key);

      const answer = await world.call(useCase, path, form, {
        query,
        variables: Object.fromEntries(required.map((key) => [key, undefined])),
      });

      const logged = world.lines.at(-1) ?? '';
      expect(answer).toMatchObject({ status: 500, body: { error: { code: 'CONFIGURATION_MISSING' } } });
      for (const key of required) expect(logged).toContain(key);
      expect(await world.requests()).toEqual([]);
    });

    it('changes nothing for a member it does not know', async () => {
      await world.call(useCase, path, form, { query });

      expect((await world.requests()).filter((request) => !request.startsWith('GET '))).toEqual([]);
    });
  });
}
