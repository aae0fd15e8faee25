import type { Config } from '../config/read.ts';
import { toFault } from '../errors.ts';
import type { StudioGateway } from '../flex/studio.ts';
import { signTwilioRequest } from '../flex/verify.ts';
import type { Clock, Fetch, Log, Random } from '../ports.ts';
import type { SweepState } from '../relay/sweep.ts';

/** How the sweep is started, and how one run of it leads to the next (ADR 0003). */
export interface RelayChain {
  /** Starts the sweep, or wakes it for one member. Never throws, and never waits for the sweep's work. */
  kick(memberId: string | null): Promise<void>;
  /** Hands on to the next run; what the Function must answer to its caller. */
  handOn(state: SweepState): Promise<Record<string, unknown>>;
}

interface ChainPorts {
  readonly config: Config;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** Milliseconds until a request is surely on its way: nobody waits for the sweep itself. */
const SENT_WITHIN = 400;

/** A Studio variable should stay small; beyond this the next run starts with the lease alone. */
const STUDIO_STATE = 8_000;
/** Runs within one execution of the relay flow; Studio ends an execution after 1,000 steps, and a run takes two. */
const STUDIO_RUNS = 450;

export function createRelayChain(ports: ChainPorts, studio: StudioGateway): RelayChain {
  const { mode, flowSid } = ports.config.relay;
  const { publicBaseUrl, authToken } = ports.config.twilio;
  const address = `${publicBaseUrl}/relay/sweep`;

  /** Sends a signed request to our own Function and lets go once it is on its way. */
  async function callSelf(form: Record<string, string>): Promise<void> {
    const leave = new AbortController();
    const sent = ports.fetch(address, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        'X-Twilio-Signature': signTwilioRequest(authToken, address, form),
      },
      body: new URLSearchParams(form).toString(),
      signal: leave.signal,
    });
    const outcome = sent.then(
      (response) => response.status,
      () => 0,
    );
    const status = await Promise.race([outcome, ports.clock.sleep(SENT_WITHIN).then(() => undefined)]);
    leave.abort();
    if (status === 0 || (status !== undefined && status >= 400)) ports.log.error('Sweep not reached', { status });
  }

  /** Each start has a name of its own, since Studio runs one execution for a name at a time. */
  async function startFlow(state: object): Promise<void> {
    const name = `relay-${ports.clock.now()}-${Math.floor(ports.random.next() * 1e6)}`;
    await studio.startExecution(flowSid ?? '', name, { state: JSON.stringify(state) });
  }

  return {
    async kick(memberId) {
      if (mode === 'off') return;
      try {
        if (mode === 'self') await callSelf(memberId === null ? { wake: '' } : { wake: memberId });
        else await startFlow({ wake: memberId });
      } catch (error) {
        ports.log.warn('Sweep not started', { member: memberId, code: toFault(error).code });
      }
    },
    async handOn(state) {
      const text = JSON.stringify(state);
      if (mode === 'studio') {
        const small = text.length <= STUDIO_STATE ? state : { ...state, chats: {} };
        if (state.runs < STUDIO_RUNS) return { again: 'yes', state: small };
        await startFlow({ ...small, runs: 0 });
        return { again: 'no' };
      }
      if (mode === 'self') await callSelf({ state: text });
      return { again: 'no' };
    },
  };
}
