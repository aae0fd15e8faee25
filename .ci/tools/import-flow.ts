/**
 * `npm run flow`: creates or updates the Studio flow that is deployed with this build, found by its name, and prints its
 * sid for STUDIO_FLOW_SID. With `--print` it only prints the definition. Reads ACCOUNT_SID and AUTH_TOKEN from the
 * environment or `.env`; the Functions must be deployed first, because the flow names them.
 *
 *   npm run flow -- [--service discord-flex] [--environment dev-environment] [--relay] [--print]
 */
import { parseArgs } from 'node:util';
import twilio, { type Twilio } from 'twilio';
import { createTwilioClient } from '../../src/flex/sdk.ts';
import type { FlowDefinition } from '../../src/flow/definition.ts';
import { relayFlow } from '../../src/flow/relay.ts';
import { supportFlow } from '../../src/flow/support.ts';
import { readSettings } from '../settings.ts';

const values = readOptions();

function readOptions() {
  try {
    return parseArgs({
      options: {
        service: { type: 'string', default: 'discord-flex' },
        environment: { type: 'string', default: 'dev-environment' },
        relay: { type: 'boolean', default: false },
        print: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}

/** The one element that fits, or a message that says what is missing. */
function only<T>(found: T | undefined, what: string): T {
  if (found !== undefined) return found;
  throw new Error(`${what} was not found. Deploy first (npm run deploy), or name it: npm run flow -- --service NAME.`);
}

async function deployedFunctions(client: Twilio) {
  const services = await client.serverless.v1.services.list();
  const service = only(
    services.find((one) => one.uniqueName === values.service),
    `The service "${values.service}"`,
  );
  const environments = await client.serverless.v1.services(service.sid).environments.list();
  const environment = only(
    environments.find((one) => one.uniqueName === values.environment),
    `The environment "${values.environment}"`,
  );
  const functions = await client.serverless.v1.services(service.sid).functions.list();
  const sidOf = (path: string) =>
    only(
      functions.find((one) => one.friendlyName === path),
      `The Function ${path}`,
    ).sid;
  return {
    functionsUrl: `https://${environment.domainName}`,
    serviceSid: service.sid,
    environmentSid: environment.sid,
    sidOf,
  };
}

async function supportDefinition(client: Twilio): Promise<FlowDefinition> {
  const { sidOf, ...address } = await deployedFunctions(client);
  const flex = await client.flexApi.v1.configuration().fetch();
  const channels = await client.taskrouter.v1.workspaces(flex.taskrouterWorkspaceSid).taskChannels.list();
  const chat = only(
    channels.find((one) => one.uniqueName === 'chat'),
    'The task channel "chat"',
  );
  return supportFlow({
    ...address,
    functionSids: { chatbot: sidOf('/studio/chatbot'), handoff: sidOf('/studio/handoff') },
    workflowSid: flex.taskrouterTargetWorkflowSid,
    taskChannelSid: chat.sid,
  });
}

async function relayDefinition(client: Twilio): Promise<FlowDefinition> {
  const { sidOf, ...address } = await deployedFunctions(client);
  return relayFlow({ ...address, functionSids: { sweep: sidOf('/relay/sweep') } });
}

async function importFlow(client: Twilio, friendlyName: string, definition: FlowDefinition): Promise<string> {
  const flow = { friendlyName, status: 'published' as const, definition };
  await client.studio.v2.flowValidate.update(flow);
  const known = (await client.studio.v2.flows.list()).find((one) => one.friendlyName === friendlyName);
  if (known === undefined) return (await client.studio.v2.flows.create(flow)).sid;
  const current = await client.studio.v2.flows(known.sid).fetch();
  if (JSON.stringify(current.definition) === JSON.stringify(definition)) return known.sid;
  return (await client.studio.v2.flows(known.sid).update(flow)).sid;
}

async function main(): Promise<void> {
  const { ACCOUNT_SID: accountSid, AUTH_TOKEN: authToken } = readSettings(['ACCOUNT_SID', 'AUTH_TOKEN']);
  const client = await createTwilioClient(
    async (options) => twilio(accountSid, authToken, options as ConstructorParameters<typeof Twilio>[2]),
    process.env['TWILIO_API_BASE_URL'],
  );
  const definition = values.relay ? await relayDefinition(client) : await supportDefinition(client);
  if (values.print) {
    console.log(JSON.stringify(definition, null, 2));
    return;
  }
  const name = values.relay ? 'Discord relay' : 'Discord support';
  const sid = await importFlow(client, name, definition);
  console.log(`${values.relay ? 'RELAY_FLOW_SID' : 'STUDIO_FLOW_SID'}=${sid}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'The flow could not be imported.');
  process.exitCode = 1;
});
