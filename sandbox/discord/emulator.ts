import { Hono } from 'hono';
import type { World } from '../core/world.ts';
import { addCdn } from './cdn.ts';
import { createControl } from './control.ts';
import { createApi, type Route } from './http.ts';
import { createSnowflakes } from './ids.ts';
import { createRateLimits } from './rate-limits.ts';
import { applicationRoutes } from './routes/application.ts';
import { channelRoutes } from './routes/channels.ts';
import { commandRoutes } from './routes/commands.ts';
import { guildRoutes } from './routes/guilds.ts';
import { interactionRoutes } from './routes/interactions.ts';
import { messageRoutes } from './routes/messages.ts';
import { reactionRoutes } from './routes/reactions.ts';
import { threadRoutes } from './routes/threads.ts';
import { userRoutes } from './routes/users.ts';
import { plantSeed, type Seed, seedOf } from './seed.ts';
import { type Application, type Cloud, createStore } from './store.ts';

export interface DiscordOptions {
  readonly world: World;
  readonly application: Application;
  /** Where interactions are delivered, until the application sets an endpoint of its own. */
  readonly interactionsUrl: () => string;
  /** Address below which `api` is mounted; links to attachments start with it. */
  readonly publicUrl: () => string;
}

export interface DiscordEmulator {
  /** Serves `/api/v10/…` and `/cdn/…`. */
  readonly api: Hono;
  /** The control API's calls that act as members. */
  readonly control: Hono;
  readonly seed: Seed;
  /** Back to the demonstration server as after the start. */
  reset(): void;
}

function routesOf(cloud: Cloud): readonly Route[] {
  return [
    ...userRoutes(cloud),
    ...applicationRoutes(cloud),
    ...commandRoutes(cloud),
    ...guildRoutes(cloud),
    ...channelRoutes(cloud),
    ...threadRoutes(cloud),
    ...messageRoutes(cloud),
    ...reactionRoutes(cloud),
    ...interactionRoutes(cloud),
  ];
}

/** An emulated Discord: its REST API and attachment host as `fetch` handlers, and interactions signed and delivered. */
export function createDiscord(options: DiscordOptions): DiscordEmulator {
  const { world, application, interactionsUrl, publicUrl } = options;
  const cloud: Cloud = {
    world,
    application,
    interactionsUrl,
    publicUrl,
    ids: createSnowflakes(world.clock),
    store: createStore(),
    changed: () => world.events.emit({ kind: 'change', area: 'discord' }),
  };
  const limits = createRateLimits(world.clock);
  const api = new Hono();
  api.route('/', createApi(cloud, limits, routesOf(cloud)));
  addCdn(api, cloud);

  function reset(): void {
    limits.reset();
    plantSeed(cloud);
  }

  reset();
  return { api, control: createControl(cloud, limits), seed: seedOf(application.id), reset };
}
