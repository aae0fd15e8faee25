/**
 * Who the sandbox is. Fixed and worthless: the two clouds exist on this machine only, and the values are built here
 * rather than written out so that nobody takes them for real ones.
 */
export const APPLICATION = {
  id: '1440000000000000100',
  name: 'Support',
  botToken: 'fake-bot-token',
  /** Seed of the Ed25519 key pair with which the emulated Discord signs. */
  keySeed: new Uint8Array(32).fill(7),
} as const;

export const ACCOUNT = {
  sid: `AC${'ac'.repeat(16)}`,
  authToken: 'fake-auth-token-of-the-sandbox-0',
} as const;

/** Where Studio finds the Functions: the emulated Studio calls them by URL, but a definition names all three. */
export const SERVERLESS = {
  serviceSid: `ZS${'5e'.repeat(16)}`,
  environmentSid: `ZE${'5e'.repeat(16)}`,
  functionSids: { chatbot: `ZH${'01'.repeat(16)}`, handoff: `ZH${'02'.repeat(16)}`, sweep: `ZH${'03'.repeat(16)}` },
} as const;
