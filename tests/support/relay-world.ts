import type { Twilio } from 'twilio';
import type { MessageView } from '../../sandbox/control/types.ts';
import { createWorld, type World } from '../../sandbox/core/world.ts';
import { createDiscord, type DiscordEmulator } from '../../sandbox/discord/emulator.ts';
import { createKeyPair } from '../../sandbox/discord/keys.ts';
import type { DiscordState } from '../../sandbox/discord/state.ts';
import { createTwilio, type TwilioEmulator } from '../../sandbox/twilio/emulator.ts';
import type {
  Conversation,
  Message,
  Participant,
  RequestRecord,
  ScopedWebhook,
  Task,
} from '../../sandbox/twilio/entities.ts';
import { deadlineOf } from '../../src/app/deadline.ts';
import type { AppPorts } from '../../src/app/ports.ts';
import { startChat } from '../../src/app/start-chat.ts';
import { createKnowledgeBackend } from '../../src/bot/knowledge-backend.ts';
import { createCases } from '../../src/cases/cases.ts';
import { type Config, readConfig } from '../../src/config/read.ts';
import { schema } from '../../src/config/schema.ts';
import type { InteractionBase } from '../../src/discord/interaction.ts';
import { createDiscordRest, type OutgoingMessage } from '../../src/discord/rest.ts';
import { createTwilioGateway } from '../../src/flex/client.ts';
import { createKnowledge, type KnowledgeEntry } from '../../src/knowledge/index.ts';
import { createLog } from '../../src/log.ts';
import type { Fetch } from '../../src/ports.ts';
import type { SweepState } from '../../src/relay/sweep.ts';
import { timeoutFor } from '../../src/retry.ts';
import type { Session } from '../../src/session/session.ts';
import { createSessions, documentName } from '../../src/session/sessions.ts';
import { createSyncStore } from '../../src/store/sync.ts';
import { textsFor } from '../../src/texts/index.ts';
import { createSeededRandom, createVirtualClock, type VirtualClock } from './relay-clock.ts';
import { createLife, createSdkClient, type Death, type Life, overNetwork } from './relay-process.ts';
import type { ControlHttp } from './sandbox-client/http.ts';
import { createMemberClient, type MemberClient } from './sandbox-client/member.ts';
import { createWorkerClient, type WorkerClient } from './sandbox-client/worker.ts';

const ACCOUNT = { sid: `AC${'0'.repeat(31)}1`, authToken: 'fake-auth-token' } as const;
const APPLICATION_ID = '1440000000000000100';
const BOT_TOKEN = 'fake-bot-token';
const PUBLIC_URL = 'https://functions.test';
/** Milliseconds after which both clients of the product give a call up; Discord's also looks at the deadline. */
const CALL_TIMEOUT = 4_000;
const DISCORD_URL = 'https://discord.test/api/v10';

/** A webhook of the emulated Conversations, as the Functions would receive it. */
export interface CapturedWebhook {
  readonly address: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The part of the emulated Twilio's raw state that tests read. */
export interface FlexState {
  readonly conversations: readonly Omit<Conversation, 'participants' | 'messages' | 'webhooks' | 'cancelTimer'>[];
  readonly participants: readonly Participant[];
  readonly messages: readonly Message[];
  readonly webhooks: readonly ScopedWebhook[];
  readonly tasks: readonly Task[];
  readonly requests: readonly RequestRecord[];
}

interface RelayWorldOptions {
  readonly seed?: number;
  readonly flexServerWebhooks?: boolean;
  readonly variables?: Readonly<Record<string, string>>;
  readonly articles?: readonly KnowledgeEntry[];
}

interface RunOptions {
  readonly life?: Life;
}

/**
 * The relay on both emulated clouds, in this process and in virtual time: real REST client, real SDK, real store. Every
 * `run` is one invocation of a Function, with a memory and a deadline of its own.
 */
export interface RelayWorld {
  readonly clock: VirtualClock;
  readonly world: World;
  readonly config: Config;
  readonly memberId: string;
  readonly webhooks: readonly CapturedWebhook[];
  /** Lines of the log, parsed. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  /** Members for whom the sweep was started. */
  readonly kicks: readonly (string | null)[];
  member(id?: string): MemberClient;
  addMember(
    username: string,
    settings?: { readonly dms?: 'open' | 'closed'; readonly name?: string },
  ): Promise<MemberClient>;
  worker(): WorkerClient;
  addWorker(name: string): Promise<WorkerClient>;
  run<T>(work: (ports: AppPorts) => Promise<T>, options?: RunOptions): Promise<T>;
  /** Several invocations at the same time. */
  together<T>(works: readonly ((ports: AppPorts) => Promise<T>)[]): Promise<readonly T[]>;
  /** Runs until the process dies at that call, or comes to its end before. */
  runUntilDeath(work: (ports: AppPorts) => Promise<unknown>, death: Death): Promise<'died' | 'lived'>;
  /** How many calls to the clouds the work makes. */
  countCalls(work: (ports: AppPorts) => Promise<unknown>): Promise<number>;
  interaction(memberId?: string): InteractionBase;
  /** `/helpme` up to the greeting; the chat is under watch then. */
  startChat(memberId?: string): Promise<OutgoingMessage>;
  session(memberId?: string): Promise<Session>;
  /** The channel of the member's DM; there must be one. */
  dmId(memberId?: string): string;
  /** Our and the member's messages in the DM, oldest first. */
  dm(memberId?: string): Promise<readonly MessageView[]>;
  /** The account as an operator's script would act in it. */
  readonly sdk: Twilio;
  flex(): Promise<FlexState>;
  discordState(): Promise<DiscordState>;
  reset(): void;
}

export function createRelayWorld(options: RelayWorldOptions = {}): RelayWorld {
  const clock = createVirtualClock();
  const random = createSeededRandom(options.seed ?? 1);
  const webhooks: CapturedWebhook[] = [];
  const lines: Readonly<Record<string, unknown>>[] = [];
  const kicks: (string | null)[] = [];
  const { privateKey, publicKey } = createKeyPair(new Uint8Array(32).fill(7));
  const world = createWorld({
    clock,
    random,
    async fetch(address, init) {
      webhooks.push({ address, fields: Object.fromEntries(new URLSearchParams(String(init?.body))) });
      return new Response(null, { status: 200 });
    },
  });
  const discord: DiscordEmulator = createDiscord({
    world,
    application: { id: APPLICATION_ID, name: 'Support', botToken: BOT_TOKEN, privateKey, publicKey },
    interactionsUrl: () => `${PUBLIC_URL}/discord/interactions`,
    publicUrl: () => 'https://discord.test',
  });
  const flex: TwilioEmulator = createTwilio({
    world,
    account: ACCOUNT,
    publicUrl: () => 'https://twilio.test',
    ...(options.flexServerWebhooks === undefined ? {} : { flexServerWebhooks: options.flexServerWebhooks }),
  });
  const config = readConfig({
    ...Object.fromEntries(schema.filter((entry) => entry.required).map((entry) => [entry.key, entry.example])),
    ACCOUNT_SID: ACCOUNT.sid,
    AUTH_TOKEN: ACCOUNT.authToken,
    DISCORD_APPLICATION_ID: APPLICATION_ID,
    DISCORD_BOT_TOKEN: BOT_TOKEN,
    DISCORD_GUILD_ID: discord.seed.guildId,
    DISCORD_API_BASE_URL: DISCORD_URL,
    PUBLIC_BASE_URL: PUBLIC_URL,
    SYNC_SERVICE_SID: flex.seed.syncServiceSid,
    ...options.variables,
  });
  const control = inProcessControl(discord, flex);
  const knowledge = createKnowledge(options.articles ?? []);

  function portsOf(life: Life): AppPorts {
    const own = {
      now: clock.now,
      sleep: (milliseconds: number) => life.guard(new Promise<void>((resolve) => clock.after(milliseconds, resolve))),
    };
    const deadline = deadlineOf(clock.now());
    const effects = { clock: own, random, deadline };
    const fetchDiscord: Fetch = (url, init) =>
      life.call(() => overNetwork(clock, timeoutFor(effects, CALL_TIMEOUT), () => discord.api.request(url, init)));
    const gateway = createTwilioGateway({
      ...effects,
      syncServiceSid: config.twilio.syncServiceSid,
      client: async () =>
        createSdkClient(ACCOUNT.sid, ACCOUNT.authToken, (path, init) =>
          life.call(() => overNetwork(clock, CALL_TIMEOUT, () => flex.api.request(path, init))),
        ),
    });
    const store = createSyncStore(gateway.sync);
    const { applicationId, botToken, apiBaseUrl: baseUrl } = config.discord;
    return {
      ...effects,
      config,
      fetch: fetchDiscord,
      log: createLog((line) => lines.push(JSON.parse(line)), clock),
      discord: createDiscordRest({ ...effects, baseUrl, applicationId, botToken, fetch: fetchDiscord }),
      twilio: gateway,
      store,
      conversations: gateway.conversations,
      taskRouter: gateway.taskRouter,
      sessions: createSessions(store, effects),
      cases: createCases(store, effects),
      texts: textsFor,
      knowledge: async () => knowledge,
      bot: createKnowledgeBackend(async () => knowledge),
      relay: {
        async kick(memberId) {
          kicks.push(memberId);
        },
        handOn: async (_state: SweepState) => ({ again: 'no' }),
      },
      settings: {
        publicBaseUrl: config.twilio.publicBaseUrl,
        studioFlowSid: config.twilio.studioFlowSid,
        brandName: config.brand.name,
        agentAlias: config.brand.agentAlias,
      },
    };
  }

  function storedSession(id: string): Session {
    const documents = [...flex.store.sync.values()].flatMap((service) => [...service.documents.values()]);
    const document = documents.find((one) => one.uniqueName === documentName(id));
    if (document === undefined) throw new Error(`There is no session of ${id}`);
    return document.data as unknown as Session;
  }

  let interactions = 0;
  const { memberId } = discord.seed;

  const relayWorld: RelayWorld = {
    clock,
    world,
    config,
    memberId,
    webhooks,
    log: lines,
    kicks,
    member: (id = memberId) => createMemberClient(control, id),
    async addMember(username, settings = {}) {
      const added = await control.send<{ id: string }>('POST', '/discord/members', { username, ...settings });
      return createMemberClient(control, added.id);
    },
    sdk: createSdkClient(ACCOUNT.sid, ACCOUNT.authToken, async (path, init) => flex.api.request(path, init)),
    worker: () => createWorkerClient(control, flex.seed.workerSid),
    async addWorker(name) {
      const { sid } = await control.send<{ sid: string }>('POST', '/flex/workers', { name, available: true });
      return createWorkerClient(control, sid);
    },
    run: (work, { life = createLife() } = {}) => clock.run(work(portsOf(life))),
    together: (works) => clock.run(Promise.all(works.map((work) => work(portsOf(createLife()))))),
    async runUntilDeath(work, death) {
      const life = createLife(death);
      const lived = work(portsOf(life)).then(() => 'lived' as const);
      return clock.run(Promise.race([lived, life.death]));
    },
    async countCalls(work) {
      const life = createLife();
      await relayWorld.run(work, { life });
      return life.calls;
    },
    interaction(id = memberId) {
      interactions += 1;
      const snowflake = (BigInt(clock.now() - 1_420_070_400_000) << 22n) + BigInt(interactions);
      return {
        id: String(snowflake),
        token: 'fake-interaction-token',
        guildId: discord.seed.guildId,
        channelId: discord.seed.channels['customer-support'] ?? null,
        locale: 'en-US',
        member: { id, displayName: 'Robin' },
      };
    },
    startChat: (id = memberId) => relayWorld.run((ports) => startChat(ports, relayWorld.interaction(id))),
    session: async (id = memberId) => storedSession(id),
    dmId(id = memberId) {
      return storedSession(id).channelId ?? '';
    },
    dm: async (id = memberId) => (await relayWorld.member(id).dm())?.messages ?? [],
    flex: () => control.get<FlexState>('/flex/state'),
    discordState: () => control.get<DiscordState>('/discord/state'),
    reset() {
      discord.reset();
      flex.reset();
      world.faults.clear();
      webhooks.length = 0;
      lines.length = 0;
      kicks.length = 0;
    },
  };
  return relayWorld;
}

/** The control API without HTTP in between. */
function inProcessControl(discord: DiscordEmulator, flex: TwilioEmulator): ControlHttp {
  async function call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const [, cloud = '', rest = ''] = /^\/(discord|flex)(\/.*)$/.exec(path) ?? [];
    const app = cloud === 'discord' ? discord.control : flex.control;
    const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) };
    const response = await app.request(rest, { method, ...(method === 'GET' ? {} : json) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} → ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }

  return { get: (path) => call('GET', path), send: (method, path, body) => call(method, path, body) };
}
