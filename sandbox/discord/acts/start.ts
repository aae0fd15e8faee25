import type { InteractionOutcome } from '../../control/types.ts';
import { deliver } from '../deliver.ts';
import type { Channel, Interaction, Member, Message } from '../entities.ts';
import type { JsonObject } from '../json.ts';
import { interactionPayload, ownersOf } from '../payload.ts';
import type { Cloud } from '../store.ts';

interface Start {
  readonly type: number;
  readonly member: Member;
  readonly channel: Channel;
  readonly data: JsonObject;
  readonly name?: string;
  readonly commandType?: number;
  readonly customId?: string;
  readonly message?: Message | null;
  readonly triggerId?: string;
}

const TOKEN_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const TOKEN_LENGTH = 64;

function newToken(cloud: Cloud): string {
  const pick = (): string => TOKEN_CHARACTERS[Math.floor(cloud.world.random.next() * TOKEN_CHARACTERS.length)] ?? 'A';
  return Array.from({ length: TOKEN_LENGTH }, pick).join('');
}

/** Makes the interaction, sends it to the endpoint, and tells what became of it. */
export function startInteraction(cloud: Cloud, start: Start): Promise<InteractionOutcome> {
  let settle = (): void => {};
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const message = start.message ?? null;
  const interaction: Interaction = {
    id: cloud.ids.next(),
    token: newToken(cloud),
    type: start.type,
    name: start.name ?? null,
    commandType: start.commandType ?? null,
    customId: start.customId ?? null,
    userId: start.member.user.id,
    channelId: start.channel.id,
    messageId: message?.id ?? null,
    triggerId: start.triggerId ?? null,
    createdAt: cloud.world.clock.now(),
    owners: ownersOf(start.channel),
    state: 'waiting',
    responseType: null,
    acknowledgedAt: null,
    endpointStatus: null,
    originalMessageId: null,
    ephemeral: false,
    placeholder: false,
    followUps: 0,
    callbacks: [],
    settle,
  };
  cloud.store.interactions.set(interaction.id, interaction);
  const payload = interactionPayload(cloud, interaction, start.member, start.channel, start.data, message);
  return deliver(cloud, interaction, payload, settled);
}
