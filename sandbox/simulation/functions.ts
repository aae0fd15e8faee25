import { conversationEvents } from '../../src/app/conversation-events.ts';
import { discordInteractions } from '../../src/app/discord-interactions.ts';
import { relaySweep } from '../../src/app/relay-sweep.ts';
import { studioChatbot } from '../../src/app/studio-chatbot.ts';
import { studioHandoff } from '../../src/app/studio-handoff.ts';
import { toFault } from '../../src/errors.ts';
import type { FunctionRequest, FunctionResponse, HostEnvironment, UseCase } from '../../src/host/types.ts';
import type { Fetch } from '../../src/ports.ts';
import { cutConnection } from '../core/fault-middleware.ts';
import type { SimulatedFaults } from './faults.ts';
import { createLife, type Life } from './life.ts';
import { connectionLost, type Network } from './network.ts';
import type { SeededRandom } from './random.ts';
import type { RunTrace } from './trace.ts';
import { createSimulatedTwilio } from './twilio-client.ts';
import type { VirtualClock } from './virtual-clock.ts';

const USE_CASES: Readonly<Record<string, UseCase>> = {
  '/discord/interactions': discordInteractions,
  '/conversations/events': conversationEvents,
  '/studio/chatbot': studioChatbot,
  '/studio/handoff': studioHandoff,
  '/relay/sweep': relaySweep,
};

export const FUNCTIONS_URL = 'https://functions.test';
/** Milliseconds: the platform ends a Function then, answered or not. */
const TIME_LIMIT = 10_000;

export interface FunctionsOptions {
  readonly clock: VirtualClock;
  readonly faults: SimulatedFaults;
  readonly trace: RunTrace;
  readonly network: Network;
  /** What the Functions draw from. */
  readonly random: SeededRandom;
  readonly account: { readonly sid: string; readonly authToken: string };
  readonly variables: () => Readonly<Record<string, string>>;
  readonly knowledge: string;
  readonly discord: (request: Request) => Response | Promise<Response>;
  readonly twilio: (request: Request) => Response | Promise<Response>;
  readonly writeLine: (line: string) => void;
}

export interface Functions {
  /** How a cloud, or a Function, reaches them. */
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** Calls that the platform had to end because they took too long. */
  readonly overran: () => number;
}

/** The platform of the Functions without its sockets: the real use cases, one life an invocation. */
export function createFunctions(options: FunctionsOptions): Functions {
  const { clock, faults, network, trace } = options;
  let overran = 0;
  let invocations = 0;

  async function serve(request: Request): Promise<Response> {
    const { path, ...call } = await readCall(request);
    const useCase = USE_CASES[path];
    if (useCase === undefined) return new Response(null, { status: 404 });
    invocations += 1;
    const name = `#${invocations}`;
    trace.note(`${name} starts: ${path}`);
    const life = createLife(faults.death(path));
    const cancel = clock.after(TIME_LIMIT, () => {
      overran += 1;
      trace.note(`${name} takes too long`);
      life.end();
    });
    const answer = await Promise.race([run(useCase, { path, ...call }, environment(life, name)), life.death]);
    cancel();
    // Nothing runs after a Function has answered.
    life.end();
    trace.note(`${name} ${answer === undefined ? 'dies' : `answers ${answer.status}`}`);
    return answer === undefined ? cutConnection() : responseOf(answer);
  }

  function environment(life: Life, name: string): HostEnvironment {
    const sends = (request: Request) => trace.note(`${name} ${request.method} ${new URL(request.url).pathname}`);
    return {
      variables: options.variables(),
      domainName: new URL(FUNCTIONS_URL).host,
      asset: () => options.knowledge,
      startedAt: clock.now(),
      twilioClient: async () =>
        createSimulatedTwilio(clock, options.account, (request) =>
          life.call(() => {
            sends(request);
            return network.carry(options.twilio, request);
          }),
        ),
      effects: {
        clock: { now: clock.now, after: clock.after, sleep: (time) => life.wait(clock.sleep(time)) },
        random: options.random,
        fetch: fetchFor(life, sends),
        writeLine: options.writeLine,
      },
    };
  }

  function fetchFor(life: Life, sends: (request: Request) => void): Fetch {
    return (url, { signal, ...init } = {}) =>
      life.call(() => {
        const request = new Request(url, init);
        sends(request);
        return url.startsWith(FUNCTIONS_URL)
          ? callSelf(request, signal)
          : network.carry(options.discord, request, signal);
      });
  }

  /** A Function's call to a Function; nobody but us knows of it, so its faults strike here. */
  async function callSelf(request: Request, signal: AbortSignal | undefined): Promise<Response> {
    const what = `${request.method} ${new URL(request.url).pathname}`;
    const rule = faults.strike('delivery', what);
    trace.record({
      at: clock.now(),
      from: 'functions',
      to: 'functions',
      what,
      outcome: rule?.kind === 'lose' ? 'dropped' : 200,
      took: 0,
      details: {},
    });
    const again = rule?.kind === 'double' ? request.clone() : null;
    if (rule?.kind === 'delay') await clock.sleep(rule.delay ?? 0);
    if (rule?.kind === 'lose') return new Promise(() => undefined);
    if (again !== null) network.carry(serve, again).catch(() => undefined);
    const answer = network.carry(serve, request, signal);
    if (rule?.kind !== 'drop-response') return answer;
    await answer.catch(() => undefined);
    throw connectionLost();
  }

  return {
    fetch: (url, { signal, ...init } = {}) => network.carry(serve, new Request(url, init), signal),
    overran: () => overran,
  };
}

/** The platform's reading of a request: query and body in one, header names in lower case. */
async function readCall(request: Request): Promise<FunctionRequest> {
  const { pathname, searchParams } = new URL(request.url);
  const text = await request.text();
  const isJson = request.headers.get('content-type')?.startsWith('application/json') ?? false;
  const body: unknown = isJson ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
  return {
    path: pathname,
    headers: Object.fromEntries(request.headers),
    parameters: { ...Object.fromEntries(searchParams), ...(typeof body === 'object' ? body : {}) },
  };
}

async function run(useCase: UseCase, request: FunctionRequest, host: HostEnvironment): Promise<FunctionResponse> {
  try {
    return await useCase(request, host);
  } catch (error) {
    const { status, code, message } = toFault(error);
    host.effects?.writeLine(
      JSON.stringify({ level: 'error', message: 'Function failed', path: request.path, code, reason: message }),
    );
    return { status, body: { error: { code } } };
  }
}

function responseOf({ status, headers, body }: FunctionResponse): Response {
  if (body === undefined) return new Response(null, { status, headers: { ...headers } });
  const isText = typeof body === 'string';
  const type = isText ? 'text/plain' : 'application/json';
  return new Response(isText ? body : JSON.stringify(body), { status, headers: { 'content-type': type, ...headers } });
}
