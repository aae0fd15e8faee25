import { linkOf } from './attachments.ts';
import type { Message } from './entities.ts';
import { type JsonObject, objectOf, objectsOf, textOf } from './json.ts';
import type { Cloud } from './store.ts';

const ATTACHMENT = 'attachment://';

/** Media of Components V2 come back with an address that loads; `attachment://name` points into the same message. */
function unfurled(cloud: Cloud, message: Message, media: JsonObject): JsonObject {
  const given = textOf(media, 'url') ?? '';
  const attachment = given.startsWith(ATTACHMENT)
    ? message.attachmentIds
        .map((id) => cloud.store.attachments.get(id))
        .find((one) => one?.filename === given.slice(ATTACHMENT.length))
    : undefined;
  const url = attachment === undefined ? given : linkOf(cloud, attachment);
  return {
    id: message.id,
    url,
    proxy_url: url,
    ...(attachment !== undefined && { attachment_id: attachment.id, content_type: attachment.contentType }),
  };
}

/** The components of a message as Discord answers them. */
export function componentsWire(cloud: Cloud, message: Message): readonly JsonObject[] {
  function one(component: JsonObject): JsonObject {
    const media = objectOf(component, 'media');
    const file = objectOf(component, 'file');
    const accessory = objectOf(component, 'accessory');
    const items = objectsOf(component, 'items').map((item) => ({
      description: null,
      spoiler: false,
      ...item,
      media: unfurled(cloud, message, objectOf(item, 'media') ?? {}),
    }));
    return {
      ...component,
      ...(media && { media: unfurled(cloud, message, media) }),
      ...(file && { file: unfurled(cloud, message, file) }),
      ...(accessory && { accessory: one(accessory) }),
      ...(items.length > 0 && { items }),
      ...(Array.isArray(component['components']) && { components: objectsOf(component, 'components').map(one) }),
    };
  }
  return message.components.map(one);
}
