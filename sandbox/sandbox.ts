import { join } from 'node:path';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { version } from '../package.json';
import { answerError, ownHostOnly, ownPageOnly, refuse } from './control/guards.ts';
import { machineryRoutes } from './control/machinery.ts';
import type { SandboxInfo } from './control/types.ts';
import { createWorld } from './core/world.ts';
import { createDiscord, type DiscordEmulator } from './discord/emulator.ts';
import { createKeyPair } from './discord/keys.ts';
import { startHttpServer } from './http-server.ts';
import { ACCOUNT, APPLICATION } from './identity.ts';
import { pageRoutes } from './page.ts';
import { type Platform, startPlatform } from './platform/platform.ts';
import { setUp } from './setup.ts';
import { createTwilio, type TwilioEmulator } from './twilio/emulator.ts';
import { createStudio } from './twilio/studio/studio.ts';

export interface SandboxOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** The built product: `dist`. */
  readonly distribution: string;
  /** Configuration of the Functions on top of what the sandbox gives them. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Whether acts of Flex's own servers fire webhooks. Default true. */
  readonly flexServerWebhooks?: boolean;
}

export interface Sandbox {
  readonly url: string;
  close(): Promise<void>;
}

/** Twenty-five files of the largest size Discord takes, in base64, would not fit; one does. */
const CONTROL_BODY_LIMIT = 40 * 1024 * 1024;

/** Both clouds, the Functions between them, and the page: everything `npm start` serves. */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const world = createWorld();
  const { privateKey, publicKey } = createKeyPair(APPLICATION.keySeed);
  let port = options.port;
  let functionsUrl = '';
  const url = () => `http://127.0.0.1:${port}`;

  const discord = createDiscord({
    world,
    application: { ...APPLICATION, privateKey, publicKey },
    interactionsUrl: () => `${functionsUrl}/discord/interactions`,
    publicUrl: () => `${url()}/discord`,
  });
  const twilio = createTwilio({
    world,
    account: ACCOUNT,
    publicUrl: () => `${url()}/twilio`,
    studio: createStudio(),
    flexServerWebhooks: options.flexServerWebhooks ?? true,
  });

  let platform: Platform | undefined;
  const app = new Hono();
  app.onError(answerError);
  app.use(ownHostOnly(() => port));
  app.use('/control/*', ownPageOnly(), bodyLimit({ maxSize: CONTROL_BODY_LIMIT }));
  app.route('/control/discord', discord.control);
  app.route('/control/flex', twilio.control);
  app.route(
    '/control',
    machineryRoutes({
      world,
      info,
      reset,
      violations: () => platform?.violations() ?? [],
    }),
  );
  app.all('/control/*', (c) => refuse(c, 404, 'NOT_FOUND', 'There is no such call; see sandbox/README.md.'));
  app.route('/discord', discord.api);
  app.route('/twilio', twilio.api);
  app.route('/', pageRoutes(join(options.distribution, 'sandbox/web')));

  function info(): SandboxInfo {
    return {
      version,
      now: new Date(world.clock.now()).toISOString(),
      functionsUrl,
      discordApiUrl: `${url()}/discord/api/v10`,
      twilioApiUrl: `${url()}/twilio`,
      guildId: discord.seed.guildId,
      memberId: discord.seed.memberId,
      workerSid: twilio.seed.workerSid,
    };
  }

  async function furnish(running: Platform): Promise<void> {
    const { discordApiUrl, twilioApiUrl } = info();
    const { workflowSid, chatTaskChannelSid: taskChannelSid } = twilio.seed;
    const flows = await setUp({ world, functionsUrl, discordApiUrl, twilioApiUrl, workflowSid, taskChannelSid });
    running.setVariables({ STUDIO_FLOW_SID: flows.studioFlowSid, RELAY_FLOW_SID: flows.relayFlowSid });
    world.faults.clear();
    world.trace.clear();
  }

  async function reset(): Promise<void> {
    if (platform === undefined) return;
    world.faults.clear();
    discord.reset();
    twilio.reset();
    platform.clearViolations();
    await furnish(platform);
    for (const area of ['discord', 'flex', 'clock', 'faults'] as const) world.events.emit({ kind: 'change', area });
  }

  const server = await startHttpServer(app, options.port);
  port = server.port;
  try {
    platform = await startPlatform({
      world,
      functionsDir: join(options.distribution, 'functions'),
      assetsDir: join(options.distribution, 'assets'),
      variables: { ...variablesFor(discord, twilio, publicKey, url()), ...options.variables },
      port: 0,
    });
    functionsUrl = platform.url;
    await furnish(platform);
  } catch (error) {
    await server.close();
    throw error;
  }

  const running = platform;
  return {
    url: url(),
    async close() {
      await running.close();
      await server.close();
    },
  };
}

function variablesFor(
  discord: DiscordEmulator,
  twilio: TwilioEmulator,
  publicKey: string,
  url: string,
): Record<string, string> {
  return {
    ACCOUNT_SID: ACCOUNT.sid,
    AUTH_TOKEN: ACCOUNT.authToken,
    DISCORD_APPLICATION_ID: APPLICATION.id,
    DISCORD_PUBLIC_KEY: publicKey,
    DISCORD_BOT_TOKEN: APPLICATION.botToken,
    DISCORD_GUILD_ID: discord.seed.guildId,
    DISCORD_API_BASE_URL: `${url}/discord/api/v10`,
    TWILIO_API_BASE_URL: `${url}/twilio`,
    SYNC_SERVICE_SID: twilio.seed.syncServiceSid,
    SUPPORT_CHANNEL_ID: discord.seed.channels['customer-support'] ?? '',
    BRAND_NAME: 'Wispwalk Support',
    GAME_NAME: 'Wispwalk',
  };
}
