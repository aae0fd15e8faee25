import { readConfig } from '../config/read.ts';
import { type Interaction, type InteractionBase, parseInteraction } from '../discord/interaction.ts';
import { DISCORD_ERROR } from '../discord/limits.ts';
import { verifyInteraction } from '../discord/verify.ts';
import { Fault, toFault } from '../errors.ts';
import type { FunctionResponse, HostEnvironment, UseCase } from '../host/types.ts';
import { textsFor } from '../texts/index.ts';
import { findHandler } from './find-handler.ts';
import type { Acknowledgement, Answer } from './interaction-handlers.ts';
import { type AppPorts, type BasePorts, createAppPorts, createBasePorts } from './ports.ts';

const RESPONSE = { pong: 1, message: 4, deferredMessage: 5, deferredUpdate: 6, modal: 9 } as const;
const EPHEMERAL = 64;

/** What Discord expects once the interaction was answered by the callback route. */
const ANSWERED: FunctionResponse = { status: 202 };

/**
 * `POST /discord/interactions`: verify → parse → acknowledge by the callback route → work → edit the answer. Nothing may
 * run after a Function returns, and Discord waits 3 s, so the acknowledgement goes out before anything heavy is loaded
 * (ADR 0002).
 */
export const discordInteractions: UseCase = async (request, host) => {
  const config = readConfig(host.variables);
  const base = createBasePorts(config, host, request.path);
  const verification = verifyInteraction(
    request.headers,
    request.parameters,
    config.discord.publicKey,
    base.clock.now(),
  );
  if (!verification.ok) throw refused(`Discord signature is ${verification.reason}`);

  const interaction = parseInteraction(request.parameters);
  if (interaction.kind === 'ping') return { status: 200, body: { type: RESPONSE.pong } };
  if (interaction.kind === 'malformed') throw unreadable();
  if (interaction.kind === 'unsupported') return kindly(interaction.base, 'unknownCommand');
  if (interaction.guildId !== null && interaction.guildId !== config.discord.guildId) {
    return kindly(interaction, 'otherServer');
  }

  const found = findHandler(interaction);
  if (found === null)
    return kindly(interaction, interaction.kind === 'component' ? 'unknownComponent' : 'unknownCommand');
  if (found.kind === 'form') {
    return { status: 200, body: { type: RESPONSE.modal, data: found.form(textsFor(interaction.locale)) } };
  }
  await acknowledge(base, interaction, found.acknowledge);
  base.log.info('Interaction', {
    interaction: interaction.id,
    kind: interaction.kind,
    spelling: verification.spelling,
  });
  await work(base, host, interaction, found.handle);
  return ANSWERED;
};

/**
 * Discord takes one acknowledgement for an interaction. When it says that there was one before ours, the request is a
 * replay, and nothing of it is carried out.
 */
async function acknowledge(base: BasePorts, interaction: InteractionBase, how: Acknowledgement): Promise<void> {
  const type = how === 'update' ? RESPONSE.deferredUpdate : RESPONSE.deferredMessage;
  const data = how === 'private' ? { data: { flags: EPHEMERAL } } : {};
  try {
    await base.discord.acknowledge(interaction, { type, ...data });
  } catch (error) {
    const fault = toFault(error);
    if (fault.upstreamCode === DISCORD_ERROR.alreadyAcknowledged) throw refused('Interaction was answered before');
    // Too late, or Discord is down: the wish of the member stands, and what matters happens in the DM.
    base.log.error('Interaction not acknowledged', {
      interaction: interaction.id,
      code: fault.code,
      upstreamCode: fault.upstreamCode,
    });
  }
}

async function work(
  base: BasePorts,
  host: HostEnvironment,
  interaction: InteractionBase,
  handle: (ports: AppPorts) => Promise<Answer>,
): Promise<void> {
  const ports = createAppPorts(base, host);
  try {
    const answer = await handle(ports);
    if (answer !== null) await base.discord.editOriginal(interaction, answer);
  } catch (error) {
    const fault = toFault(error);
    base.log.error('Interaction not carried out', {
      interaction: interaction.id,
      code: fault.code,
      reason: fault.message,
      remedy: fault.remedy,
      upstreamCode: fault.upstreamCode,
    });
    await apologise(base, interaction);
  }
  await ports.relay.kick(interaction.member.id);
}

/** Answers as a private message beside whatever the acknowledgement was. */
async function apologise(base: BasePorts, interaction: InteractionBase): Promise<void> {
  try {
    const content = textsFor(interaction.locale).tryAgainLater;
    await base.discord.followUp(interaction, { content, flags: EPHEMERAL });
  } catch (error) {
    base.log.warn('Member not told of a failure', { interaction: interaction.id, code: toFault(error).code });
  }
}

/** What nobody handles gets a kind word, at once and for the member alone. */
function kindly(
  interaction: InteractionBase | null,
  key: 'unknownCommand' | 'unknownComponent' | 'otherServer',
): FunctionResponse {
  const content = textsFor(interaction?.locale)[key];
  const data = { content, flags: EPHEMERAL, allowed_mentions: { parse: [] } };
  return { status: 200, body: { type: RESPONSE.message, data } };
}

function refused(why: string): Fault {
  return new Fault('SIGNATURE_REFUSED', why, {
    status: 401,
    remedy: 'If Discord itself called: check DISCORD_PUBLIC_KEY against Developer Portal → General Information.',
  });
}

function unreadable(): Fault {
  return new Fault('REQUEST_INVALID', 'The interaction is signed but cannot be read', {
    status: 400,
    remedy: 'Discord may have changed its payload: compare with Discord docs, Interaction Structure.',
  });
}

export type HandledInteraction = Exclude<Interaction, { kind: 'ping' | 'malformed' | 'unsupported' }>;
