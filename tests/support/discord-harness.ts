import type { MemberView } from '../../sandbox/control/types.ts';
import { createWorld, type World } from '../../sandbox/core/world.ts';
import { createDiscord, type DiscordEmulator } from '../../sandbox/discord/emulator.ts';
import { createKeyPair } from '../../sandbox/discord/keys.ts';
import type { DiscordState } from '../../sandbox/discord/state.ts';
import { createManualClock, type ManualClock } from './discord-clock.ts';

export const BOT_TOKEN = 'fake-bot-token';
export const APPLICATION_ID = '1440000000000000100';
const PUBLIC_URL = 'http://sandbox.test/discord';
const USER_AGENT = 'DiscordBot (https://example.com, 1.0.0)';

/** One request of Discord to the interactions endpoint. */
export interface Delivered {
  readonly url: string;
  readonly raw: string;
  readonly headers: Headers;
  readonly payload: InteractionPayload;
}

/** The keys of an interaction that tests read. */
export interface InteractionPayload {
  readonly [key: string]: unknown;
  readonly id: string;
  readonly token: string;
  readonly type: number;
}

export type Endpoint = (delivered: Delivered, signal: AbortSignal | null | undefined) => Response | Promise<Response>;

export interface Answered<T = Readonly<Record<string, unknown>>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

interface ApiOptions {
  readonly json?: unknown;
  readonly form?: FormData;
  readonly headers?: Readonly<Record<string, string | null>>;
}

export interface Harness {
  readonly discord: DiscordEmulator;
  readonly world: World;
  readonly clock: ManualClock;
  readonly publicKey: string;
  readonly delivered: Delivered[];
  /** What the endpoint answers; an inline message by default. */
  endpoint: Endpoint;
  api<T = Readonly<Record<string, unknown>>>(method: string, path: string, options?: ApiOptions): Promise<Answered<T>>;
  control<T = Readonly<Record<string, unknown>>>(method: string, path: string, json?: unknown): Promise<Answered<T>>;
  act<T = Readonly<Record<string, unknown>>>(what: string, json: unknown, method?: string): Promise<Answered<T>>;
  member(id?: string): Promise<MemberView>;
  state(): Promise<DiscordState>;
  /** Moves the clock beyond every short limit. */
  pause(): void;
  /** A DM with the member, opened by the bot. */
  openDm(userId?: string): Promise<string>;
}

function headersOf(own: Readonly<Record<string, string | null>> = {}): Record<string, string> {
  const all: Record<string, string | null> = { 'User-Agent': USER_AGENT, Authorization: `Bot ${BOT_TOKEN}`, ...own };
  return Object.fromEntries(Object.entries(all).flatMap(([key, value]) => (value === null ? [] : [[key, value]])));
}

async function answered<T>(response: Response): Promise<Answered<T>> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson && text !== '' ? JSON.parse(text) : text) as T,
  };
}

/** An answer in the HTTP response itself. */
export function inline(answer: unknown): Response {
  return new Response(JSON.stringify(answer), { status: 200, headers: { 'Content-Type': 'application/json' } });
}

function parsePayload(raw: string): InteractionPayload {
  const payload: unknown = JSON.parse(raw);
  return payload as InteractionPayload;
}

export function createHarness(): Harness {
  const clock = createManualClock();
  const { privateKey, publicKey } = createKeyPair(new Uint8Array(32).fill(7));
  const delivered: Delivered[] = [];
  const world = createWorld({
    clock,
    async fetch(url, init) {
      const raw = String(init?.body);
      const one = { url, raw, headers: new Headers(init?.headers), payload: parsePayload(raw) };
      delivered.push(one);
      return harness.endpoint(one, init?.signal);
    },
  });
  const discord = createDiscord({
    world,
    application: { id: APPLICATION_ID, name: 'Support', botToken: BOT_TOKEN, privateKey, publicKey },
    interactionsUrl: () => 'http://functions.test/discord/interactions',
    publicUrl: () => PUBLIC_URL,
  });

  const harness: Harness = {
    discord,
    world,
    clock,
    publicKey,
    delivered,
    endpoint: () => inline({ type: 4, data: { content: 'done' } }),
    async api<T>(method: string, path: string, { json, form, headers }: ApiOptions = {}) {
      const type = json === undefined ? {} : { 'Content-Type': 'application/json' };
      const body = form ?? (json === undefined ? null : JSON.stringify(json));
      const url = `http://sandbox.test/api/v10${path}`;
      return answered<T>(await discord.api.request(url, { method, headers: headersOf({ ...type, ...headers }), body }));
    },
    async control<T>(method: string, path: string, json?: unknown) {
      const init =
        json === undefined ? {} : { body: JSON.stringify(json), headers: { 'Content-Type': 'application/json' } };
      return answered<T>(await discord.control.request(`http://sandbox.test${path}`, { method, ...init }));
    },
    act: (what, json, method = 'POST') => harness.control(method, `/members/${discord.seed.memberId}/${what}`, json),
    async member(id = discord.seed.memberId) {
      return (await harness.control<MemberView>('GET', `/members/${id}`)).body;
    },
    async state() {
      return (await harness.control<DiscordState>('GET', '/state')).body;
    },
    pause: () => clock.advance(6_000),
    async openDm(userId = discord.seed.memberId) {
      const opened = await harness.api<{ id: string }>('POST', '/users/@me/channels', {
        json: { recipient_id: userId },
      });
      return opened.body.id;
    },
  };
  return harness;
}

/** Registers one command of each kind, as the tests press them. */
export async function registerCommands(harness: Harness): Promise<void> {
  const commands = [
    {
      type: 1,
      name: 'helpme',
      description: 'Talk to support',
      contexts: [0, 1],
      options: [
        { type: 3, name: 'question', description: 'Your question', max_length: 200 },
        { type: 11, name: 'file', description: 'Screenshot or log', file_types: ['image', '.log'] },
      ],
    },
    {
      type: 1,
      name: 'bug',
      description: 'Report',
      contexts: [0],
      options: [{ type: 3, name: 'description', description: 'What', required: true }],
    },
    {
      type: 1,
      name: 'rate',
      description: 'Rate',
      options: [
        { type: 10, name: 'stars', description: 'How many' },
        { type: 4, name: 'count', description: 'Count', max_value: 9 },
      ],
    },
    { type: 1, name: 'announce', description: 'Post news', contexts: [0], default_member_permissions: '32' },
    { type: 3, name: 'Send to support', contexts: [0, 1] },
  ];
  await harness.api('PUT', `/applications/${APPLICATION_ID}/commands`, { json: commands });
}
