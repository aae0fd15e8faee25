/** Discord docs: Message, Embed, Components, Modal. Lengths count UTF-16 units, which is never more than Discord allows. */
export const LIMITS = {
  content: 2_000,
  embedTitle: 256,
  embedDescription: 4_096,
  buttonLabel: 80,
  buttonsPerRow: 5,
  customId: 100,
  nonce: 25,
  threadName: 100,
  modalTitle: 45,
  modalText: 4_000,
} as const;

/** Error codes this project decides on (Discord docs: Opcodes and Status Codes). */
export const DISCORD_ERROR = {
  unknownChannel: 10003,
  unknownMessage: 10008,
  unknownWebhook: 10015,
  unknownInteraction: 10062,
  explicitContent: 20009,
  openingDmsTooFast: 40003,
  alreadyAcknowledged: 40060,
  missingAccess: 50001,
  cannotSendToUser: 50007,
  missingPermissions: 50013,
  invalidWebhookToken: 50027,
  noMutualGuild: 50278,
  blockedByAutoMod: 200000,
  titleBlockedByAutoMod: 200001,
  harmfulLink: 240000,
} as const;

const UNREACHABLE: readonly number[] = [
  DISCORD_ERROR.cannotSendToUser,
  DISCORD_ERROR.noMutualGuild,
  DISCORD_ERROR.missingAccess,
  DISCORD_ERROR.openingDmsTooFast,
  DISCORD_ERROR.unknownChannel,
];

const CONTENT_BLOCKED: readonly number[] = [
  DISCORD_ERROR.explicitContent,
  DISCORD_ERROR.blockedByAutoMod,
  DISCORD_ERROR.titleBlockedByAutoMod,
  DISCORD_ERROR.harmfulLink,
];

/** Why Discord will not take this message, as far as people can do something about it. */
export type Refusal = 'unreachable' | 'content-blocked' | 'other';

export function refusalOf(code: number | undefined): Refusal {
  if (code !== undefined && UNREACHABLE.includes(code)) return 'unreachable';
  if (code !== undefined && CONTENT_BLOCKED.includes(code)) return 'content-blocked';
  return 'other';
}
