import type { Interaction, Message, RequestRecord } from './entities.ts';
import type { JsonObject } from './json.ts';
import type { InvalidRequests, RateLimits } from './rate-limits.ts';
import type { Application, Cloud } from './store.ts';
import { channelWire } from './wire.ts';

/** A message as stored. `allowed_mentions` is that of the newest write; `writes` has them all. */
export type StoredMessage = Message & { readonly allowed_mentions: JsonObject | null };
/** An interaction without its token. */
export type StoredInteraction = Omit<Interaction, 'token' | 'settle'>;

/** `GET /control/discord/state`: what a test asserts on. */
export interface DiscordState {
  readonly application: Pick<Application, 'id' | 'name'>;
  readonly channels: readonly JsonObject[];
  readonly messages: readonly StoredMessage[];
  readonly interactions: readonly StoredInteraction[];
  /** Requests to the REST API, oldest first; the newest 1,000. */
  readonly requests: readonly RequestRecord[];
  /** What counts towards the ban for 10,000 invalid requests in 10 minutes. */
  readonly invalidRequests: InvalidRequests;
}

export function stateOf(cloud: Cloud, limits: RateLimits): DiscordState {
  const { store, application } = cloud;
  return {
    application: { id: application.id, name: application.name },
    channels: [...store.channels.values()].map((channel) => channelWire(cloud, channel)),
    messages: [...store.messages.values()]
      .flat()
      .map((message) => ({ ...message, allowed_mentions: message.writes.at(-1)?.allowedMentions ?? null })),
    interactions: [...store.interactions.values()].map(({ token: _token, settle: _settle, ...rest }) => rest),
    requests: store.requests,
    invalidRequests: limits.invalid(),
  };
}
