/** How a value is checked. */
export type ConfigurationKind = 'text' | 'snowflake' | 'hex' | 'url' | 'sid' | 'choice' | 'number' | 'boolean';

export interface ConfigurationKey {
  readonly key: string;
  readonly kind: ConfigurationKind;
  /** Never printed, not even when it is wrong. */
  readonly secret: boolean;
  readonly required: boolean;
  /** Required only when another key has this value. */
  readonly requiredWhen?: { readonly key: string; readonly is: string };
  readonly default?: string;
  readonly choices?: readonly string[];
  /** Two letters a SID begins with. */
  readonly prefix?: string;
  /** Number of hexadecimal digits. */
  readonly digits?: number;
  readonly meaning: string;
  readonly example: string;
  /** Where the operator finds or decides the value. */
  readonly source: string;
}

/** Every variable of the product. `.env.example` and the table in the README are generated from it. */
export const schema = [
  {
    key: 'DISCORD_APPLICATION_ID',
    kind: 'snowflake',
    secret: false,
    required: true,
    meaning: 'The Discord application that members talk to.',
    example: '1440000000000000100',
    source: 'Discord Developer Portal → your application → General Information',
  },
  {
    key: 'DISCORD_PUBLIC_KEY',
    kind: 'hex',
    digits: 64,
    secret: false,
    required: true,
    meaning: 'Proves that an interaction comes from Discord.',
    example: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    source: 'Discord Developer Portal → your application → General Information',
  },
  {
    key: 'DISCORD_BOT_TOKEN',
    kind: 'text',
    secret: true,
    required: true,
    meaning: 'Lets the Functions write to members as the bot.',
    example: 'fake-bot-token',
    source: 'Discord Developer Portal → your application → Bot → Reset Token',
  },
  {
    key: 'DISCORD_GUILD_ID',
    kind: 'snowflake',
    secret: false,
    required: true,
    meaning: 'The server whose members are served; ids of any other server are refused.',
    example: '1440000000000000200',
    source: 'Discord → Settings → Advanced → Developer Mode on, then right-click the server → Copy Server ID',
  },
  {
    key: 'DISCORD_API_BASE_URL',
    kind: 'url',
    secret: false,
    required: false,
    default: 'https://discord.com/api/v10',
    meaning: "Address of Discord's REST API.",
    example: 'https://discord.com/api/v10',
    source: 'Leave it out, except to talk to the sandbox',
  },
  {
    key: 'ACCOUNT_SID',
    kind: 'sid',
    prefix: 'AC',
    secret: false,
    required: true,
    meaning: 'The Twilio account. Given by the platform where the Functions are deployed.',
    example: 'ACa5f4c3e2d1b0a9f8e7d6c5b4a3f2e1d0',
    source: 'Twilio Console → Account Info; needed on your machine for deploying only',
  },
  {
    key: 'AUTH_TOKEN',
    kind: 'text',
    secret: true,
    required: true,
    meaning: "Twilio's auth token: signs and checks webhooks. Given by the platform where the Functions are deployed.",
    example: 'fake-auth-token',
    source: 'Twilio Console → Account Info; needed on your machine for deploying only',
  },
  {
    key: 'TWILIO_API_BASE_URL',
    kind: 'url',
    secret: false,
    required: false,
    meaning: "Address below which Twilio's products stand by host name. Unset: the real hosts.",
    example: 'https://twilio.example.com',
    source: 'Leave it out, except to talk to the sandbox',
  },
  {
    key: 'PUBLIC_BASE_URL',
    kind: 'url',
    secret: false,
    required: false,
    meaning:
      'Public address of the Functions, over which Twilio signs. Unset: https:// and the domain name of the service.',
    example: 'https://support-1234.example.com',
    source: 'Only where a proxy stands in front of the Functions',
  },
  {
    key: 'SYNC_SERVICE_SID',
    kind: 'sid',
    prefix: 'IS',
    secret: false,
    required: false,
    default: 'default',
    meaning: 'The Sync service that keeps the sessions of members.',
    example: 'ISa5f4c3e2d1b0a9f8e7d6c5b4a3f2e1d0',
    source: 'Twilio Console → Sync → Services',
  },
  {
    key: 'STUDIO_FLOW_SID',
    kind: 'sid',
    prefix: 'FW',
    secret: false,
    required: true,
    meaning: 'The Studio flow that asks the virtual agent and hands over to Flex.',
    example: 'FWa5f4c3e2d1b0a9f8e7d6c5b4a3f2e1d0',
    source: 'Printed when the flow is imported; Twilio Console → Studio → Flows',
  },
  {
    key: 'RELAY_MODE',
    kind: 'choice',
    choices: ['self', 'studio', 'off'],
    secret: false,
    required: false,
    default: 'self',
    meaning:
      'What keeps reading direct messages: the Function calls itself, a Studio flow loops over it, or nothing does.',
    example: 'self',
    source: 'Your choice',
  },
  {
    key: 'RELAY_FLOW_SID',
    kind: 'sid',
    prefix: 'FW',
    secret: false,
    required: false,
    requiredWhen: { key: 'RELAY_MODE', is: 'studio' },
    meaning: 'The Studio flow that loops over the relay sweep.',
    example: 'FWb5f4c3e2d1b0a9f8e7d6c5b4a3f2e1d0',
    source: 'Printed when the flow is imported; Twilio Console → Studio → Flows',
  },
  {
    key: 'SUPPORT_CHANNEL_ID',
    kind: 'snowflake',
    secret: false,
    required: false,
    meaning: 'Channel below which a private thread is opened for members whose direct messages are closed.',
    example: '1440000000000000300',
    source: 'Discord, Developer Mode on: right-click the channel → Copy Channel ID',
  },
  {
    key: 'BRAND_NAME',
    kind: 'text',
    secret: false,
    required: false,
    default: 'our support',
    meaning: 'Who members are told they talk to.',
    example: 'Wispwalk Support',
    source: 'Your choice',
  },
  {
    key: 'GAME_NAME',
    kind: 'text',
    secret: false,
    required: false,
    default: 'the game',
    meaning: 'The product that members report bugs of and wish features for.',
    example: 'Wispwalk',
    source: 'Your choice',
  },
  {
    key: 'KNOWN_ISSUES_URL',
    kind: 'url',
    secret: false,
    required: false,
    default: 'https://support.example.com/known-issues',
    meaning: 'Page linked when a bug is reported.',
    example: 'https://support.example.com/known-issues',
    source: 'Your help centre',
  },
  {
    key: 'RELEASES_URL',
    kind: 'url',
    secret: false,
    required: false,
    default: 'https://support.example.com/releases',
    meaning: 'Page linked when a feature is asked for.',
    example: 'https://support.example.com/releases',
    source: 'Your help centre',
  },
  {
    key: 'AGENT_ALIAS',
    kind: 'text',
    secret: false,
    required: false,
    meaning: "Name that members see instead of the agent's own.",
    example: 'Support Team',
    source: 'Your choice',
  },
  {
    key: 'LOG_LEVEL',
    kind: 'choice',
    choices: ['info', 'warn', 'error'],
    secret: false,
    required: false,
    default: 'info',
    meaning: 'The least urgent lines that are logged.',
    example: 'warn',
    source: 'Your choice',
  },
] as const satisfies readonly ConfigurationKey[];

export type KeyName = (typeof schema)[number]['key'];
