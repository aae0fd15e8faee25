/**
 * What agents read in the transcript, in English only: notes about what happened on Discord's side. None of these goes to
 * a member. Names, files and quotes are inserted as they are.
 */
export const agentTexts = {
  notDelivered: ({ reason }: { reason: string }): string => `⚠️ Not delivered to the member: ${reason}`,
  dmsClosed: 'the member does not accept direct messages from this app (closed, or the app is blocked).',
  blockedByFilter: "Discord's filters refused the text (AutoMod, explicit content or a link held to be harmful).",
  refusedByDiscord: ({ code }: { code: number }): string => `Discord refused it (code ${code}).`,
  filesNotPassedOn: 'files cannot be passed on to Discord; the text was. Send a link instead.',

  attachmentNote: ({ name }: { name: string }): string => `[The member sent a file: ${name}]`,
  stickerNote: ({ name }: { name: string }): string => `[The member sent a sticker: ${name}]`,
  notPassedOn: ({ code }: { code: number }): string =>
    `⚠️ A message of the member could not be passed on (Twilio code ${code}).`,
  unknownKind: ({ type }: { type: number }): string =>
    `[The member sent a message of a kind that cannot be shown here: ${type}]`,
  voiceNote: '[The member sent a voice message]',
  pollNote: ({ question }: { question: string }): string => `[The member sent a poll: ${question}]`,
  sharedMessage: ({ author, text }: { author: string; text: string }): string =>
    `[The member passed on a message of ${author}] ${text}`,
  forwardNote: ({ text }: { text: string }): string => `[The member forwarded a message] ${text}`,

  editedTo: ({ text }: { text: string }): string => `${text}\n[edited]`,
  editedAbove: '[edited: see the part above]',
  deletedMessage: '[The member deleted this message]',
} as const;
