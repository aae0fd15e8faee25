/** Twilio's product hosts: the first path segment of every emulated address, and the base of the URLs in answers. */
export const hosts = {
  conversations: 'conversations.twilio.com',
  flex: 'flex-api.twilio.com',
  taskrouter: 'taskrouter.twilio.com',
  sync: 'sync.twilio.com',
  media: 'mcs.us1.twilio.com',
  studio: 'studio.twilio.com',
} as const;

export type Product = keyof typeof hosts;

export function addressOf(product: Product, path: string): string {
  return `https://${hosts[product]}${path}`;
}
