import type { Texts } from './catalogue.ts';

export const de: Texts = {
  helpmeAcknowledged: ({ user }) =>
    `Hallo ${user}! Du hast um Hilfe gebeten. Unser Kundenservice hat dir gerade eine Direktnachricht geschickt!`,
  helpmeThreadOpened: ({ user, thread }) =>
    `Hallo ${user}! Du hast um Hilfe gebeten. Wir konnten dir keine Direktnachricht schicken, deshalb haben wir einen privaten Thread für dich geöffnet: ${thread}`,
  dmsClosed:
    'Wir konnten dir keine Direktnachricht schicken. Öffne bitte **Servermenü → Privatsphäre-Einstellungen → Direktnachrichten** und erlaube Direktnachrichten von Servermitgliedern. Falls du diese App blockiert hast, hebe die Blockierung auf. Drücke dann den Knopf unten.',
  greeting: ({ name }) => `Hallo ${name}, wie kann ich dir helfen?`,
  alreadyWithAgent: ({ channel }) =>
    `Du sprichst schon mit jemandem aus unserem Team: ${channel}. Schreib einfach dort!`,

  helloReply: 'Hallo! Wie kann ich dir helfen?',
  categoriesQuestion: 'Hilft dir eines dieser Themen weiter?',
  suggestedArticle: ({ title }) => `*Vorgeschlagener Artikel: ${title}*`,
  noArticle:
    'Das kann ich leider nicht beantworten. Beschreib es gern mit anderen Worten, oder sprich mit jemandem aus unserem Team.',
  noneOfTheseReply:
    'Schade, dass nichts davon geholfen hat. Beschreib es gern mit anderen Worten, oder sprich mit jemandem aus unserem Team.',
  articleGone: 'Diesen Artikel gibt es nicht mehr. Bitte frag mich noch einmal mit deinen eigenen Worten.',

  caseOpened: ({ caseId }) => `Prima! Deine Fallnummer ist ${caseId}.`,
  transferring: 'Ich verbinde dich mit jemandem aus unserem Team ...',
  agentJoined: ({ name }) => `${name} ist dem Gespräch beigetreten.`,
  queuedWait:
    'Danke, deine Nachricht ist bei deinem Fall vermerkt. Jemand aus unserem Team ist so bald wie möglich für dich da. Du kannst hier inzwischen weiterschreiben.',
  noAgentAvailable:
    'Leider ist gerade niemand aus unserem Team frei. Dein Fall bleibt offen. Du kannst mich inzwischen alles fragen oder später noch einmal nach einer Person verlangen.',
  handoffFailed:
    'Leider konnte ich dich gerade nicht verbinden. Bitte versuch es in ein paar Minuten noch einmal. Ich bin weiter für dich da.',

  agentLeft: ({ name }) => `${name} hat das Gespräch verlassen. Wir suchen jemand anderen für dich.`,
  agentLeftBotBack: ({ name }) =>
    `${name} hat das Gespräch verlassen. Ich bin wieder da, der virtuelle Assistent: Frag mich etwas, oder frag nach einem Menschen.`,
  agentWithoutName: 'Unser Team',
  useReplyButton: 'Bitte drücke **Antworten**, damit deine Nachricht hier bei uns ankommt.',
  chatEnded: ({ name }) =>
    name === undefined
      ? 'Dieses Gespräch ist beendet. Wenn du noch etwas brauchst, schreib einfach hier.'
      : `${name} hat das Gespräch beendet. Wenn du noch etwas brauchst, schreib einfach hier.`,
  ratingQuestion: ({ brand }) =>
    `Danke, dass du dich an ${brand} gewandt hast! Sag uns bitte, wie gut wir dein Anliegen heute gelöst haben. Wie zufrieden bist du mit unserem Service, auf einer Skala von 1 bis 5?`,
  ratingThanks: 'Danke, deine Antwort wird gespeichert.',
  ratingClosed: 'Diese Bewertung ist schon gespeichert. Danke!',

  bugReported: ({ user }) =>
    `Hallo ${user}! Danke, dass du einen möglichen Fehler meldest! Mehr dazu findest du auf unserer Seite mit bekannten Problemen. Du bekommst keine persönliche Antwort auf die Meldung, aber sie hilft uns, den Fehler nachzustellen und Häufungen zu erkennen.`,
  bugEmbedTitle: 'Bekannte Probleme',
  bugEmbedText:
    'Hier findest du die Probleme, die unser Entwicklungsteam gerade untersucht. Die Liste wird regelmäßig aktualisiert: Probleme kommen hinzu, wenn sie entdeckt werden, und verschwinden, wenn sie gelöst sind.',
  featureRequested: ({ user }) =>
    `Hallo ${user}! Danke für die tolle Idee! Die neuesten Funktionen findest du auf unserer Seite mit Neuerungen. Du bekommst keine persönliche Antwort auf den Vorschlag, aber wir denken auf jeden Fall darüber nach!`,
  featureEmbedTitle: 'Neueste Versionen',
  featureEmbedText: ({ game }) => `Hier findest du die neuesten Funktionen von ${game}!`,

  replyModalTitle: 'An den Support schreiben',
  replyModalLabel: 'Deine Nachricht',
  sentToSupport: 'Deine Nachricht wurde an unser Support-Team geschickt.',
  nothingToSend: 'In dieser Nachricht war nichts, was wir an den Support schicken könnten.',

  unknownCommand: 'Diesen Befehl gibt es nicht mehr. Mit `/helpme` erreichst du uns.',
  unknownComponent: 'Dieser Knopf ist abgelaufen. Mit `/helpme` fängst du von vorne an.',
  otherServer: 'Diese App hilft nur Mitgliedern ihres eigenen Servers. Bitte verwende sie dort.',
  notYourButton: 'Dieser Knopf gehört jemand anderem. Mit `/helpme` beginnst du dein eigenes Gespräch.',
  tryAgainLater: 'Bei uns klemmt gerade etwas. Bitte versuch es in ein paar Minuten noch einmal.',

  replyButton: 'Antworten',
  personButton: 'Mit einer Person sprechen',
  noneOfTheseButton: 'Nichts davon',
  tryAgainButton: 'Noch einmal versuchen',
};
