import type { SandboxClock } from './clock.ts';

/** The places a call can start or end in. */
export type Place = 'member' | 'agent' | 'discord' | 'twilio' | 'studio' | 'functions' | 'control';

/** One call from one place to another, as the trace pane shows it. Never a token, signature value or message body. */
export interface Hop {
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly from: Place;
  readonly to: Place;
  /** `POST /channels/1440000000000000600/messages`; secrets in the path are replaced by `…`. */
  readonly what: string;
  /** HTTP status, or what became of the call when there was none: `timeout`, `reset`, `dropped`. */
  readonly outcome: number | 'timeout' | 'reset' | 'dropped';
  /** Milliseconds from call to answer. */
  readonly took: number;
  /** How the call was signed and whether the signature held. */
  readonly signature?: 'ed25519' | 'x-twilio-signature' | 'bot-token' | 'basic' | 'interaction-token' | 'none';
  /** Ids and codes that help to follow a message through the system. */
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
}

export interface Trace {
  record(hop: Omit<Hop, 'id'>): void;
  /** Hops with an id above `after`, oldest first; the newest 2,000 are kept. */
  list(after?: number): readonly Hop[];
  clear(): void;
}

/** What listeners are told: a new hop, or that what one of the clouds shows has changed. */
export type SandboxEvent =
  | { readonly kind: 'hop'; readonly hop: Hop }
  | { readonly kind: 'change'; readonly area: 'discord' | 'flex' | 'clock' | 'faults' };

export interface Events {
  emit(event: SandboxEvent): void;
  /** The answer unsubscribes. */
  subscribe(listener: (event: SandboxEvent) => void): () => void;
}

const KEPT = 2_000;

export function createEvents(): Events {
  const listeners = new Set<(event: SandboxEvent) => void>();
  return {
    emit(event) {
      for (const listener of listeners) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

export function createTrace(events: Events): Trace {
  let hops: Hop[] = [];
  let lastId = 0;
  return {
    record(hop) {
      lastId += 1;
      const recorded = { id: lastId, ...hop };
      hops.push(recorded);
      if (hops.length > KEPT) hops = hops.slice(-KEPT);
      events.emit({ kind: 'hop', hop: recorded });
    },
    list: (after = 0) => hops.filter((hop) => hop.id > after),
    clear() {
      hops = [];
    },
  };
}

/** Measures from the clock; kept here so that every recorder does it alike. */
export function stopwatch(clock: SandboxClock): () => number {
  const start = clock.now();
  return () => clock.now() - start;
}
