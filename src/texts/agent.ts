/**
 * What agents read in the transcript, in English only: notes about what happened on Discord's side. None of these goes to
 * a member. Names, files and quotes are inserted as they are.
 */
export const agentTexts = {
  notDelivered: ({ reason }: { reason: string }): string => `⚠️ Not delivered to the member: ${reason}`,
  partlyDelivered: ({ delivered, parts }: { delivered: number; parts: number }): string =>
    `⚠️ Only ${delivered} of ${parts} parts of the last message reached the member.`,
  dmsClosed: 'the member does not accept direct messages from this app (closed, or the app is blocked).',
  blockedByFilter: "Discord's filters refused the text (AutoMod, explicit content or a link held to be harmful).",
  refusedByDiscord: ({ code }: { code: number }): string => `Discord refused it (code ${code}).`,
  filesNotPassedOn: 'files cannot be passed on to Discord; the text was. Send a link instead.',
  memberLeft: 'the member has left the server.',
  fileTooLarge: 'the file is larger than Discord accepts.',
  discordUnavailable: 'Discord did not take it. It will be tried again with the next message.',

  summaryTitle: 'Conversation with the virtual agent so far',
  memberPressed: ({ button }: { button: string }): string => `[The member pressed “${button}”]`,
  memberAskedForPerson: '[The member asked for a person]',
  memberRated: ({ rating }: { rating: number }): string => `[The member rated this conversation ${rating} of 5]`,

  attachmentNote: ({ name }: { name: string }): string => `[The member sent a file: ${name}]`,
  attachmentNotCopied: ({ name, reason }: { name: string; reason: string }): string =>
    `[The member sent a file that could not be copied: ${name} (${reason})]`,
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
  replyNote: ({ quote }: { quote: string }): string => `[In reply to “${quote}”]`,

  edited: ({ text }: { text: string }): string => `[The member edited a message. It now reads:] ${text}`,
  editedTo: ({ text }: { text: string }): string => `${text}\n[edited]`,
  editedAbove: '[edited: see the part above]',
  deletedMessage: '[The member deleted this message]',
  deleted: ({ quote }: { quote: string }): string => `[The member deleted the message “${quote}”]`,
} as const;
