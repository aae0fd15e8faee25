import type { Texts } from './catalogue.ts';

/** One Spanish for `es-ES` and `es-419`: the words are chosen to read naturally in both. */
export const es: Texts = {
  helpmeAcknowledged: ({ user }) =>
    `¡Hola, ${user}! Pediste ayuda. ¡Nuestro servicio de atención al cliente te acaba de enviar un mensaje directo!`,
  helpmeThreadOpened: ({ user, thread }) =>
    `¡Hola, ${user}! Pediste ayuda. No pudimos enviarte un mensaje directo, así que abrimos un hilo privado para ti: ${thread}`,
  dmsClosed:
    'No pudimos enviarte un mensaje directo. Abre **Menú del servidor → Ajustes de privacidad → Mensajes directos** y permite los mensajes directos de miembros del servidor. Si bloqueaste esta aplicación, desbloquéala. Después pulsa el botón de abajo.',
  greeting: ({ name }) => `Hola, ${name}, ¿en qué puedo ayudarte?`,
  alreadyWithAgent: ({ channel }) => `Ya estás hablando con alguien de nuestro equipo: ${channel}. ¡Escribe ahí!`,

  helloReply: '¡Hola! ¿En qué puedo ayudarte?',
  categoriesQuestion: '¿Te sirve alguno de estos temas?',
  suggestedArticle: ({ title }) => `*Artículo sugerido: ${title}*`,
  noArticle:
    'Lo siento, no tengo una respuesta para eso. Puedes explicarlo con otras palabras o hablar con una persona de nuestro equipo.',
  noneOfTheseReply:
    'Siento que nada de esto te haya servido. Puedes explicarlo con otras palabras o hablar con una persona de nuestro equipo.',
  articleGone: 'Este artículo ya no está disponible. Pregúntame otra vez con tus propias palabras.',

  caseOpened: ({ caseId }) => `¡Muy bien! Tu número de caso es ${caseId}.`,
  transferring: 'Te estamos transfiriendo con alguien de nuestro equipo...',
  agentJoined: ({ name }) => `${name} se ha unido a la conversación.`,
  queuedWait:
    'Gracias, tu mensaje está en tu caso. Alguien de nuestro equipo te atenderá lo antes posible. Mientras tanto puedes seguir escribiendo aquí.',
  noAgentAvailable:
    'Lo siento, ahora mismo no hay nadie de nuestro equipo disponible. Tu caso sigue abierto. Mientras tanto puedes preguntarme lo que quieras o volver a pedir una persona más tarde.',
  handoffFailed:
    'Lo siento, no pude transferirte. Inténtalo de nuevo en unos minutos. Sigo aquí si tienes otra pregunta.',

  agentLeft: ({ name }) => `${name} ha dejado la conversación. Estamos buscando a otra persona para ti.`,
  agentLeftBotBack: ({ name }) =>
    `${name} ha salido de la conversación. Vuelvo a ser yo, el asistente virtual: pregúntame lo que quieras o pide hablar con una persona.`,
  agentWithoutName: 'Nuestro equipo',
  useReplyButton: 'Pulsa **Responder** para contestar aquí y que tu mensaje nos llegue.',
  chatEnded: ({ name }) =>
    name === undefined
      ? 'Esta conversación ha terminado. Si necesitas algo más, escribe aquí.'
      : `${name} ha terminado la conversación. Si necesitas algo más, escribe aquí.`,
  ratingQuestion: ({ brand }) =>
    `¡Gracias por contactar con ${brand}! Cuéntanos qué tal resolvimos hoy tu problema. En una escala del 1 al 5, ¿qué tan satisfecho estás con nuestro servicio?`,
  ratingThanks: 'Gracias, tu respuesta quedará registrada.',
  ratingClosed: 'Esta valoración ya quedó registrada. ¡Gracias!',

  bugReported: ({ user }) =>
    `¡Hola, ${user}! ¡Gracias por informar de un posible error! Visita nuestra página de problemas conocidos para saber más. No recibirás una respuesta individual, pero usaremos esta información para reproducir el problema y detectar tendencias.`,
  bugEmbedTitle: 'Problemas conocidos',
  bugEmbedText:
    'Aquí encontrarás la lista de problemas que nuestro equipo de ingeniería está investigando. La lista se actualiza con regularidad: los problemas se añaden y se quitan a medida que se descubren y se resuelven.',
  featureRequested: ({ user }) =>
    `¡Hola, ${user}! ¡Gracias por proponer una gran idea! Visita nuestra página de novedades para ver las últimas funciones. No recibirás una respuesta individual, ¡pero sin duda tendremos en cuenta tu propuesta!`,
  featureEmbedTitle: 'Últimas novedades',
  featureEmbedText: ({ game }) => `¡Aquí encontrarás las últimas funciones de ${game}!`,

  replyModalTitle: 'Escribir a soporte',
  replyModalLabel: 'Tu mensaje',
  sentToSupport: 'Tu mensaje se envió a nuestro equipo de soporte.',
  nothingToSend: 'En este mensaje no había nada que pudiéramos enviar a soporte.',

  unknownCommand: 'Este comando ya no está disponible. Usa `/helpme` para contactarnos.',
  unknownComponent: 'Este botón ha caducado. Usa `/helpme` para empezar de nuevo.',
  otherServer: 'Esta aplicación solo ayuda a los miembros de su propio servidor. Úsala allí.',
  notYourButton: 'Este botón es de otra persona. Usa `/helpme` para iniciar tu propia conversación.',
  tryAgainLater: 'Tenemos problemas en este momento. Inténtalo de nuevo en unos minutos.',

  replyButton: 'Responder',
  personButton: 'Hablar con una persona',
  noneOfTheseButton: 'Ninguno de estos',
  tryAgainButton: 'Intentar de nuevo',
};
