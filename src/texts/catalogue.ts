/** A text with something to fill in. The parts are inserted as they are: escape Discord's markdown in names first. */
type Text<Parts> = (parts: Parts) => string;

/**
 * Every word a member reads, by key. `user`, `thread` and `channel` are mentions (`<@id>`, `<#id>`); `name` is a display
 * name. Keys that end in `Button` are labels of at most 38 characters, since Discord's clients cut longer ones.
 */
export interface Texts {
  // Asking for help (journey A)
  readonly helpmeAcknowledged: Text<{ user: string }>;
  /** The DM is closed to us, and a private thread was opened instead. */
  readonly helpmeThreadOpened: Text<{ user: string; thread: string }>;
  /** The DM is closed to us, and there is no thread either. Goes with `tryAgainButton`. */
  readonly dmsClosed: string;
  readonly greeting: Text<{ name: string }>;
  /** `/helpme`, or asking for a person, while an agent is in the conversation. */
  readonly alreadyWithAgent: Text<{ channel: string }>;

  // The virtual agent (journeys B and C)
  readonly helloReply: string;
  readonly categoriesQuestion: string;
  readonly suggestedArticle: Text<{ title: string }>;
  /** The bot has no article that fits. Goes with `personButton`. */
  readonly noArticle: string;
  /** The member pressed `noneOfThese`. Goes with `personButton`. */
  readonly noneOfTheseReply: string;
  /** The topic of a pressed button is no longer in the knowledge base. */
  readonly articleGone: string;

  // Hand-off (journey D)
  readonly caseOpened: Text<{ caseId: string }>;
  readonly transferring: string;
  readonly agentJoined: Text<{ name: string }>;
  /** What a member who writes while waiting reads, once. */
  readonly queuedWait: string;
  /** No agent took the task: the bot is back. */
  readonly noAgentAvailable: string;
  /** The task could not be created: the bot is back. */
  readonly handoffFailed: string;

  // With an agent, and the end (journeys E and F)
  /** The agent left; another one is being looked for. */
  readonly agentLeft: Text<{ name: string }>;
  /** The agent left, nobody follows: the bot is back. */
  readonly agentLeftBotBack: Text<{ name: string }>;
  readonly chatEnded: Text<{ name: string | undefined }>;
  /** Stands for an agent whose name is not known or must not be shown. */
  readonly agentWithoutName: string;
  /** In a private thread: what the member types there cannot be read, so the answer goes through the button. */
  readonly useReplyButton: string;
  readonly ratingQuestion: Text<{ brand: string }>;
  readonly ratingThanks: string;
  readonly ratingClosed: string;

  // One to many (journey G)
  readonly bugReported: Text<{ user: string }>;
  readonly bugEmbedTitle: string;
  readonly bugEmbedText: string;
  readonly featureRequested: Text<{ user: string }>;
  readonly featureEmbedTitle: string;
  readonly featureEmbedText: Text<{ game: string }>;

  // Reply modal, `/reply`, "Send to support"
  readonly replyModalTitle: string;
  readonly replyModalLabel: string;
  readonly sentToSupport: string;
  readonly nothingToSend: string;

  // What went wrong
  readonly unknownCommand: string;
  readonly unknownComponent: string;
  readonly otherServer: string;
  readonly notYourButton: string;
  readonly tryAgainLater: string;

  // Buttons
  readonly replyButton: string;
  readonly personButton: string;
  readonly noneOfTheseButton: string;
  readonly tryAgainButton: string;
}
