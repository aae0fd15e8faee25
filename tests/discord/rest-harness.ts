import { createDiscordRest, type DiscordRest } from '../../src/discord/rest.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';

export const BASE_URL = 'https://discord.test/api/v10';
export const APPLICATION_ID = '1440000000000000100';
export const BOT_TOKEN = 'fake-bot-token';
export const INTERACTION = { id: '1440000000000000901', token: 'fake-interaction-token' } as const;
export const CHANNEL = '1440000000000000600';
export const MESSAGE = '1440000000000009001';
export const MEMBER = '1440000000000000042';

/** One request as it would have gone over the wire. */
export interface SentRequest {
  readonly method: string;
  /** Below the base address, query included. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined: the request had no body. */
  readonly body: unknown;
}

/** What the other side does with a request: answers, or breaks the connection. */
export type Reaction = (request: SentRequest, signal: AbortSignal | undefined) => Response | Promise<Response>;

export interface RestHarness {
  readonly rest: DiscordRest;
  readonly clock: FakeClock;
  readonly sent: readonly SentRequest[];
}

interface HarnessOptions {
  /** Milliseconds until the Function must have answered. */
  readonly timeLeft?: number;
}

/** Our REST client with one reaction for each request; the last one stands for all further requests. */
export function createRestHarness(
  reactions: readonly Reaction[],
  { timeLeft = 60_000 }: HarnessOptions = {},
): RestHarness {
  const clock = createFakeClock();
  const sent: SentRequest[] = [];
  const rest = createDiscordRest({
    baseUrl: BASE_URL,
    applicationId: APPLICATION_ID,
    botToken: BOT_TOKEN,
    clock,
    random: { next: () => 0.5 },
    deadline: { at: clock.now() + timeLeft },
    async fetch(url, init) {
      const request: SentRequest = {
        method: init?.method ?? 'GET',
        path: url.replace(BASE_URL, ''),
        headers: Object.fromEntries(new Headers(init?.headers)),
        body: typeof init?.body === 'string' ? JSON.parse(init.body) : undefined,
      };
      sent.push(request);
      const reaction = reactions[sent.length - 1] ?? reactions.at(-1);
      if (reaction === undefined) throw new Error('A request too many');
      return reaction(request, init?.signal ?? undefined);
    },
  });
  return { rest, clock, sent };
}

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reaction {
  return () =>
    new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } });
}

export const nothing: Reaction = () => new Response(null, { status: 204 });

export function html(status: number): Reaction {
  return () => new Response('<html><h1>Bad gateway</h1></html>', { status, headers: { 'Content-Type': 'text/html' } });
}

/** The connection is lost; undici puts the address into its message. */
export const lost: Reaction = (request) => {
  throw new TypeError(`fetch failed for ${BASE_URL}${request.path}`);
};

/** The connection is lost while the answer is read. */
export const lostHalfWay: Reaction = () =>
  new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"id":"14400000'));
        controller.error(new TypeError('terminated'));
      },
    }),
    { status: 200 },
  );

/** Never answers, until the caller loses patience. */
export const hangs: Reaction = (_, signal) =>
  new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason));
  });

/** Every call, with arguments, and whether carrying it out twice does no harm. */
export const CALLS: readonly { name: string; repeatable: boolean; call: (rest: DiscordRest) => Promise<unknown> }[] = [
  { name: 'openDm', repeatable: true, call: (rest) => rest.openDm(MEMBER) },
  { name: 'send', repeatable: true, call: (rest) => rest.send(CHANNEL, { content: 'hi', nonce: 'nonce-1' }) },
  { name: 'edit', repeatable: true, call: (rest) => rest.edit(CHANNEL, MESSAGE, { content: 'hi' }) },
  { name: 'remove', repeatable: true, call: (rest) => rest.remove(CHANNEL, MESSAGE) },
  { name: 'messages', repeatable: true, call: (rest) => rest.messages(CHANNEL, { limit: 50 }) },
  { name: 'message', repeatable: true, call: (rest) => rest.message(CHANNEL, MESSAGE) },
  { name: 'channel', repeatable: true, call: (rest) => rest.channel(CHANNEL) },
  { name: 'typing', repeatable: true, call: (rest) => rest.typing(CHANNEL) },
  { name: 'react', repeatable: true, call: (rest) => rest.react(CHANNEL, MESSAGE, '✅') },
  { name: 'createPrivateThread', repeatable: false, call: (rest) => rest.createPrivateThread(CHANNEL, 'support ann') },
  { name: 'addThreadMember', repeatable: true, call: (rest) => rest.addThreadMember(CHANNEL, MEMBER) },
  { name: 'acknowledge', repeatable: true, call: (rest) => rest.acknowledge(INTERACTION, { type: 5 }) },
  { name: 'editOriginal', repeatable: true, call: (rest) => rest.editOriginal(INTERACTION, { content: 'done' }) },
  { name: 'followUp', repeatable: false, call: (rest) => rest.followUp(INTERACTION, { content: 'more' }) },
  { name: 'registerCommands', repeatable: true, call: (rest) => rest.registerCommands([]) },
];
