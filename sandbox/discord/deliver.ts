import type { InteractionOutcome } from '../control/types.ts';
import type { FaultRule } from '../core/faults.ts';
import { stopwatch } from '../core/trace.ts';
import { INTERACTION, type Interaction, type Member } from './entities.ts';
import { Refusal } from './errors.ts';
import type { JsonObject } from './json.ts';
import { signBody } from './keys.ts';
import { NO_FILES } from './messages.ts';
import { respond } from './respond.ts';
import { serialise } from './serialise.ts';
import type { Cloud } from './store.ts';

/** Time for the first response. */
export const DEADLINE_MS = 3_000;
/** How long the sandbox waits for the endpoint to end its work after it has acknowledged. */
const PATIENCE_MS = 15_000;
const PATH = '/discord/interactions';
const NOTICES_KEPT = 5;

export const DID_NOT_RESPOND = 'The application did not respond';

/** What the client shows when the endpoint answered with something that is not an answer. */
const FAILED: Readonly<Record<number, string>> = {
  [INTERACTION.component]: 'This interaction failed',
  [INTERACTION.modal]: 'Something went wrong. Try again.',
};

export function notify(cloud: Cloud, member: Member, text: string): void {
  member.notices = [...member.notices, { id: cloud.ids.next(), text, at: cloud.world.clock.now() }].slice(
    -NOTICES_KEPT,
  );
  cloud.changed();
}

/** Without an accepted response the token is worth nothing any more. */
function die(cloud: Cloud, interaction: Interaction, text: string): void {
  if (interaction.state !== 'waiting') return;
  interaction.state = 'dead';
  const isForgotten = cloud.store.interactions.get(interaction.id) !== interaction;
  const member = cloud.store.members.get(interaction.userId);
  if (member !== undefined && !isForgotten) notify(cloud, member, text);
  interaction.settle();
}

function fail(cloud: Cloud, interaction: Interaction): void {
  die(cloud, interaction, FAILED[interaction.type] ?? DID_NOT_RESPOND);
}

export interface Signed {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export function signed(cloud: Cloud, payload: JsonObject): Signed {
  const body = serialise(payload);
  const timestamp = String(Math.floor(cloud.world.clock.now() / 1000));
  return {
    body,
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'Discord-Interactions/1.0 (+https://discord.com)',
      'X-Signature-Ed25519': signBody(cloud.application.privateKey, timestamp, body),
      'X-Signature-Timestamp': timestamp,
    },
  };
}

export function endpointOf(cloud: Cloud): string {
  return cloud.store.profile.interactionsEndpointUrl ?? cloud.interactionsUrl();
}

async function readAnswer(cloud: Cloud, interaction: Interaction, response: Response): Promise<void> {
  interaction.endpointStatus ??= response.status;
  if (response.status === 202 || response.status === 204) return;
  if (!response.ok) return fail(cloud, interaction);
  try {
    respond(cloud, interaction, await response.json(), NO_FILES, 'inline');
  } catch (error: unknown) {
    // A second answer is refused without harm; anything else that cannot be read fails the interaction.
    if (error instanceof Refusal && error.code === 40060) return;
    fail(cloud, interaction);
  }
}

type Outcome = number | 'timeout' | 'reset' | 'dropped';

function recordHop(cloud: Cloud, interaction: Interaction, outcome: Outcome, took: number): void {
  const { clock, trace } = cloud.world;
  trace.record({
    at: clock.now() - took,
    from: 'discord',
    to: 'functions',
    what: `POST ${PATH}`,
    outcome,
    took,
    signature: 'ed25519',
    details: {
      interactionId: interaction.id,
      type: interaction.type,
      name: interaction.name,
      customId: interaction.customId,
      responseType: interaction.responseType,
      channelId: interaction.channelId,
    },
  });
}

/** One request to the endpoint, with the fault that strikes it. */
async function post(
  cloud: Cloud,
  interaction: Interaction,
  message: Signed,
  signal: AbortSignal,
  fault: FaultRule | undefined,
): Promise<void> {
  const took = stopwatch(cloud.world.clock);
  if (fault?.kind === 'delay') await cloud.world.clock.sleep(fault.delay ?? 0);
  if (fault?.kind === 'lose' || fault?.kind === 'hang') return recordHop(cloud, interaction, 'dropped', took());
  if (fault?.kind === 'reset') {
    recordHop(cloud, interaction, 'reset', took());
    return fail(cloud, interaction);
  }
  if (fault?.kind === 'status') {
    const status = fault.status ?? 500;
    recordHop(cloud, interaction, status, took());
    return readAnswer(cloud, interaction, new Response(null, { status }));
  }
  try {
    const response = await cloud.world.fetch(endpointOf(cloud), { method: 'POST', ...message, signal });
    if (fault?.kind === 'drop-response') return recordHop(cloud, interaction, 'dropped', took());
    await readAnswer(cloud, interaction, response);
    recordHop(cloud, interaction, response.status, took());
  } catch {
    recordHop(cloud, interaction, signal.aborted ? 'timeout' : 'reset', took());
    if (!signal.aborted) fail(cloud, interaction);
  }
}

/** Sends an interaction to the endpoint and follows it until it is answered and the endpoint has ended. */
export async function deliver(
  cloud: Cloud,
  interaction: Interaction,
  payload: JsonObject,
  settled: Promise<void>,
): Promise<InteractionOutcome> {
  const { clock, faults } = cloud.world;
  const message = signed(cloud, payload);
  const abort = new AbortController();
  const fault = faults.strike('delivery', `POST ${PATH}`);
  let stopDeadline = (): void => {};
  let stopPatience = (): void => {};
  const over = new Promise<void>((resolve) => {
    stopDeadline = clock.after(DEADLINE_MS, () => {
      if (interaction.state !== 'waiting') return;
      die(cloud, interaction, DID_NOT_RESPOND);
      resolve();
    });
    stopPatience = clock.after(PATIENCE_MS, resolve);
  });
  const once = (): Promise<void> => post(cloud, interaction, message, abort.signal, fault);
  const posts = Promise.all(fault?.kind === 'double' ? [once(), once()] : [once()]);
  await Promise.race([posts.then(() => settled), over]);
  stopDeadline();
  stopPatience();
  abort.abort();
  return outcomeOf(interaction);
}

function outcomeOf(interaction: Interaction): InteractionOutcome {
  const { id, endpointStatus, responseType, acknowledgedAt, createdAt } = interaction;
  return {
    interactionId: id,
    endpointStatus,
    responseType,
    acknowledgedAfter: acknowledgedAt === null ? null : acknowledgedAt - createdAt,
  };
}
