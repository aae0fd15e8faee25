import type { APIAttachment, APIMessage } from 'discord-api-types/v10';
import { agentTexts } from '../texts/agent.ts';

const FLAG_VOICE = 1 << 13;
const REFERENCE_FORWARD = 1;

/**
 * A Discord message as text that an agent can read, whatever kind it is. Never empty, never an exception: what this
 * version does not know becomes a note with its type.
 */
export function describeMessage(message: APIMessage): string {
  const lines = [
    message.content ?? '',
    ...notesOf(message),
    ...(message.attachments ?? []).map((one) => fileNote(one, message)),
  ];
  const text = lines.filter((line) => line.trim().length > 0).join('\n');
  return text.length > 0 ? text : agentTexts.unknownKind({ type: message.type });
}

function notesOf(message: APIMessage): readonly string[] {
  const notes: string[] = [];
  for (const sticker of message.sticker_items ?? []) notes.push(agentTexts.stickerNote({ name: sticker.name }));
  if (message.poll !== undefined) notes.push(agentTexts.pollNote({ question: message.poll.question?.text ?? '' }));
  if (message.message_reference?.type === REFERENCE_FORWARD)
    notes.push(agentTexts.forwardNote({ text: forwarded(message) }));
  const embeds = (message.embeds ?? []).filter((embed) => embed.type === undefined || embed.type === 'rich');
  for (const embed of embeds) notes.push([embed.title, embed.description].filter(Boolean).join(': '));
  return notes;
}

function forwarded(message: APIMessage): string {
  const snapshots = message.message_snapshots ?? [];
  return snapshots.map((one) => one.message?.content ?? '').join('\n');
}

/** Files that came with a command or form. */
export function describeFiles(files: readonly APIAttachment[]): readonly string[] {
  return files.map((file) => fileNote(file));
}

function fileNote(file: APIAttachment, message?: APIMessage): string {
  if (((message?.flags ?? 0) & FLAG_VOICE) !== 0) return `${agentTexts.voiceNote} ${file.url}`;
  const alt = file.description === undefined ? '' : ` (${file.description})`;
  return `${agentTexts.attachmentNote({ name: file.filename })}${alt} ${file.url}`;
}
