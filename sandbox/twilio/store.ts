import type {
  Conversation,
  Delivery,
  Interaction,
  InteractionChannel,
  InteractionParticipant,
  Invite,
  Media,
  RequestRecord,
  Reservation,
  RoutingObject,
  Task,
  Transfer,
  User,
  Worker,
} from './entities.ts';
import type { SyncService } from './sync/entities.ts';

/** Everything the emulated account holds, by SID and in the order of creation. */
export interface TwilioStore {
  readonly conversations: Map<string, Conversation>;
  readonly users: Map<string, User>;
  readonly media: Map<string, Media>;
  readonly interactions: Map<string, Interaction>;
  readonly channels: Map<string, InteractionChannel>;
  readonly invites: Map<string, Invite>;
  readonly interactionParticipants: Map<string, InteractionParticipant>;
  readonly transfers: Map<string, Transfer>;
  readonly routing: Map<string, RoutingObject>;
  readonly tasks: Map<string, Task>;
  readonly reservations: Map<string, Reservation>;
  readonly workers: Map<string, Worker>;
  readonly sync: Map<string, SyncService>;
  /** `POST /v1/Configuration` replaces what is in here. */
  readonly flexConfiguration: Map<string, unknown>;
  readonly deliveries: Delivery[];
  readonly requests: RequestRecord[];
}

const KEPT_RECORDS = 20_000;

export function createStore(): TwilioStore {
  return {
    conversations: new Map(),
    users: new Map(),
    media: new Map(),
    interactions: new Map(),
    channels: new Map(),
    invites: new Map(),
    interactionParticipants: new Map(),
    transfers: new Map(),
    routing: new Map(),
    tasks: new Map(),
    reservations: new Map(),
    workers: new Map(),
    sync: new Map(),
    flexConfiguration: new Map(),
    deliveries: [],
    requests: [],
  };
}

export function clearStore(store: TwilioStore): void {
  for (const part of Object.values(store)) {
    if (Array.isArray(part)) part.length = 0;
    else part.clear();
  }
}

/** Keeps a record list from growing without end in a sandbox that runs for days. */
export function appendRecord<T>(records: T[], record: T): void {
  records.push(record);
  if (records.length > KEPT_RECORDS) records.splice(0, records.length - KEPT_RECORDS);
}
