import type { Texts } from './catalogue.ts';

/** English, and the fallback for every locale without texts of its own. */
export const en: Texts = {
  helpmeAcknowledged: ({ user }) => `Hi ${user}! You requested help. Our customer service just DM'ed you!`,
  helpmeThreadOpened: ({ user, thread }) =>
    `Hi ${user}! You requested help. We couldn't send you a direct message, so we opened a private thread for you: ${thread}`,
  dmsClosed:
    "We couldn't send you a direct message. Please open **Server menu → Privacy Settings → Direct Messages** and allow direct messages from server members. If you have blocked this app, unblock it. Then press the button below.",
  greeting: ({ name }) => `Hi ${name}, how may I help you?`,
  alreadyWithAgent: ({ channel }) => `You are already talking to one of our agents: ${channel}. Just write there!`,

  helloReply: 'Hello! How can I help you?',
  categoriesQuestion: 'Does one of these categories help?',
  suggestedArticle: ({ title }) => `*Suggested Article: ${title}*`,
  noArticle:
    "I'm sorry, I don't have an answer to that. You can describe it in other words, or talk to a person on our team.",
  noneOfTheseReply:
    "I'm sorry that none of these helped. You can describe it in other words, or talk to a person on our team.",
  articleGone: 'This article is no longer available. Please ask me again in your own words.',

  caseOpened: ({ caseId }) => `Great! Your case id is ${caseId}.`,
  transferring: 'Transferring you to one of our agents...',
  agentJoined: ({ name }) => `${name} has joined the conversation.`,
  queuedWait:
    'Thank you, your message is on your case. One of our agents will be with you as soon as possible. You can keep writing here in the meantime.',
  noAgentAvailable:
    "I'm sorry, none of our agents is available right now. Your case stays open. You can ask me anything in the meantime, or ask for a person again later.",
  handoffFailed:
    "I'm sorry, I couldn't transfer you just now. Please try again in a few minutes. I'm still here if you have another question.",

  agentLeft: ({ name }) => `${name} has left the conversation. We are looking for another agent for you.`,
  agentLeftBotBack: ({ name }) =>
    `${name} has left the conversation. I'm the virtual agent again: ask me anything, or ask for a person.`,
  agentWithoutName: 'Our agent',
  useReplyButton: 'Please press **Reply** to answer here, so that your message reaches us.',
  chatEnded: ({ name }) =>
    name === undefined
      ? 'This conversation has ended. If you need anything else, just write here.'
      : `${name} has ended the conversation. If you need anything else, just write here.`,
  ratingQuestion: ({ brand }) =>
    `Thank you for contacting ${brand}! Please let us know how we did in resolving your issue today. On a scale of 1 to 5, how satisfied are you with our service?`,
  ratingThanks: 'Thank you, your response will be recorded.',
  ratingClosed: 'This rating has already been recorded. Thank you!',

  bugReported: ({ user }) =>
    `Hi ${user}! Thank you for reporting a potential bug! Please visit our Known Issues page for more information. You won't get an individual response to the report, but we will use this information to help us reproduce the issue and identify trends.`,
  bugEmbedTitle: 'Known Issues Page',
  bugEmbedText:
    'Here is where you can find a list of issues currently being investigated by our engineering team. This list will be updated regularly, and issues will be added and removed as they are discovered and resolved.',
  featureRequested: ({ user }) =>
    `Hi ${user}! Thank you for suggesting a cool feature! Please visit our New Release page for latest fun features. You won't get an individual response to the feature request, but we will definitely consider your input!`,
  featureEmbedTitle: 'Latest Releases',
  featureEmbedText: ({ game }) => `Here is where you can find the latest features on ${game}!`,

  replyModalTitle: 'Write to support',
  replyModalLabel: 'Your message',
  sentToSupport: 'Your message was sent to our support team.',
  nothingToSend: 'There was nothing in this message that we could send to support.',

  unknownCommand: 'This command is no longer available. Please use `/helpme` to reach us.',
  unknownComponent: 'This button has expired. Please use `/helpme` to start again.',
  otherServer: 'This app only helps members of its own server. Please use it there.',
  notYourButton: 'This button belongs to someone else. Please use `/helpme` to start your own conversation.',
  tryAgainLater: 'We are having trouble right now. Please try again in a few minutes.',

  replyButton: 'Reply',
  personButton: 'Talk to a person',
  noneOfTheseButton: 'None of these',
  tryAgainButton: 'Try again',
};
