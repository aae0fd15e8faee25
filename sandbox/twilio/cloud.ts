import type { World } from '../core/world.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';
import { createSids, type TwilioSeed } from './sids.ts';
import { clearStore, createStore, type TwilioStore } from './store.ts';
import type { StudioHost, StudioModule } from './studio-port.ts';

export interface TwilioAccount {
  /** `AC` and 32 hex digits. */
  readonly sid: string;
  readonly authToken: string;
}

interface Limits {
  /** 30 a second: create and delete per service, update, participants and messages per conversation. */
  readonly conversations: RateLimit;
  /** 20 a second for each endpoint. */
  readonly interactions: RateLimit;
  /** 20 writes a second to one object, saved up for 10 s; an object of 10 KiB or more bears a tenth of that. */
  readonly syncWrites: RateLimit;
  readonly syncReads: RateLimit;
  readonly syncCreations: RateLimit;
}

/** What all products of the emulated account share. */
export interface Cloud {
  readonly world: World;
  readonly account: TwilioAccount;
  readonly seed: TwilioSeed;
  readonly store: TwilioStore;
  readonly limits: Limits;
  /** Base of the media links. */
  readonly publicUrl: () => string;
  /**
   * Whether what Flex's own servers do (agent added on acceptance, close at wrap-up) fires scoped webhooks. Twilio's
   * documents do not say, so tests use both.
   */
  readonly flexServerWebhooks: boolean;
  readonly studio: StudioModule | undefined;
  studioHost: StudioHost | undefined;
  nextSid(prefix: string): string;
  /** Runs `task` later on the world's clock, unless the cloud is reset before. */
  after(milliseconds: number, task: () => void): () => void;
  /** Tells listeners that what Flex shows has changed. */
  changed(): void;
  /** Counts resets, so that work begun before one does not write into what came after. */
  generation(): number;
  clear(): void;
}

interface CloudOptions {
  readonly world: World;
  readonly account: TwilioAccount;
  readonly publicUrl: () => string;
  readonly flexServerWebhooks: boolean;
  readonly studio: StudioModule | undefined;
}

export function createCloud(options: CloudOptions): Cloud {
  const { world } = options;
  const sids = createSids(options.account.sid, world.random);
  const store = createStore();
  const limits: Limits = {
    conversations: createRateLimit(world.clock, 30, 30),
    interactions: createRateLimit(world.clock, 20, 20),
    syncWrites: createRateLimit(world.clock, 20, 200),
    syncReads: createRateLimit(world.clock, 20, 200),
    syncCreations: createRateLimit(world.clock, 20, 200),
  };
  const timers = new Set<() => void>();
  let generation = 0;

  return {
    ...options,
    seed: sids.seed,
    store,
    limits,
    studioHost: undefined,
    nextSid: sids.next,
    after(milliseconds, task) {
      const cancelTimer = world.clock.after(milliseconds, () => {
        timers.delete(cancel);
        task();
      });
      function cancel(): void {
        timers.delete(cancel);
        cancelTimer();
      }
      timers.add(cancel);
      return cancel;
    },
    changed() {
      world.events.emit({ kind: 'change', area: 'flex' });
    },
    generation: () => generation,
    clear() {
      generation += 1;
      for (const cancel of [...timers]) cancel();
      for (const limit of Object.values(limits)) limit.clear();
      clearStore(store);
    },
  };
}
