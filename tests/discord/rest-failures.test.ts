import { Fault } from '../../src/errors.ts';
import {
  BASE_URL,
  BOT_TOKEN,
  CALLS,
  CHANNEL,
  createRestHarness,
  hangs,
  html,
  INTERACTION,
  json,
  lost,
  lostHalfWay,
  nothing,
  type Reaction,
} from './rest-harness.ts';

/** The fault a call ends with; a call that succeeds fails the test. */
async function faultOf(calling: Promise<unknown>): Promise<Fault> {
  const found = await calling.then(
    () => 'no fault',
    (error: unknown) => error,
  );
  if (found instanceof Fault) return found;
  throw new Error(`Expected a Fault, got ${String(found)}`);
}

const limited = (retryAfter: number) =>
  json(429, { message: 'You are being rate limited.', retry_after: retryAfter, global: false });
const repeatable = CALLS.filter((one) => one.repeatable && one.name !== 'acknowledge');
const unrepeatable = CALLS.filter((one) => !one.repeatable);

describe('rest', () => {
  describe('a rate limit', () => {
    it.each<{ what: string; reaction: Reaction; least: number }>([
      { what: 'the seconds of the body', reaction: limited(1.25), least: 1_250 },
      {
        what: 'the body rather than the rounded header',
        reaction: json(429, { retry_after: 0.3 }, { 'Retry-After': '1' }),
        least: 300,
      },
      {
        what: 'the header of a page of Cloudflare',
        reaction: () => new Response('<html>', { status: 429, headers: { 'Retry-After': '3' } }),
        least: 3_000,
      },
      { what: 'five seconds when nothing is told', reaction: html(429), least: 5_000 },
      {
        what: 'five seconds when the header is a date',
        reaction: () => new Response('', { status: 429, headers: { 'Retry-After': 'Mon, 23 Nov 2026 09:00:10 GMT' } }),
        least: 5_000,
      },
      {
        what: 'five seconds when the header is empty',
        reaction: () => new Response('', { status: 429, headers: { 'Retry-After': '' } }),
        least: 5_000,
      },
      { what: 'five seconds when the body is absurd', reaction: json(429, { retry_after: -1 }), least: 5_000 },
    ])('R07 waits $what', async ({ reaction, least }) => {
      const { rest, clock, sent } = createRestHarness([reaction, json(200, { id: CHANNEL })]);

      await rest.channel(CHANNEL);

      expect(sent).toHaveLength(2);
      expect(clock.slept).toHaveLength(1);
      expect(clock.slept[0]).toBeGreaterThanOrEqual(least);
      expect(clock.slept[0]).toBeLessThanOrEqual(least + 100);
    });

    it.each(CALLS.filter(({ name }) => name !== 'acknowledge'))(
      'R07 is obeyed in $name, which was not carried out',
      async ({ call }) => {
        const { rest, sent } = createRestHarness([limited(1), json(200, {})]);

        await call(rest);

        expect(sent).toHaveLength(2);
      },
    );

    it.each(CALLS)('R07 of 60 s ends $name at once instead of waiting past the deadline', async ({ call }) => {
      const { rest, clock, sent } = createRestHarness([limited(60)], { timeLeft: 9_000 });

      const fault = await faultOf(call(rest));

      expect(fault).toMatchObject({
        code: 'DISCORD_RATE_LIMITED',
        retryAfter: 60_000,
        upstreamStatus: 429,
        outcome: 'refused',
      });
      expect(sent).toHaveLength(1);
      expect(clock.slept).toEqual([]);
    });

    it('R07 that goes on and on makes a bounded number of requests', async () => {
      const { rest, sent } = createRestHarness([limited(0.001)], { timeLeft: 9_000 });

      const fault = await faultOf(rest.channel(CHANNEL));

      expect(fault.code).toBe('DISCORD_RATE_LIMITED');
      expect(sent).toHaveLength(4);
    });
  });

  describe('an unknown outcome', () => {
    it.each<{ what: string; reaction: Reaction }>([
      { what: 'a lost connection', reaction: lost },
      { what: 'an answer cut off half-way', reaction: lostHalfWay },
      { what: 'a page of HTML in place of the answer', reaction: html(200) },
      { what: 'an empty answer', reaction: () => new Response('', { status: 200 }) },
      { what: 'a bad gateway', reaction: html(502) },
      { what: 'an error of Discord', reaction: json(500, { code: 0, message: '500: Internal Server Error' }) },
    ])('R01 repeats a send after $what with the same nonce', async ({ reaction }) => {
      const { rest, sent } = createRestHarness([reaction, json(200, { id: 'made' })]);

      const message = await rest.send(CHANNEL, { content: 'hi', nonce: 'nonce-1' });

      expect(message.id).toBe('made');
      expect(sent.map((one) => one.body)).toEqual([
        { content: 'hi', nonce: 'nonce-1', enforce_nonce: true, allowed_mentions: { parse: [] } },
        { content: 'hi', nonce: 'nonce-1', enforce_nonce: true, allowed_mentions: { parse: [] } },
      ]);
    });

    it.each(repeatable)('R01 is tried four times in $name', async ({ call }) => {
      const { rest, sent } = createRestHarness([lost]);

      const fault = await faultOf(call(rest));

      expect(fault).toMatchObject({ code: 'DISCORD_UNREACHABLE', outcome: 'unknown' });
      expect(sent).toHaveLength(4);
    });

    it.each(
      unrepeatable.flatMap(({ name, call }) => [
        { name, call, what: 'a lost connection', reaction: lost },
        { name, call, what: 'an unreadable answer', reaction: lostHalfWay },
        { name, call, what: 'a bad gateway', reaction: html(502) },
      ]),
    )('R01 is not repeated in $name after $what: Discord has no nonce for it', async ({ call, reaction }) => {
      const { rest, sent } = createRestHarness([reaction, json(200, {})]);

      const fault = await faultOf(call(rest));

      expect(fault).toMatchObject({ code: 'DISCORD_UNREACHABLE', outcome: 'unknown' });
      expect(sent).toHaveLength(1);
    });

    it('ends a call that hangs when the time of the Function runs out', async () => {
      const { rest, sent } = createRestHarness([hangs], { timeLeft: 800 });
      const start = performance.now();

      const fault = await faultOf(rest.channel(CHANNEL));

      expect(fault).toMatchObject({ code: 'DISCORD_UNREACHABLE', outcome: 'unknown' });
      expect(sent).toHaveLength(1);
      expect(performance.now() - start).toBeLessThan(3_000);
    });
  });

  describe('a refusal', () => {
    it.each<{ what: string; reaction: Reaction; upstreamStatus: number; upstreamCode: number | undefined }>([
      {
        what: 'closed DMs',
        reaction: json(403, { code: 50007, message: 'Cannot send messages to this user' }),
        upstreamStatus: 403,
        upstreamCode: 50007,
      },
      {
        what: 'an unknown message',
        reaction: json(404, { code: 10008, message: 'Unknown Message' }),
        upstreamStatus: 404,
        upstreamCode: 10008,
      },
      {
        what: 'a form error',
        reaction: json(400, { code: 50035, message: 'Invalid Form Body', errors: {} }),
        upstreamStatus: 400,
        upstreamCode: 50035,
      },
      { what: 'a page of HTML', reaction: html(403), upstreamStatus: 403, upstreamCode: undefined },
      {
        what: 'no body',
        reaction: () => new Response(null, { status: 401 }),
        upstreamStatus: 401,
        upstreamCode: undefined,
      },
      {
        what: 'a code that is no number',
        reaction: json(400, { code: 'BAD' }),
        upstreamStatus: 400,
        upstreamCode: undefined,
      },
    ])('R30 is thrown as told and not tried again: $what', async ({ reaction, upstreamStatus, upstreamCode }) => {
      const { rest, clock, sent } = createRestHarness([reaction]);

      const fault = await faultOf(rest.send(CHANNEL, { content: 'hi', nonce: 'n' }));

      expect(fault).toMatchObject({ code: 'DISCORD_REFUSED', outcome: 'refused', upstreamStatus });
      expect(fault.upstreamCode).toBe(upstreamCode);
      expect(sent).toHaveLength(1);
      expect(clock.slept).toEqual([]);
    });
  });

  describe('acknowledge()', () => {
    const alreadyAcknowledged = json(400, { code: 40060, message: 'Interaction has already been acknowledged.' });

    it('R31 throws when somebody else has answered before our first try', async () => {
      const { rest, sent } = createRestHarness([alreadyAcknowledged]);

      const fault = await faultOf(rest.acknowledge(INTERACTION, { type: 5 }));

      expect(fault.upstreamCode).toBe(40060);
      expect(sent).toHaveLength(1);
    });

    it.each<{ what: string; reaction: Reaction }>([
      { what: 'a lost connection', reaction: lost },
      { what: 'a bad gateway', reaction: html(502) },
    ])('R31 takes "already answered" after $what for our own first try', async ({ reaction }) => {
      const { rest, sent } = createRestHarness([reaction, alreadyAcknowledged]);

      await rest.acknowledge(INTERACTION, { type: 5 });

      expect(sent).toHaveLength(2);
    });

    it('R31 throws "already answered" after a limit, because that try did nothing', async () => {
      const { rest } = createRestHarness([limited(0.1), alreadyAcknowledged]);

      const fault = await faultOf(rest.acknowledge(INTERACTION, { type: 5 }));

      expect(fault.upstreamCode).toBe(40060);
    });

    it('R31 does not repeat an interaction that Discord no longer knows', async () => {
      const { rest, sent } = createRestHarness([json(404, { code: 10062, message: 'Unknown interaction' })]);

      const fault = await faultOf(rest.acknowledge(INTERACTION, { type: 5 }));

      expect(fault.upstreamCode).toBe(10062);
      expect(sent).toHaveLength(1);
    });

    it('R31 fits two tries into the 3 s that Discord waits, though the first one hangs', async () => {
      const { rest, sent } = createRestHarness([hangs, nothing], { timeLeft: 9_000 });
      const start = performance.now();

      await rest.acknowledge(INTERACTION, { type: 5 });

      expect(sent).toHaveLength(2);
      expect(performance.now() - start).toBeLessThan(3_000);
    });
  });

  describe('what a fault tells', () => {
    const failures: readonly { what: string; reaction: Reaction }[] = [
      { what: 'a lost connection', reaction: lost },
      { what: 'an unreadable answer', reaction: lostHalfWay },
      { what: 'a bad gateway', reaction: html(502) },
      { what: 'a limit', reaction: limited(60) },
      {
        what: 'a refusal',
        reaction: json(401, { code: 50027, message: `Invalid token ${INTERACTION.token} ${BOT_TOKEN}` }),
      },
    ];

    it.each(failures)('X03 is neither a token nor an address after $what', async ({ reaction }) => {
      for (const { call } of CALLS) {
        const { rest } = createRestHarness([reaction], { timeLeft: 2_000 });

        const fault = await faultOf(call(rest));

        const told = [fault.message, fault.stack, fault.remedy, String(fault.cause), JSON.stringify(fault)].join('\n');
        expect(told).not.toContain(INTERACTION.token);
        expect(told).not.toContain(BOT_TOKEN);
        expect(told).not.toContain(BASE_URL);
      }
    });

    it('X03 is the route, so that the operator finds the place', async () => {
      const { rest } = createRestHarness([json(404, { code: 10015, message: 'Unknown Webhook' })]);

      const fault = await faultOf(rest.editOriginal(INTERACTION, { content: 'done' }));

      expect(fault.message).toBe(
        'Discord refused PATCH /webhooks/1440000000000000100/…/messages/@original with code 10015',
      );
    });
  });
});
