import { batch, effect } from '@preact/signals';
import type { Hop, SandboxEvent } from '../core/trace.ts';
import { getFaults, getInfo, getMember, getMembers, getTrace, getWorker, getWorkers } from './api.ts';
import * as state from './state.ts';

/** Hops kept on the page; the sandbox keeps as many. */
const KEPT = 2_000;
/** Changes come in bursts: one fetch answers for all that happened within this many milliseconds. */
const GATHER = 60;
/** How often the page asks while the event stream is down. */
const FALLBACK = 2_000;

/** Runs `load` soon, once for however many calls, and never twice at the same time. */
function createRefresher(load: () => Promise<void>): () => void {
  let due = false;
  let running = false;

  async function run(): Promise<void> {
    running = true;
    while (due) {
      await new Promise((resolve) => setTimeout(resolve, GATHER));
      due = false;
      await load().catch(() => {
        // The banner says it; the stream's return brings the next load.
      });
    }
    running = false;
  }

  return () => {
    due = true;
    if (!running) void run();
  };
}

export const refreshDiscord = createRefresher(async () => {
  const id = state.memberId.peek();
  const [members, member] = await Promise.all([getMembers(), id === '' ? null : getMember(id)]);
  batch(() => {
    state.members.value = members;
    if (id === state.memberId.peek()) state.member.value = member;
  });
});

export const refreshFlex = createRefresher(async () => {
  const sid = state.workerSid.peek();
  const [workers, worker] = await Promise.all([getWorkers(), sid === '' ? null : getWorker(sid)]);
  batch(() => {
    state.workers.value = workers;
    if (sid === state.workerSid.peek()) state.worker.value = worker;
  });
});

export const refreshFaults = createRefresher(async () => {
  state.faults.value = await getFaults();
});

export const refreshClock = createRefresher(async () => {
  const info = await getInfo();
  batch(() => {
    state.info.value = info;
    state.clockOffset.value = new Date(info.now).getTime() - Date.now();
    if (state.memberId.value === '') state.memberId.value = info.memberId;
    if (state.workerSid.value === '') state.workerSid.value = info.workerSid;
  });
});

export const refreshTrace = createRefresher(async () => {
  state.hops.value = (await getTrace(0)).slice(-KEPT);
});

let arrived: Hop[] = [];

/** Hops are shown in batches, so that a burst costs one drawing. */
function gatherHop(hop: Hop): void {
  arrived.push(hop);
  if (arrived.length > 1) return;
  setTimeout(() => {
    const known = state.hops.peek().at(-1)?.id ?? 0;
    const fresh = arrived.filter((one) => one.id > known);
    arrived = [];
    if (fresh.length > 0) state.hops.value = [...state.hops.peek(), ...fresh].slice(-KEPT);
  }, GATHER);
}

const REFRESH_OF_AREA = {
  discord: refreshDiscord,
  flex: refreshFlex,
  clock: refreshClock,
  faults: refreshFaults,
} as const;

export function refreshAll(): void {
  for (const refresh of [refreshClock, refreshDiscord, refreshFlex, refreshFaults, refreshTrace]) refresh();
}

function take(text: string): void {
  const event = JSON.parse(text) as SandboxEvent;
  if (event.kind === 'hop') gatherHop(event.hop);
  else REFRESH_OF_AREA[event.area]();
}

/** After a reset ids start anew, and whoever was chosen may be gone. */
export function forgetEverything(): void {
  arrived = [];
  batch(() => {
    state.hops.value = [];
    state.member.value = null;
    state.worker.value = null;
    state.memberId.value = '';
    state.workerSid.value = '';
    state.dismissed.value = new Set();
    state.place.value = 'guild';
    state.guildChannelId.value = '';
    state.dmChannelId.value = '';
  });
  refreshAll();
}

function listen(): void {
  const source = new EventSource('/control/events');
  source.onopen = () => {
    state.connected.value = true;
    refreshAll();
  };
  source.onmessage = (message: MessageEvent<string>) => take(message.data);
  source.onerror = () => {
    state.connected.value = false;
    // A refused stream is closed for good; a dropped one the browser opens again by itself.
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, FALLBACK);
  };
}

export function goLive(): void {
  effect(() => {
    if (state.memberId.value !== '') refreshDiscord();
  });
  effect(() => {
    if (state.workerSid.value !== '') refreshFlex();
  });
  listen();
  setInterval(() => {
    if (!state.connected.peek()) refreshAll();
  }, FALLBACK);
}
