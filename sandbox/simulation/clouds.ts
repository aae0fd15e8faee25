import { commandDefinitions } from '../../src/app/commands/index.ts';
import { relayFlow } from '../../src/flow/relay.ts';
import { supportFlow } from '../../src/flow/support.ts';
import { indexKnowledge } from '../../src/knowledge/index.ts';
import { createEvents } from '../core/trace.ts';
import type { World } from '../core/world.ts';
import { createDiscord, type DiscordEmulator } from '../discord/emulator.ts';
import { createKeyPair } from '../discord/keys.ts';
import { ACCOUNT, APPLICATION, SERVERLESS } from '../identity.ts';
import { createTwilio, type TwilioEmulator } from '../twilio/emulator.ts';
import { recordOf } from '../twilio/json.ts';
import { createStudio } from '../twilio/studio/studio.ts';
import { createSimulatedFaults, type FaultOptions, type SimulatedFaults } from './faults.ts';
import { createFunctions, FUNCTIONS_URL, type Functions } from './functions.ts';
import { createNetwork } from './network.ts';
import { createSeededRandom, seedFor } from './random.ts';
import { createRunTrace, type RunTrace } from './trace.ts';
import type { VirtualClock } from './virtual-clock.ts';

const DISCORD_URL = 'https://discord.test';
const TWILIO_URL = 'https://twilio.test';
const DISCORD_API = `${DISCORD_URL}/api/v10`;

/** Both emulated clouds with the Functions between them, in one process and in virtual time. */
export interface Clouds {
  readonly clock: VirtualClock;
  readonly faults: SimulatedFaults;
  readonly trace: RunTrace;
  readonly discord: DiscordEmulator;
  readonly twilio: TwilioEmulator;
  readonly functions: Functions;
  /** A call of the control API, as the page makes it. Null where it was refused. */
  act<T>(
    cloud: 'discord' | 'flex',
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<T | null>;
  /** A call of Twilio's REST API by somebody else than the Functions. */
  callTwilio(
    path: string,
    form: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Record<string, unknown>>;
  setVariables(variables: Readonly<Record<string, string>>): void;
  /** Lines of the Functions' log, parsed. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  /** Answers of Discord that count towards its ban, by the instant. */
  readonly invalidRequests: readonly number[];
}

const ARTICLES = [
  {
    id: 'reset-password',
    title: 'How do I reset my password?',
    category: 'Account & Sign-In',
    button: 'Reset password',
    queries: ['forgot password', 'reset my password'],
    labels: [],
    url: 'https://help.example.com/reset-password',
    text: 'Open the sign-in page and choose "Forgot password".',
  },
  {
    id: 'game-crashes',
    title: 'The game crashes',
    category: 'Technical',
    button: 'Game crashes',
    queries: ['crash when opening the map'],
    labels: [],
    url: 'https://help.example.com/game-crashes',
    text: 'Update the game and restart your phone.',
  },
];

export function createClouds(clock: VirtualClock, options: Omit<FaultOptions, 'onStrike'>): Clouds {
  const { seed } = options;
  const trace = createRunTrace(clock.now);
  const faults = createSimulatedFaults({ ...options, onStrike: (id, what) => trace.note(`!!! ${id} on ${what}`) });
  const network = createNetwork(clock, createSeededRandom(seedFor(seed, 'network')));
  const { privateKey, publicKey } = createKeyPair(APPLICATION.keySeed);
  const log: Readonly<Record<string, unknown>>[] = [];
  const invalidRequests: number[] = [];
  const variables: Record<string, string> = {};

  const world: World = {
    clock,
    trace,
    faults,
    random: createSeededRandom(seedFor(seed, 'clouds')),
    events: createEvents(),
    fetch: (url, init) => functions.fetch(url, init),
  };
  const discord = createDiscord({
    world,
    application: { ...APPLICATION, privateKey, publicKey },
    interactionsUrl: () => `${FUNCTIONS_URL}/discord/interactions`,
    publicUrl: () => DISCORD_URL,
  });
  const twilio = createTwilio({ world, account: ACCOUNT, publicUrl: () => TWILIO_URL, studio: createStudio() });

  const functions = createFunctions({
    clock,
    faults,
    trace,
    network,
    random: createSeededRandom(seedFor(seed, 'functions')),
    account: ACCOUNT,
    variables: () => variables,
    knowledge: JSON.stringify(indexKnowledge(ARTICLES)),
    async discord(request) {
      const response = await discord.api.fetch(request);
      const isShared = response.headers.get('X-RateLimit-Scope') === 'shared';
      if ([401, 403, 429].includes(response.status) && !isShared) invalidRequests.push(clock.now());
      return response;
    },
    twilio: (request) => twilio.api.fetch(request),
    writeLine(line) {
      trace.note(`log ${line}`);
      log.push(JSON.parse(line));
    },
  });

  const clouds: Clouds = {
    clock,
    faults,
    trace,
    discord,
    twilio,
    functions,
    log,
    invalidRequests,
    setVariables: (added) => void Object.assign(variables, added),
    async act<T>(cloud: 'discord' | 'flex', method: string, path: string, body: object = {}) {
      const app = cloud === 'discord' ? discord.control : twilio.control;
      const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      const response = await app.request(path, { method, ...(method === 'GET' ? {} : json) });
      const text = await response.text();
      if (!response.ok) trace.note(`refused ${method} ${path} = ${response.status} ${text}`);
      return response.ok ? ((text === '' ? {} : JSON.parse(text)) as T) : null;
    },
    async callTwilio(path, form, headers = {}) {
      const basic = Buffer.from(`${ACCOUNT.sid}:${ACCOUNT.authToken}`).toString('base64');
      const response = await twilio.api.request(path, {
        method: 'POST',
        headers: { ...headers, Authorization: `Basic ${basic}`, 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(form).toString(),
      });
      return recordOf(await response.text());
    },
  };
  clouds.setVariables(variablesFor(clouds, publicKey));
  return clouds;
}

function variablesFor({ discord, twilio }: Clouds, publicKey: string): Record<string, string> {
  return {
    ACCOUNT_SID: ACCOUNT.sid,
    AUTH_TOKEN: ACCOUNT.authToken,
    DISCORD_APPLICATION_ID: APPLICATION.id,
    DISCORD_PUBLIC_KEY: publicKey,
    DISCORD_BOT_TOKEN: APPLICATION.botToken,
    DISCORD_GUILD_ID: discord.seed.guildId,
    DISCORD_API_BASE_URL: DISCORD_API,
    SYNC_SERVICE_SID: twilio.seed.syncServiceSid,
    SUPPORT_CHANNEL_ID: discord.seed.channels['customer-support'] ?? '',
    PUBLIC_BASE_URL: FUNCTIONS_URL,
    BRAND_NAME: 'Wispwalk Support',
    GAME_NAME: 'Wispwalk',
    STUDIO_FLOW_SID: `FW${'0'.repeat(32)}`,
    RELAY_FLOW_SID: `FW${'0'.repeat(32)}`,
  };
}

/** What an operator does once: imports the flows, registers the commands. */
export async function furnish(clouds: Clouds): Promise<void> {
  const { workflowSid, chatTaskChannelSid: taskChannelSid } = clouds.twilio.seed;
  const address = { ...SERVERLESS, functionsUrl: FUNCTIONS_URL };
  const support = await importFlow(clouds, 'Discord support', supportFlow({ ...address, workflowSid, taskChannelSid }));
  const relay = await importFlow(clouds, 'Discord relay', relayFlow(address));
  clouds.setVariables({ STUDIO_FLOW_SID: support, RELAY_FLOW_SID: relay });
  await clouds.discord.api.request(`${DISCORD_API}/applications/${APPLICATION.id}/commands`, {
    method: 'PUT',
    headers: {
      Authorization: `Bot ${APPLICATION.botToken}`,
      'User-Agent': 'DiscordBot (https://example.com, 1.0.0)',
      'Content-Type': 'application/json',
    },
    body: JSON.stringify(commandDefinitions),
  });
}

async function importFlow(clouds: Clouds, name: string, definition: object): Promise<string> {
  const { sid } = await clouds.callTwilio('/studio.twilio.com/v2/Flows', {
    FriendlyName: name,
    Status: 'published',
    Definition: JSON.stringify(definition),
    CommitMessage: 'Imported by the simulation',
  });
  if (typeof sid !== 'string') throw new Error(`The emulated Studio refused the flow "${name}"`);
  return sid;
}
