import type { JsonObject } from './json.ts';

/** Discord's refusals: HTTP status, code and message, as its API answers them. */
const REFUSALS = {
  notFound: [404, 0, '404: Not Found'],
  unauthorized: [401, 0, '401: Unauthorized'],
  userAgent: [403, 40333, 'internal network error'],
  unknownApplication: [404, 10002, 'Unknown Application'],
  unknownChannel: [404, 10003, 'Unknown Channel'],
  unknownGuild: [404, 10004, 'Unknown Guild'],
  unknownMember: [404, 10007, 'Unknown Member'],
  unknownMessage: [404, 10008, 'Unknown Message'],
  unknownOverwrite: [404, 10009, 'Unknown permission overwrite'],
  unknownUser: [404, 10013, 'Unknown User'],
  unknownEmoji: [400, 10014, 'Unknown Emoji'],
  unknownWebhook: [404, 10015, 'Unknown Webhook'],
  unknownInteraction: [404, 10062, 'Unknown interaction'],
  unknownCommand: [404, 10063, 'Unknown application command'],
  tooManyPins: [400, 30003, 'Maximum number of pins reached for the channel (250)'],
  dailyCommandCreates: [400, 30034, 'Maximum number of daily application command creates has been reached (200)'],
  dmsTooFast: [403, 40003, 'You are opening direct messages too fast.'],
  tooLarge: [413, 40005, 'Request entity too large'],
  alreadyCrossposted: [400, 40033, 'This message has already been crossposted.'],
  forumPost: [400, 40058, 'Cannot message this channel until the forum post has been created.'],
  alreadyAcknowledged: [400, 40060, 'Interaction has already been acknowledged.'],
  forumTagRequired: [400, 40067, 'A tag is required to create a forum post in this channel'],
  followUpCap: [400, 40094, 'This interaction has reached the maximum number of follow up messages'],
  missingAccess: [403, 50001, 'Missing Access'],
  dmAction: [403, 50003, 'Cannot execute action on a DM channel'],
  notAuthor: [403, 50005, 'Cannot edit a message authored by another user'],
  emptyMessage: [400, 50006, 'Cannot send an empty message'],
  cannotMessageUser: [403, 50007, 'Cannot send messages to this user'],
  cannotMessageBot: [400, 50007, 'Cannot send messages to this user'],
  missingPermissions: [403, 50013, 'Missing Permissions'],
  wrongChannelType: [400, 50024, 'Cannot execute action on this channel type'],
  invalidWebhookToken: [401, 50027, 'Invalid Webhook Token'],
  invalidRecipient: [400, 50033, 'Invalid Recipient(s)'],
  invalidFormBody: [400, 50035, 'Invalid Form Body'],
  invalidSticker: [400, 50081, 'Invalid sticker sent'],
  threadArchived: [400, 50083, 'Thread is archived'],
  invalidJson: [400, 50109, 'The request body contains invalid JSON.'],
  noMutualGuild: [403, 50278, 'Cannot send messages to this user due to having no mutual guilds'],
  reactionBlocked: [403, 90001, 'Reaction was blocked'],
  replyWithoutHistory: [403, 160002, 'You cannot reply without permission to read message history'],
  threadExists: [400, 160004, 'A thread has already been created for this message'],
  threadLocked: [400, 160005, 'Thread is locked'],
  tooManyThreads: [400, 160006, 'Maximum number of active threads reached'],
} as const satisfies Readonly<Record<string, readonly [number, number, string]>>;

export type RefusalName = keyof typeof REFUSALS;

/** Thrown wherever Discord would answer with an error; the HTTP layer writes it out. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: JsonObject | undefined;

  constructor(name: RefusalName, errors?: JsonObject) {
    const [status, code, message] = REFUSALS[name];
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  body(): JsonObject {
    return { message: this.message, code: this.code, errors: this.errors };
  }
}

export function refuse(name: RefusalName): never {
  throw new Refusal(name);
}
