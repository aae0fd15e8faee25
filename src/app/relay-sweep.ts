import { readConfig } from '../config/read.ts';
import { isSnowflake } from '../discord/snowflake.ts';
import type { UseCase } from '../host/types.ts';
import { type SweepState, sweep } from '../relay/sweep.ts';
import { createAppPorts, createBasePorts } from './ports.ts';
import { requireTwilioSignature } from './twilio-request.ts';

/**
 * `POST /relay/sweep`: one run of the relay sweep. Form: `wake` (a member's id, when an event starts it) or `state` (from
 * the run before, or `{"wake"}` when Studio starts it).
 */
export const relaySweep: UseCase = async (request, host) => {
  const config = readConfig(host.variables);
  const form = requireTwilioSignature(config, request);
  const ports = createAppPorts(createBasePorts(config, host, request.path), host);
  if (config.relay.mode === 'off') return { status: 200, body: { result: 'off', again: 'no' } };

  const carried = parseState(form['state']);
  const wake = isSnowflake(form['wake']) ? form['wake'] : carried.wake;
  const result = await sweep(ports, { state: carried.state, wake });
  if (result.kind !== 'continue') return { status: 200, body: { result: result.kind, again: 'no' } };
  return { status: 200, body: { result: 'continue', ...(await ports.relay.handOn(result.state)) } };
};

/** Signed by us, yet read with care: a state of an older version must cost some calls, not an exception. */
function parseState(text: unknown): { state: SweepState | null; wake: string | null } {
  const value = parseObject(text);
  const wake = isSnowflake(value['wake']) ? value['wake'] : null;
  const lease = asObject(value['lease']);
  const { holder, revision } = lease;
  if (typeof holder !== 'string' || typeof revision !== 'string') return { state: null, wake };
  const runs = typeof value['runs'] === 'number' ? value['runs'] : 0;
  const chats = asObject(value['chats']) as SweepState['chats'];
  return { state: { lease: { holder, revision }, runs, chats, interrupted: value['interrupted'] === true }, wake };
}

function parseObject(text: unknown): Readonly<Record<string, unknown>> {
  if (typeof text !== 'string' || text === '') return {};
  try {
    return asObject(JSON.parse(text));
  } catch {
    return {};
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}
