import type { MemberView, WorkerView } from '../control/types.ts';
import { actAsAgent, type Desk } from './agents.ts';
import { check } from './check.ts';
import { createClouds, furnish } from './clouds.ts';
import type { FaultName } from './fault-kinds.ts';
import type { Finding } from './findings.ts';
import { type Chat, createChat, messagesIn } from './ledger.ts';
import { actAsMember, askOnce } from './member.ts';
import { createSeededRandom, seedFor } from './random.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

export interface RunOptions {
  readonly seed: number;
  /** Members who talk to support at the same time; the emulated Discord lets a bot open ten DMs in ten minutes. */
  readonly conversations: number;
  /** Of members and agents together. */
  readonly messages: number;
  readonly faults: readonly FaultName[];
  /** Only these faults strike; see `shrink.ts`. */
  readonly only?: ReadonlySet<string>;
  /** Default: one made for the run. */
  readonly clock?: VirtualClock;
}

export interface RunResult {
  readonly seed: number;
  readonly messages: number;
  readonly findings: readonly Finding[];
  /** Faults that struck; see `faults.ts`. */
  readonly struck: readonly string[];
  /** Of everything that happened: equal for equal options. */
  readonly digest: string;
  readonly tail: readonly string[];
  /** Milliseconds of virtual time. */
  readonly lasted: number;
  readonly delays: readonly number[];
  readonly settled: readonly number[];
  /** Edits that did not come through. */
  readonly staleEdits: number;
  /** Functions that the platform had to end. */
  readonly overran: number;
  readonly invalidRequests: number;
}

/** Milliseconds after the faults have stopped and somebody has asked for help; then all must be well. */
export const SETTLING_TIME = 180_000;

/** The longest a delayed delivery is under way, so that nothing of the faults comes after them. */
const LATEST_DELIVERY = 30_000;

/** One run: members and agents at work while things go wrong, then quiet, then the reckoning. */
export function simulate(options: RunOptions): Promise<RunResult> {
  const clock = options.clock ?? createVirtualClock();
  return clock.run(run(options, clock));
}

async function run(options: RunOptions, clock: VirtualClock): Promise<RunResult> {
  const { seed } = options;
  const startedAt = clock.now();
  const clouds = createClouds(clock, {
    seed,
    names: options.faults,
    ...(options.only === undefined ? {} : { only: options.only }),
  });
  clouds.faults.pause();
  await furnish(clouds);
  const random = (purpose: string) => createSeededRandom(seedFor(seed, purpose));

  const addMember = async (username: string): Promise<string> => {
    const added = await clouds.act<MemberView>('discord', 'POST', '/members', { username, name: username });
    if (added === null) throw new Error(`Member ${username} cannot be added`);
    return added.id;
  };
  const chats: Chat[] = [];
  const quota = Math.ceil(options.messages / options.conversations);
  for (let number = 0; number < options.conversations; number += 1) {
    chats.push(createChat(number, await addMember(`member.${number}`), quota));
  }
  const onlooker = await addMember('onlooker');
  const workers = [clouds.twilio.seed.workerSid];
  for (const name of ['lee', 'sam']) {
    const added = await clouds.act<WorkerView>('flex', 'POST', '/workers', { name });
    if (added !== null) workers.push(added.sid);
  }

  clouds.faults.resume();
  const desk: Desk = { clouds, random: random('agents'), chats, workers, closed: false };
  const agents = workers.map((sid) => actAsAgent(desk, sid));
  await Promise.all(chats.map((chat) => actAsMember(clouds, random(`member ${chat.number}`), chat)));
  desk.closed = true;
  await Promise.all(agents);

  clouds.faults.pause();
  const stoppedAt = clock.now();
  clouds.trace.note('the faults have stopped');
  await clock.sleep(LATEST_DELIVERY);
  while (!(await askOnce(clouds, onlooker)));
  await clock.sleep(SETTLING_TIME);
  const verdict = await check(clouds, chats, stoppedAt);

  return {
    seed,
    messages: chats.reduce((sum, chat) => sum + messagesIn(chat), 0),
    ...verdict,
    struck: clouds.faults.struck,
    digest: clouds.trace.digest(),
    tail: clouds.trace.tail(),
    lasted: clock.now() - startedAt,
    overran: clouds.functions.overran(),
    invalidRequests: clouds.invalidRequests.length,
  };
}
