import type { Interaction, Message } from '../entities.ts';
import { refuse } from '../errors.ts';
import { type Answer, NO_CONTENT, ok, type Route } from '../http.ts';
import { removeMessage } from '../messages.ts';
import { editBehind, followUp, interactionBehind, messageBehind, respond } from '../respond.ts';
import type { Cloud } from '../store.ts';
import { messageWire } from '../wire.ts';
import { LIMITS } from './limits.ts';

function described(cloud: Cloud, interaction: Interaction, message: Message | null): Answer {
  const type = interaction.responseType ?? 0;
  return ok({
    interaction: {
      id: interaction.id,
      type: interaction.type,
      ...(message !== null && {
        response_message_id: message.id,
        response_message_loading: type === 5,
        response_message_ephemeral: message.ephemeralFor !== null,
      }),
    },
    ...((type === 4 || type === 7) && message !== null && { resource: { type, message: messageWire(cloud, message) } }),
  });
}

export function interactionRoutes(cloud: Cloud): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/interactions/:interaction/:token/callback',
      auth: 'token',
      limit: LIMITS.callback,
      limitBy: 'interaction',
      handle({ param, query, body, note }) {
        const interaction = cloud.store.interactions.get(param('interaction'));
        if (interaction === undefined || interaction.token !== param('token')) return refuse('unknownInteraction');
        note({ interactionId: interaction.id });
        const message = respond(cloud, interaction, body.json, body.files, 'callback');
        note({ responseType: interaction.responseType, messageId: message?.id ?? null });
        return query.get('with_response') === 'true' ? described(cloud, interaction, message) : NO_CONTENT;
      },
    },
    ...webhookRoutes(cloud),
  ];
}

function webhookRoutes(cloud: Cloud): readonly Route[] {
  const webhook = { auth: 'token', limit: LIMITS.webhook, limitBy: 'token' } as const;
  const base = '/webhooks/:application/:token';
  const behind = (param: (name: string) => string): Interaction =>
    interactionBehind(cloud, param('application'), param('token'));
  const onMessage = (path: string, reference: (param: (name: string) => string) => string): readonly Route[] => [
    {
      ...webhook,
      method: 'GET',
      path,
      handle: ({ param }) => ok(messageWire(cloud, messageBehind(cloud, behind(param), reference(param)))),
    },
    {
      ...webhook,
      method: 'PATCH',
      path,
      handle({ param, body, note }) {
        const interaction = behind(param);
        const message = editBehind(cloud, interaction, reference(param), body.json ?? {}, body.files);
        note({ interactionId: interaction.id, messageId: message.id });
        return ok(messageWire(cloud, message));
      },
    },
    {
      ...webhook,
      method: 'DELETE',
      path,
      handle({ param }) {
        const interaction = behind(param);
        const message = messageBehind(cloud, interaction, reference(param));
        removeMessage(cloud, message);
        if (message.id === interaction.originalMessageId) interaction.placeholder = false;
        return NO_CONTENT;
      },
    },
  ];
  return [
    {
      ...webhook,
      method: 'POST',
      path: base,
      handle({ param, body, note }) {
        const interaction = behind(param);
        const message = followUp(cloud, interaction, body.json ?? {}, body.files);
        note({ interactionId: interaction.id, messageId: message.id });
        return ok(messageWire(cloud, message));
      },
    },
    ...onMessage(`${base}/messages/@original`, () => '@original'),
    ...onMessage(`${base}/messages/:message`, (param) => param('message')),
  ];
}
