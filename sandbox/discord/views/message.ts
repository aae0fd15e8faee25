import type { AttachmentView, ButtonView, EmbedView, MessageView, SelectView } from '../../control/types.ts';
import { linkOf } from '../attachments.ts';
import { FLAG, type Member, type Message } from '../entities.ts';
import { withNested } from '../forms/components.ts';
import { type JsonObject, numberOf, objectOf, objectsOf, textOf } from '../json.ts';
import { type Cloud, messagesIn } from '../store.ts';

const BUTTON_STYLES = ['primary', 'secondary', 'success', 'danger', 'link'] as const;

export function nameOf(member: Member | undefined): string {
  return member?.user.globalName ?? member?.user.username ?? 'Deleted User';
}

function embedView(embed: JsonObject): EmbedView {
  const footer = objectOf(embed, 'footer');
  const author = objectOf(embed, 'author');
  const color = numberOf(embed, 'color');
  const texts = (['title', 'url', 'description'] as const).flatMap((key) => {
    const value = textOf(embed, key);
    return value === null ? [] : [[key, value] as const];
  });
  return {
    ...Object.fromEntries(texts),
    ...(color !== null && { color }),
    ...(footer !== null && { footer: textOf(footer, 'text') ?? '' }),
    ...(author !== null && { author: textOf(author, 'name') ?? '' }),
    fields: objectsOf(embed, 'fields').map((field) => ({
      name: textOf(field, 'name') ?? '',
      value: textOf(field, 'value') ?? '',
      inline: field['inline'] === true,
    })),
  };
}

function buttonView(button: JsonObject): ButtonView {
  const emoji = objectOf(button, 'emoji');
  return {
    kind: 'button',
    style: BUTTON_STYLES[(numberOf(button, 'style') ?? 2) - 1] ?? 'secondary',
    label: textOf(button, 'label') ?? '',
    emoji: emoji === null ? null : textOf(emoji, 'name'),
    disabled: button['disabled'] === true,
    customId: textOf(button, 'custom_id'),
    url: textOf(button, 'url'),
  };
}

export function optionViews(component: JsonObject): SelectView['options'] {
  return objectsOf(component, 'options').map((option) => ({
    label: textOf(option, 'label') ?? '',
    value: textOf(option, 'value') ?? '',
    description: textOf(option, 'description'),
  }));
}

function selectView(select: JsonObject): SelectView {
  return {
    kind: 'select',
    customId: textOf(select, 'custom_id') ?? '',
    placeholder: textOf(select, 'placeholder') ?? '',
    disabled: select['disabled'] === true,
    options: optionViews(select),
  };
}

/** Action rows wherever they stand, and the button beside a section as a row of its own. */
function rowViews(components: readonly JsonObject[]): MessageView['components'] {
  return components.flatMap(withNested).flatMap((component) => {
    const accessory = objectOf(component, 'accessory');
    if (component['type'] === 9) return accessory?.['type'] === 2 ? [[buttonView(accessory)]] : [];
    if (component['type'] !== 1) return [];
    return [objectsOf(component, 'components').map((one) => (one['type'] === 2 ? buttonView(one) : selectView(one)))];
  });
}

function attachmentViews(cloud: Cloud, ids: readonly string[]): readonly AttachmentView[] {
  return ids.flatMap((id) => {
    const attachment = cloud.store.attachments.get(id);
    if (attachment === undefined) return [];
    const { filename, contentType, description, bytes } = attachment;
    return [{ id, filename, contentType, size: bytes.byteLength, url: linkOf(cloud, attachment), description }];
  });
}

/** The words a client shows: typed content, the text displays of Components V2, or its own words for the other kinds. */
function shownText(message: Message): string {
  if (message.type === 6) return '*pinned a message to this channel.*';
  if (message.type === 18) return `*started a thread: ${message.content}*`;
  const displays = message.components.flatMap(withNested).filter((one) => one['type'] === 10);
  const parts = [
    message.content,
    ...displays.map((one) => textOf(one, 'content') ?? ''),
    ...(message.snapshot === null ? [] : [`*Forwarded*\n> ${message.snapshot.content}`]),
    ...message.stickers.map((sticker) => `[sticker: ${textOf(sticker, 'name') ?? ''}]`),
    ...(message.poll === null ? [] : [`[poll: ${textOf(objectOf(message.poll, 'question') ?? {}, 'text') ?? ''}]`]),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function replyView(cloud: Cloud, message: Message): MessageView['replyTo'] {
  const { reference } = message;
  if (reference?.type !== 0 || message.type === 6 || message.type === 18) return null;
  const target = messagesIn(cloud, reference.channelId).find((one) => one.id === reference.messageId);
  if (target === undefined) return { id: reference.messageId, author: '', content: 'Original message was deleted' };
  return { id: target.id, author: nameOf(cloud.store.members.get(target.authorId)), content: shownText(target) };
}

export function messageView(cloud: Cloud, message: Message, viewer: Member): MessageView {
  const author = cloud.store.members.get(message.authorId);
  const { interaction } = message;
  return {
    id: message.id,
    channelId: message.channelId,
    author: { id: message.authorId, name: nameOf(author), bot: author?.user.bot === true },
    content: shownText(message),
    at: new Date(message.at).toISOString(),
    editedAt: message.editedAt === null ? null : new Date(message.editedAt).toISOString(),
    embeds: (message.flags & FLAG.suppressEmbeds) === 0 ? message.embeds.map(embedView) : [],
    attachments: attachmentViews(cloud, [...message.attachmentIds, ...(message.snapshot?.attachmentIds ?? [])]),
    components: rowViews(message.components),
    reactions: message.reactions.map(({ emoji, userIds }) => ({
      emoji,
      count: userIds.length,
      mine: userIds.includes(viewer.user.id),
    })),
    replyTo: replyView(cloud, message),
    ephemeral: message.ephemeralFor !== null,
    pending: (message.flags & FLAG.loading) !== 0,
    silent: (message.flags & FLAG.suppressNotifications) !== 0,
    pinned: message.pinnedAt !== null,
    interaction:
      interaction?.name === null || interaction === null
        ? null
        : { name: interaction.name, user: nameOf(cloud.store.members.get(interaction.userId)) },
  };
}
