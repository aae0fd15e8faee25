import { FLAG, INTERACTION, type Interaction, type InteractionMark, type Message } from './entities.ts';
import { Refusal, refuse } from './errors.ts';
import { anyObject, choice, fail, optional, readForm, record, whole } from './form.ts';
import { readMessage } from './forms/message.ts';
import { modalData } from './forms/modal.ts';
import type { JsonObject } from './json.ts';
import { addMessage, contentsOf, editMessage, type Files } from './messages.ts';
import { type Cloud, channelOf, memberOf, messagesIn } from './store.ts';

export const TOKEN_LIFETIME_MS = 15 * 60_000;

const envelope = record({ type: choice(4, 5, 6, 7, 8, 9), data: optional(anyObject) });
const deferred = record({ flags: optional(whole()) });

/** Response types by what is answered: a modal cannot open a modal, and 6 and 7 need a message to update. */
function allowedTypes(interaction: Interaction): readonly number[] {
  if (interaction.type === INTERACTION.command) return [4, 5, 9];
  if (interaction.type === INTERACTION.component) return [4, 5, 6, 7, 9];
  return interaction.messageId === null ? [4, 5] : [4, 5, 6, 7];
}

function markOf(interaction: Interaction): InteractionMark {
  const { id, type, name, userId, messageId, triggerId, owners } = interaction;
  return { id, type, name, userId, sourceMessageId: messageId, triggerId, owners };
}

/** The member reads an answer to a component as a reply to its message. */
function frameOf(cloud: Cloud, interaction: Interaction) {
  const { messageId, channelId } = interaction;
  const common = { authorId: cloud.application.id, interaction: markOf(interaction), mentions: 'users' as const };
  if (messageId !== null) return { ...common, type: 19, reference: { type: 0 as const, channelId, messageId } };
  return { ...common, type: interaction.commandType === 1 ? 20 : 23 };
}

function sourceMessage(cloud: Cloud, interaction: Interaction): Message {
  const message = messagesIn(cloud, interaction.channelId).find((one) => one.id === interaction.messageId);
  return message ?? refuse('unknownMessage');
}

function answerNow(cloud: Cloud, interaction: Interaction, data: unknown, files: Files): Message {
  const form = readMessage('followUp', data ?? {}, { under: ['data'] });
  const channel = channelOf(cloud, interaction.channelId);
  interaction.ephemeral = ((form.flags ?? 0) & FLAG.ephemeral) !== 0;
  const contents = contentsOf(cloud, channel, form, files, interaction.ephemeral);
  const ephemeralFor = interaction.ephemeral ? interaction.userId : null;
  const frame = frameOf(cloud, interaction);
  return addMessage(cloud, channel, {
    ...frame,
    ...contents,
    flags: form.flags,
    allowed: form.allowed_mentions,
    ephemeralFor,
  });
}

function defer(cloud: Cloud, interaction: Interaction, data: JsonObject | null | undefined): Message {
  const flags = readForm(deferred, data ?? {}, ['data']).flags ?? 0;
  if ((flags & ~FLAG.ephemeral) !== 0) {
    readForm((_, at) => fail(at, 'SANDBOX_FLAG_NOT_SETTABLE', 'A deferred answer takes flag 64 only.'), flags, [
      'data',
      'flags',
    ]);
  }
  interaction.ephemeral = flags !== 0;
  interaction.placeholder = true;
  const ephemeralFor = interaction.ephemeral ? interaction.userId : null;
  return addMessage(cloud, channelOf(cloud, interaction.channelId), {
    ...frameOf(cloud, interaction),
    flags: flags | FLAG.loading,
    ephemeralFor,
  });
}

function openModal(cloud: Cloud, interaction: Interaction, data: unknown): void {
  const { channelId, messageId, id } = interaction;
  const read = readForm(modalData, data, ['data']);
  memberOf(cloud, interaction.userId).modal = { id: cloud.ids.next(), data: read, channelId, messageId, triggerId: id };
  cloud.changed();
}

function accept(cloud: Cloud, interaction: Interaction, body: unknown, files: Files): Message | null {
  // After a reset of the sandbox, what was under way belongs to a world that is gone.
  if (cloud.store.interactions.get(interaction.id) !== interaction) refuse('unknownInteraction');
  if (interaction.state === 'dead') refuse('unknownInteraction');
  if (interaction.state === 'acknowledged') refuse('alreadyAcknowledged');
  const { type, data } = readForm(envelope, body);
  if (!allowedTypes(interaction).includes(type)) readForm(choice(...allowedTypes(interaction)), type, ['type']);
  const message = carryOut(cloud, interaction, type, data, files);
  interaction.state = 'acknowledged';
  interaction.responseType = type;
  interaction.acknowledgedAt = cloud.world.clock.now();
  interaction.originalMessageId = message?.id ?? null;
  return message;
}

function carryOut(
  cloud: Cloud,
  interaction: Interaction,
  type: number,
  data: JsonObject | null | undefined,
  files: Files,
): Message | null {
  switch (type) {
    case 4:
      return answerNow(cloud, interaction, data, files);
    case 5:
      return defer(cloud, interaction, data);
    case 6:
      return sourceMessage(cloud, interaction);
    case 7: {
      const message = sourceMessage(cloud, interaction);
      const form = readMessage('edit', data ?? {}, {
        isV2: (message.flags & FLAG.componentsV2) !== 0,
        under: ['data'],
      });
      editMessage(cloud, channelOf(cloud, interaction.channelId), message, form, files, 'users');
      return message;
    }
    default:
      openModal(cloud, interaction, data);
      return null;
  }
}

/** The first response to an interaction, inline or through the callback route. Every attempt is recorded. */
export function respond(
  cloud: Cloud,
  interaction: Interaction,
  body: unknown,
  files: Files,
  via: 'inline' | 'callback',
): Message | null {
  const at = cloud.world.clock.now();
  const type =
    typeof body === 'object' && body !== null && 'type' in body && typeof body.type === 'number' ? body.type : null;
  try {
    const message = accept(cloud, interaction, body, files);
    interaction.callbacks.push({ at, via, type, accepted: true, code: null });
    interaction.settle();
    return message;
  } catch (error: unknown) {
    if (error instanceof Refusal) interaction.callbacks.push({ at, via, type, accepted: false, code: error.code });
    throw error;
  }
}

/** The interaction that a webhook token stands for, while the token is good for anything. */
export function interactionBehind(cloud: Cloud, applicationId: string, token: string): Interaction {
  if (applicationId !== cloud.application.id) refuse('unknownWebhook');
  const interaction = [...cloud.store.interactions.values()].find((one) => one.token === token);
  if (interaction === undefined) return refuse('invalidWebhookToken');
  if (cloud.world.clock.now() - interaction.createdAt > TOKEN_LIFETIME_MS) refuse('invalidWebhookToken');
  return interaction.state === 'acknowledged' ? interaction : refuse('unknownWebhook');
}

/** `@original` or an id: the messages that belong to an interaction, ephemeral ones too. */
export function messageBehind(cloud: Cloud, interaction: Interaction, reference: string): Message {
  const id = reference === '@original' ? interaction.originalMessageId : reference;
  const own = messagesIn(cloud, interaction.channelId).find((one) => one.id === id);
  const belongs =
    own !== undefined && (own.interaction?.id === interaction.id || own.id === interaction.originalMessageId);
  return belongs ? own : refuse('unknownMessage');
}

export function editBehind(
  cloud: Cloud,
  interaction: Interaction,
  reference: string,
  body: unknown,
  files: Files,
): Message {
  const message = messageBehind(cloud, interaction, reference);
  const form = readMessage('webhookEdit', body, { isV2: (message.flags & FLAG.componentsV2) !== 0 });
  editMessage(cloud, channelOf(cloud, interaction.channelId), message, form, files, 'users');
  if (message.id === interaction.originalMessageId) interaction.placeholder = false;
  return message;
}

/** Users who installed the app for themselves only get five follow-ups. */
const FOLLOW_UP_CAP = 5;

export function followUp(cloud: Cloud, interaction: Interaction, body: unknown, files: Files): Message {
  if (interaction.placeholder && interaction.originalMessageId !== null) {
    return editBehind(cloud, interaction, interaction.originalMessageId, body, files);
  }
  const isUserInstallOnly = interaction.owners['0'] === undefined;
  if (isUserInstallOnly && interaction.followUps >= FOLLOW_UP_CAP) refuse('followUpCap');
  const form = readMessage('followUp', body);
  const channel = channelOf(cloud, interaction.channelId);
  const isEphemeral = ((form.flags ?? 0) & FLAG.ephemeral) !== 0;
  const contents = contentsOf(cloud, channel, form, files, isEphemeral);
  interaction.followUps += 1;
  const { channelId, originalMessageId } = interaction;
  const reference = originalMessageId === null ? null : { type: 0 as const, channelId, messageId: originalMessageId };
  return addMessage(cloud, channel, {
    ...contents,
    authorId: cloud.application.id,
    interaction: markOf(interaction),
    mentions: 'users',
    reference,
    flags: form.flags,
    allowed: form.allowed_mentions,
    ephemeralFor: isEphemeral ? interaction.userId : null,
  });
}
