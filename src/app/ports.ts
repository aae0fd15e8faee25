import type { BotBackend } from '../bot/backend.ts';
import { createKnowledgeBackend } from '../bot/knowledge-backend.ts';
import { createCases } from '../cases/cases.ts';
import type { Config } from '../config/read.ts';
import { createDiscordRest, type DiscordRest } from '../discord/rest.ts';
import { Fault } from '../errors.ts';
import { createTwilioGateway, type TwilioGateway } from '../flex/client.ts';
import { createTwilioClient } from '../flex/sdk.ts';
import type { HostEffects, HostEnvironment } from '../host/types.ts';
import { nodeFetch } from '../http.ts';
import { createKnowledge, type Knowledge, type KnowledgeData } from '../knowledge/index.ts';
import { createLog } from '../log.ts';
import type { Clock, Deadline, Fetch, Log, Random } from '../ports.ts';
import type { RelayPorts } from '../relay/ports.ts';
import { createSessions } from '../session/sessions.ts';
import { createSyncStore } from '../store/sync.ts';
import { textsFor } from '../texts/index.ts';
import { deadlineOf } from './deadline.ts';
import { createRelayChain, type RelayChain } from './relay-chain.ts';

/** What every use case has before it may do anything that takes time. */
export interface BasePorts {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: Random;
  readonly deadline: Deadline;
  readonly fetch: Fetch;
  readonly log: Log;
  readonly discord: DiscordRest;
}

export interface AppPorts extends RelayPorts, BasePorts {
  readonly bot: BotBackend;
  readonly knowledge: () => Promise<Knowledge>;
  readonly relay: RelayChain;
  readonly twilio: TwilioGateway;
}

const REAL: HostEffects = {
  clock: {
    now: () => Date.now(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  },
  random: { next: () => Math.random() },
  fetch: nodeFetch,
  writeLine: (line) => console.log(line),
};

/** The ports that cost nothing to make: no Twilio SDK, no I/O. */
export function createBasePorts(config: Config, host: HostEnvironment, path: string): BasePorts {
  const { clock, random, fetch, writeLine } = host.effects ?? REAL;
  const deadline = deadlineOf(host.startedAt);
  const { apiBaseUrl: baseUrl, applicationId, botToken } = config.discord;
  const secrets = [botToken, config.twilio.authToken];
  return {
    config,
    clock,
    random,
    deadline,
    fetch,
    log: createLog(writeLine, clock, { path }, { level: config.log.level, secrets }),
    discord: createDiscordRest({ baseUrl, applicationId, botToken, fetch, clock, random, deadline }),
  };
}

/** Everything, put together: the composition root. The Twilio SDK is loaded at its first use. */
export function createAppPorts(base: BasePorts, host: HostEnvironment): AppPorts {
  const { config } = base;
  const twilio = createTwilioGateway({
    client: () => createTwilioClient(host.twilioClient, config.twilio.apiBaseUrl),
    syncServiceSid: config.twilio.syncServiceSid,
    clock: base.clock,
    random: base.random,
    deadline: base.deadline,
  });
  const store = createSyncStore(twilio.sync);
  const knowledge = () => loadKnowledge(host);
  return {
    ...base,
    twilio,
    store,
    conversations: twilio.conversations,
    taskRouter: twilio.taskRouter,
    sessions: createSessions(store, base),
    cases: createCases(store, base),
    texts: textsFor,
    knowledge,
    bot: createKnowledgeBackend(knowledge),
    relay: createRelayChain(base, twilio.studio),
    settings: {
      publicBaseUrl: config.twilio.publicBaseUrl,
      studioFlowSid: config.twilio.studioFlowSid,
      brandName: config.brand.name,
      agentAlias: config.brand.agentAlias,
    },
  };
}

/** Kept between invocations where the platform keeps the module: the build's content never changes while it runs. */
let loaded: Knowledge | undefined;

async function loadKnowledge(host: HostEnvironment): Promise<Knowledge> {
  if (loaded !== undefined) return loaded;
  const text = host.asset('/knowledge.json');
  if (text === undefined) {
    throw new Fault('CONFIGURATION_MISSING', 'The private asset knowledge.json is not deployed', {
      remedy: 'Run `npm run build` and deploy again.',
    });
  }
  loaded = createKnowledge(JSON.parse(text) as KnowledgeData);
  return loaded;
}
