import type { MemberView, SandboxInfo, TraceAnswer, WorkerView } from '../../sandbox/control/types.ts';
import type { FaultRule } from '../../sandbox/core/faults.ts';
import type { Hop } from '../../sandbox/core/trace.ts';
import type { PlatformViolation } from '../../sandbox/platform/watch.ts';
import { type ControlHttp, createControlHttp, waitFor } from './sandbox-client/http.ts';
import { createMemberClient, type MemberClient } from './sandbox-client/member.ts';
import { startProcess } from './sandbox-client/process.ts';
import { createWorkerClient, type WorkerClient } from './sandbox-client/worker.ts';

export type { MemberClient } from './sandbox-client/member.ts';
export type { WorkerClient } from './sandbox-client/worker.ts';

export interface SandboxClientOptions {
  /** Configuration of the Functions on top of what the sandbox gives them. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Whether acts of Flex's own servers fire webhooks. Default true. */
  readonly flexServerWebhooks?: boolean;
}

/** The running sandbox, driven through the control API as the page drives it. */
export interface SandboxClient {
  readonly url: string;
  readonly info: SandboxInfo;
  /** Any call of the control API, for what has no method here. */
  readonly http: ControlHttp;
  /** Log lines of the Functions and of the sandbox itself. */
  readonly output: readonly string[];
  /** The seeded member, or the one with this id. */
  member(id?: string): MemberClient;
  addMember(settings: {
    readonly username: string;
    readonly name?: string;
    readonly locale?: string;
    readonly dms?: 'open' | 'closed';
    readonly inGuild?: boolean;
  }): Promise<MemberClient>;
  /** The seeded agent, or the one with this SID. */
  worker(sid?: string): WorkerClient;
  addWorker(name: string, available?: boolean): Promise<WorkerClient>;
  readonly faults: {
    add(rule: Omit<FaultRule, 'id'>): Promise<FaultRule>;
    clear(): Promise<void>;
  };
  readonly clock: { advance(milliseconds: number): Promise<void> };
  trace(after?: number): Promise<readonly Hop[]>;
  /** Raw entities of a cloud; each test names the part of the shape that it reads. */
  discordState<State>(): Promise<State>;
  flexState<State>(): Promise<State>;
  /** What the Functions did that the deployed platform would punish. */
  violations(): Promise<readonly PlatformViolation[]>;
  waitFor<View, Found>(
    read: () => Promise<View>,
    find: (view: View) => Found | undefined | null | false,
    patience?: number,
  ): Promise<Found>;
  reset(): Promise<void>;
  stop(): Promise<number | null>;
}

/** Starts `dist/sandbox` in a process of its own on a free port. One per test file is enough: `reset()` between tests. */
export async function startSandbox(options: SandboxClientOptions = {}): Promise<SandboxClient> {
  const settings = Object.entries(options.variables ?? {}).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
  const server = await startProcess([
    ...settings,
    ...(options.flexServerWebhooks === false ? ['--no-flex-server-webhooks'] : []),
  ]);
  const http = createControlHttp(server.url);
  const info = await http.get<SandboxInfo>('/info');

  return {
    url: server.url,
    output: server.output,
    info,
    http,
    member: (id = info.memberId) => createMemberClient(http, id),
    async addMember(member) {
      const { id } = await http.send<MemberView>('POST', '/discord/members', member);
      return createMemberClient(http, id);
    },
    worker: (sid = info.workerSid) => createWorkerClient(http, sid),
    async addWorker(name, available = true) {
      const { sid } = await http.send<WorkerView>('POST', '/flex/workers', { name, available });
      return createWorkerClient(http, sid);
    },
    faults: {
      add: (rule) => http.send('POST', '/faults', rule),
      clear: () => http.send('DELETE', '/faults'),
    },
    clock: { advance: (milliseconds) => http.send('POST', '/clock', { advance: milliseconds }) },
    trace: async (after = 0) => (await http.get<TraceAnswer>(`/trace?after=${after}`)).hops,
    discordState: () => http.get('/discord/state'),
    flexState: () => http.get('/flex/state'),
    violations: async () => (await http.get<{ violations: PlatformViolation[] }>('/platform')).violations,
    waitFor,
    reset: () => http.send('POST', '/reset'),
    stop: () => server.stop(),
  };
}
