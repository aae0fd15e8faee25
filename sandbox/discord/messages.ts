import { keepFiles, type UploadedFile } from './attachments.ts';
import { type Channel, FLAG, type InteractionMark, type Message, type Snapshot } from './entities.ts';
import { refuse } from './errors.ts';
import { numbered } from './forms/components.ts';
import { type AllowedMentions, storedEmbeds, type WriteForm } from './forms/message.ts';
import type { JsonObject } from './json.ts';
import { NOBODY, pingsOf } from './mentions.ts';
import { type Cloud, messagesIn } from './store.ts';

export type Files = ReadonlyMap<number, UploadedFile>;
export const NO_FILES: Files = new Map();

interface Draft {
  readonly authorId: string;
  readonly type?: number;
  readonly content?: string | null | undefined;
  readonly embeds?: readonly JsonObject[];
  readonly components?: readonly JsonObject[] | null | undefined;
  readonly attachmentIds?: readonly string[];
  readonly flags?: number | null | undefined;
  readonly nonce?: string | number | null | undefined;
  readonly reference?: Message['reference'];
  readonly snapshot?: Snapshot | null;
  readonly stickers?: readonly JsonObject[];
  readonly poll?: JsonObject | null;
  readonly ephemeralFor?: string | null;
  readonly interaction?: InteractionMark | null;
  readonly allowed?: AllowedMentions | null | undefined;
  /** Which default holds where nothing is said about mentions. */
  readonly mentions: 'everything' | 'users';
  readonly id?: string;
  readonly at?: number;
}

function repliedUser(cloud: Cloud, reference: Message['reference']): string | null {
  if (reference?.type !== 0) return null;
  return messagesIn(cloud, reference.channelId).find((one) => one.id === reference.messageId)?.authorId ?? null;
}

/** Puts a message into its channel; nothing is checked here. */
export function addMessage(cloud: Cloud, channel: Channel, draft: Draft): Message {
  const at = draft.at ?? cloud.world.clock.now();
  const components = numbered(draft.components ?? []);
  const content = (draft.content ?? '').trim();
  const repliedUserId = repliedUser(cloud, draft.reference ?? null);
  const question = {
    content,
    components,
    allowed: draft.allowed,
    fallback: draft.mentions,
    channel,
    authorId: draft.authorId,
    repliedUserId,
  };
  const pings = ((draft.flags ?? 0) & FLAG.loading) === 0 ? pingsOf(cloud, question) : NOBODY;
  const message: Message = {
    id: draft.id ?? cloud.ids.next(),
    channelId: channel.id,
    authorId: draft.authorId,
    type: draft.type ?? (draft.reference?.type === 0 ? 19 : 0),
    at,
    content,
    editedAt: null,
    embeds: draft.embeds ?? [],
    components,
    attachmentIds: draft.attachmentIds ?? [],
    flags: draft.flags ?? 0,
    pinnedAt: null,
    reactions: [],
    nonce: draft.nonce ?? null,
    reference: draft.reference ?? null,
    snapshot: draft.snapshot ?? null,
    stickers: draft.stickers ?? [],
    poll: draft.poll ?? null,
    ephemeralFor: draft.ephemeralFor ?? null,
    interaction: draft.interaction ?? null,
    pings,
    writes: [{ at, kind: 'create', allowedMentions: draft.allowed ?? null, pings }],
  };
  messagesIn(cloud, channel.id).push(message);
  if (message.ephemeralFor === null) {
    channel.lastMessageId = message.id;
    if (channel.thread !== null) channel.thread.messageCount += 1;
    // A locked thread stays shut; any other one is brought back by a message.
    if (channel.thread?.archived === true && !channel.thread.locked) channel.thread.archived = false;
  }
  channel.typing.get(message.authorId)?.();
  cloud.changed();
  return message;
}

export function isEmpty(
  message: Pick<Message, 'content' | 'embeds' | 'components' | 'attachmentIds' | 'stickers' | 'poll'>,
): boolean {
  const { embeds, components, attachmentIds, stickers } = message;
  const parts = [embeds, components, attachmentIds, stickers].some((list) => list.length > 0);
  return message.content.trim() === '' && !parts && message.poll === null;
}

/** What a write brings, ready to be stored. Refuses a message that would show nothing. */
export function contentsOf(
  cloud: Cloud,
  channel: Channel,
  form: WriteForm & {
    readonly poll?: JsonObject | null | undefined;
    readonly sticker_ids?: readonly string[] | null | undefined;
  },
  files: Files,
  isEphemeral: boolean,
) {
  // The sandbox's server has no stickers of its own, so there is none that a bot could send.
  if ((form.sticker_ids ?? []).length > 0) refuse('invalidSticker');
  const contents = {
    content: form.content ?? '',
    embeds: storedEmbeds(form.embeds ?? []),
    components: form.components ?? [],
    attachmentIds: keepFiles(cloud, files, form.attachments ?? [], { channelId: channel.id, ephemeral: isEphemeral }),
    stickers: [],
    poll: form.poll ? storedPoll(cloud, form.poll) : null,
  };
  return isEmpty(contents) ? refuse('emptyMessage') : contents;
}

function storedPoll(cloud: Cloud, poll: JsonObject): JsonObject {
  const hours = typeof poll['duration'] === 'number' ? poll['duration'] : 24;
  const answers = Array.isArray(poll['answers']) ? poll['answers'] : [];
  return {
    question: poll['question'] ?? null,
    answers: answers.map((answer, index) => ({ ...answer, answer_id: index + 1 })),
    expiry: new Date(cloud.world.clock.now() + hours * 3_600_000).toISOString(),
    allow_multiselect: poll['allow_multiselect'] ?? false,
    layout_type: 1,
    results: { is_finalized: false, answer_counts: [] },
  };
}

/** Flags an edit can change: 4 both ways, Components V2 only on. */
function editedFlags(message: Message, flags: number | null | undefined): number {
  if (flags === null || flags === undefined) return message.flags;
  const kept = message.flags & ~FLAG.suppressEmbeds;
  return kept | (flags & (FLAG.suppressEmbeds | FLAG.componentsV2));
}

function keptAttachments(message: Message, form: WriteForm): readonly string[] {
  const { attachments } = form;
  if (attachments === null || attachments === undefined) return message.attachmentIds;
  return message.attachmentIds.filter((id) => attachments.some((one) => one.id === id));
}

/** Changes a message; what is left out stays. An edit parses mentions anew, with the defaults if it says nothing. */
export function editMessage(
  cloud: Cloud,
  channel: Channel,
  message: Message,
  form: WriteForm,
  files: Files = NO_FILES,
  mentions: 'everything' | 'users' = 'everything',
): void {
  const place = { channelId: channel.id, ephemeral: message.ephemeralFor !== null };
  const added = keepFiles(cloud, files, form.attachments ?? [], place);
  const next = {
    content: form.content === undefined ? message.content : (form.content ?? '').trim(),
    embeds: form.embeds === undefined ? message.embeds : storedEmbeds(form.embeds ?? []),
    components: form.components === undefined ? message.components : numbered(form.components ?? []),
    attachmentIds: [...keptAttachments(message, form), ...added],
    stickers: message.stickers,
    poll: message.poll,
  };
  if (isEmpty(next)) refuse('emptyMessage');
  const isFilled = (message.flags & FLAG.loading) !== 0;
  const question = { ...next, allowed: form.allowed_mentions, fallback: mentions, channel, authorId: message.authorId };
  message.pings = pingsOf(cloud, { ...question, repliedUserId: repliedUser(cloud, message.reference) });
  message.content = next.content;
  message.embeds = next.embeds;
  message.components = next.components;
  message.attachmentIds = next.attachmentIds;
  message.flags = editedFlags(message, form.flags) & ~FLAG.loading;
  const at = cloud.world.clock.now();
  if (!isFilled) message.editedAt = at;
  message.writes.push({ at, kind: 'edit', allowedMentions: form.allowed_mentions ?? null, pings: message.pings });
  cloud.changed();
}

export function removeMessage(cloud: Cloud, message: Message): void {
  const messages = messagesIn(cloud, message.channelId);
  const index = messages.indexOf(message);
  if (index !== -1) messages.splice(index, 1);
  cloud.changed();
}
