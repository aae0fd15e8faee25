import { Hono } from 'hono';
import twilio from 'twilio';
import { createWorld, type World } from '../../sandbox/core/world.ts';
import { createDiscord, type DiscordEmulator } from '../../sandbox/discord/emulator.ts';
import { createKeyPair, signBody } from '../../sandbox/discord/keys.ts';
import { serialise } from '../../sandbox/discord/serialise.ts';
import type { DiscordState } from '../../sandbox/discord/state.ts';
import { startHttpServer } from '../../sandbox/http-server.ts';
import { createTwilio, type TwilioEmulator } from '../../sandbox/twilio/emulator.ts';
import { commandDefinitions } from '../../src/app/commands/index.ts';
import { signTwilioRequest } from '../../src/flex/verify.ts';
import { defineFunction } from '../../src/host/define-function.ts';
import type { UseCase } from '../../src/host/types.ts';
import { callFunction, type PlatformAnswer } from '../support/platform-globals.ts';
import type { FlexState } from '../support/relay-world.ts';
import type { ControlHttp } from '../support/sandbox-client/http.ts';
import { createMemberClient, type MemberClient } from '../support/sandbox-client/member.ts';

const ACCOUNT = { sid: `AC${'0'.repeat(31)}1`, authToken: 'fake-auth-token-0123456789' } as const;
const APPLICATION_ID = '1440000000000000100';
const PUBLIC_URL = 'https://functions.test';
const KEYS = createKeyPair(new Uint8Array(32).fill(1));

type Variables = Readonly<Record<string, string | undefined>>;

export interface Signature {
  readonly 'x-signature-ed25519'?: string;
  readonly 'x-signature-timestamp'?: string;
  readonly 'x-twilio-signature'?: string;
}

/** One request of Discord to the interactions endpoint. */
export interface Delivered {
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
}

export interface AppWorld {
  readonly world: World;
  readonly discord: DiscordEmulator;
  readonly memberId: string;
  readonly guildId: string;
  /** What Discord has sent so far, the newest last. */
  readonly delivered: readonly Delivered[];
  /** Acts as the member, whose interactions are answered by the use case. */
  member(id?: string): MemberClient;
  /** Lines of the log, in order. */
  readonly lines: readonly string[];
  /** The headers with which Discord sends this body. */
  signed(body: object, at?: number): Signature;
  /** Calls `POST /discord/interactions` as the platform does; by default truly signed. */
  interact(body: object, headers?: object, variables?: Variables): Promise<PlatformAnswer>;
  /** Calls a protected Function as Twilio does. */
  call(
    useCase: UseCase,
    path: string,
    form: Readonly<Record<string, string>>,
    more?: CallOptions,
  ): Promise<PlatformAnswer>;
  /** Requests that reached either cloud since the last look. */
  requests(): Promise<readonly string[]>;
  flex(): Promise<FlexState>;
  discordState(): Promise<DiscordState>;
  close(): Promise<void>;
}

export interface CallOptions {
  readonly query?: Readonly<Record<string, string>>;
  /** Instead of Twilio's. */
  readonly headers?: object;
  /** Added on the way, unsigned. */
  readonly forged?: object;
  readonly variables?: Variables;
}

/** The use cases behind the host's own wrapper, in this process, with both clouds on a free port of loopback. */
export async function createAppWorld(interactions: UseCase): Promise<AppWorld> {
  const delivered: Delivered[] = [];
  const world = createWorld({
    async fetch(address, init) {
      if (!address.endsWith('/discord/interactions')) return new Response(null, { status: 204 });
      const one = {
        body: recordOf(JSON.parse(String(init?.body))),
        headers: Object.fromEntries(new Headers(init?.headers)),
      };
      delivered.push(one);
      const { status, body } = await appWorld.interact(one.body, one.headers);
      const text = body === null ? null : JSON.stringify(body);
      return new Response(text, { status, headers: { 'Content-Type': 'application/json' } });
    },
  });
  let url = '';
  const discord = createDiscord({
    world,
    application: { id: APPLICATION_ID, name: 'Support', botToken: 'fake-bot-token', ...KEYS },
    interactionsUrl: () => `${PUBLIC_URL}/discord/interactions`,
    publicUrl: () => `${url}/discord`,
  });
  const flex: TwilioEmulator = createTwilio({ world, account: ACCOUNT, publicUrl: () => `${url}/twilio` });
  const app = new Hono();
  app.route('/discord', discord.api);
  app.route('/twilio', flex.api);
  const server = await startHttpServer(app, 0);
  url = `http://127.0.0.1:${server.port}`;
  await registerCommands(discord);

  const lines: string[] = [];
  const seen = { discord: 0, twilio: 0 };

  function contextOf(path: string, variables: Variables = {}): object {
    return {
      ACCOUNT_SID: ACCOUNT.sid,
      AUTH_TOKEN: ACCOUNT.authToken,
      DISCORD_APPLICATION_ID: APPLICATION_ID,
      DISCORD_PUBLIC_KEY: KEYS.publicKey,
      DISCORD_BOT_TOKEN: 'fake-bot-token',
      DISCORD_GUILD_ID: discord.seed.guildId,
      DISCORD_API_BASE_URL: `${url}/discord/api/v10`,
      TWILIO_API_BASE_URL: `${url}/twilio`,
      PUBLIC_BASE_URL: PUBLIC_URL,
      SYNC_SERVICE_SID: flex.seed.syncServiceSid,
      STUDIO_FLOW_SID: `FW${'1'.repeat(32)}`,
      RELAY_MODE: 'off',
      ...variables,
      PATH: path,
      getTwilioClient: (options: object) => twilio(ACCOUNT.sid, ACCOUNT.authToken, options),
    };
  }

  async function answerOf(useCase: UseCase, context: object, event: object): Promise<PlatformAnswer> {
    const spy = jest.spyOn(console, 'log').mockImplementation((line: unknown) => void lines.push(String(line)));
    try {
      const [answer, ...more] = await callFunction(defineFunction(useCase), context, event);
      if (answer === undefined || more.length > 0) throw new Error('A Function answers exactly once');
      return answer;
    } finally {
      spy.mockRestore();
    }
  }

  async function stateOf<State>(app: Hono): Promise<State> {
    const state: unknown = await (await app.request('/state')).json();
    return state as State;
  }

  const appWorld: AppWorld = {
    world,
    discord,
    memberId: discord.seed.memberId,
    guildId: discord.seed.guildId,
    delivered,
    lines,
    member: (id = discord.seed.memberId) => createMemberClient(control(discord.control), id),
    signed(body, at = Date.now()) {
      const timestamp = String(Math.floor(at / 1_000));
      const raw = serialise(JSON.parse(JSON.stringify(body)));
      return {
        'x-signature-ed25519': signBody(KEYS.privateKey, timestamp, raw),
        'x-signature-timestamp': timestamp,
      };
    },
    interact(body, headers = appWorld.signed(body), variables = {}) {
      const event = { request: { headers, cookies: {} }, ...body };
      return answerOf(interactions, contextOf('/discord/interactions', variables), event);
    },
    call(useCase, path, form, { query = {}, headers, forged = {}, variables = {} } = {}) {
      const search = new URLSearchParams(query).toString();
      const address = `${PUBLIC_URL}${path}${search === '' ? '' : `?${search}`}`;
      const own = headers ?? { 'x-twilio-signature': signTwilioRequest(ACCOUNT.authToken, address, form) };
      const event = { request: { headers: own, cookies: {} }, ...query, ...form, ...forged };
      return answerOf(useCase, contextOf(path, variables), event);
    },
    async requests() {
      const toDiscord = (await appWorld.discordState()).requests.slice(seen.discord);
      const toTwilio = (await appWorld.flex()).requests.slice(seen.twilio);
      seen.discord += toDiscord.length;
      seen.twilio += toTwilio.length;
      const inOrder = [...toDiscord, ...toTwilio].sort((a, b) => a.at - b.at);
      return inOrder.map((one) => `${one.method} ${one.path}`);
    },
    flex: () => stateOf<FlexState>(flex.control),
    discordState: () => stateOf<DiscordState>(discord.control),
    close: () => server.close(),
  };
  await appWorld.requests();
  return appWorld;
}

function recordOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new Error('Discord sends objects');
  return { ...value };
}

/** The control API without HTTP in between. */
function control(app: Hono): ControlHttp {
  async function call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) };
    const response = await app.request(path.replace(/^\/discord/, ''), { method, ...(method === 'GET' ? {} : json) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} → ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }
  return { get: (path) => call('GET', path), send: (method, path, body) => call(method, path, body) };
}

async function registerCommands(discord: DiscordEmulator): Promise<void> {
  const answer = await discord.api.request(`/api/v10/applications/${APPLICATION_ID}/commands`, {
    method: 'PUT',
    headers: {
      Authorization: 'Bot fake-bot-token',
      'User-Agent': 'DiscordBot (https://example.com, 1.0.0)',
      'Content-Type': 'application/json',
    },
    body: JSON.stringify(commandDefinitions),
  });
  if (!answer.ok) throw new Error(await answer.text());
}
