import { commandDefinitions } from '../src/app/commands/index.ts';
import { createDiscordRest } from '../src/discord/rest.ts';
import type { FlowDefinition } from '../src/flow/definition.ts';
import { relayFlow } from '../src/flow/relay.ts';
import { supportFlow } from '../src/flow/support.ts';
import type { World } from './core/world.ts';
import { ACCOUNT, APPLICATION, SERVERLESS } from './identity.ts';

export interface SetupOptions {
  readonly world: World;
  readonly functionsUrl: string;
  readonly discordApiUrl: string;
  readonly twilioApiUrl: string;
  readonly workflowSid: string;
  readonly taskChannelSid: string;
}

export interface SetupResult {
  readonly studioFlowSid: string;
  readonly relayFlowSid: string;
}

/** Milliseconds; on loopback everything below takes a few. */
const PATIENCE = 20_000;

/** What an operator does once on real accounts: import the flows, register the commands. Over the same REST APIs. */
export async function setUp(options: SetupOptions): Promise<SetupResult> {
  const address = { ...SERVERLESS, functionsUrl: options.functionsUrl };
  const { workflowSid, taskChannelSid } = options;
  const support = supportFlow({ ...address, workflowSid, taskChannelSid });
  const studioFlowSid = await importFlow(options.twilioApiUrl, 'Discord support', support);
  const relayFlowSid = await importFlow(options.twilioApiUrl, 'Discord relay', relayFlow(address));

  const rest = createDiscordRest({
    baseUrl: options.discordApiUrl,
    applicationId: APPLICATION.id,
    botToken: APPLICATION.botToken,
    fetch: options.world.fetch,
    clock: options.world.clock,
    random: options.world.random,
    deadline: { at: options.world.clock.now() + PATIENCE },
  });
  await rest.registerCommands(commandDefinitions);
  return { studioFlowSid, relayFlowSid };
}

async function importFlow(twilioApiUrl: string, name: string, definition: FlowDefinition): Promise<string> {
  const response = await fetch(`${twilioApiUrl}/studio.twilio.com/v2/Flows`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${ACCOUNT.sid}:${ACCOUNT.authToken}`).toString('base64')}` },
    body: new URLSearchParams({
      FriendlyName: name,
      Status: 'published',
      Definition: JSON.stringify(definition),
      CommitMessage: 'Imported by the sandbox',
    }),
  });
  const answer: unknown = await response.json();
  if (typeof answer === 'object' && answer !== null && 'sid' in answer && typeof answer.sid === 'string')
    return answer.sid;
  throw new Error(`The emulated Studio refused the flow "${name}": ${JSON.stringify(answer)}`);
}
