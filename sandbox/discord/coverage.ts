/** What the emulated Discord serves. Tests hold the table against the router, both ways, and against COVERAGE.md. */

export interface Coverage {
  readonly method: string;
  /** As Discord's documentation writes it, with `:name` for the parts that vary. */
  readonly path: string;
  readonly support: 'full' | 'partial';
  readonly note: string;
  /** The test that proves it. */
  readonly test: string;
}

type Row = readonly [method: string, path: string, support: Coverage['support'], note: string, test: string];

const APPLICATION = '/applications/:application';
const MESSAGE = '/channels/:channel/messages/:message';
const WEBHOOK = '/webhooks/:application/:token';

const MESSAGES: readonly Row[] = [
  [
    'GET',
    '/channels/:channel/messages',
    'full',
    'newest first; before, after, around; blanks typed text without the intent',
    'reading.test.ts',
  ],
  [
    'POST',
    '/channels/:channel/messages',
    'partial',
    'nonce, replies, forwards, files, components V1 and V2; no stickers, no AutoMod',
    'messages.test.ts',
  ],
  ['GET', MESSAGE, 'full', '', 'reading.test.ts'],
  ['PATCH', MESSAGE, 'partial', 'no limit for edits of old messages (30046)', 'messages.test.ts'],
  ['DELETE', MESSAGE, 'full', '', 'messages.test.ts'],
  ['POST', `${MESSAGE}/crosspost`, 'full', 'ten an hour', 'channels.test.ts'],
  ['GET', '/channels/:channel/messages/pins', 'partial', 'no paging', 'channels.test.ts'],
  ['PUT', '/channels/:channel/messages/pins/:message', 'full', '', 'channels.test.ts'],
  ['DELETE', '/channels/:channel/messages/pins/:message', 'full', '', 'channels.test.ts'],
  ['POST', '/channels/:channel/typing', 'full', '', 'channels.test.ts'],
  ['PUT', `${MESSAGE}/reactions/:emoji/@me`, 'partial', 'no custom emoji', 'reactions.test.ts'],
  ['DELETE', `${MESSAGE}/reactions/:emoji/@me`, 'full', '', 'reactions.test.ts'],
  ['GET', `${MESSAGE}/reactions/:emoji`, 'partial', 'no paging', 'reactions.test.ts'],
];

const INTERACTIONS: readonly Row[] = [
  [
    'POST',
    '/interactions/:interaction/:token/callback',
    'partial',
    'types 4, 5, 6, 7, 9; no autocomplete',
    'interactions.test.ts',
  ],
  ['POST', WEBHOOK, 'full', 'follow-ups of interactions only', 'interactions.test.ts'],
  ['GET', `${WEBHOOK}/messages/@original`, 'full', '', 'interactions.test.ts'],
  ['PATCH', `${WEBHOOK}/messages/@original`, 'full', '', 'interactions.test.ts'],
  ['DELETE', `${WEBHOOK}/messages/@original`, 'full', '', 'interactions.test.ts'],
  ['GET', `${WEBHOOK}/messages/:message`, 'full', '', 'interactions.test.ts'],
  ['PATCH', `${WEBHOOK}/messages/:message`, 'full', '', 'interactions.test.ts'],
  ['DELETE', `${WEBHOOK}/messages/:message`, 'full', '', 'interactions.test.ts'],
];

const CHANNELS: readonly Row[] = [
  ['GET', '/users/@me', 'full', '', 'users.test.ts'],
  [
    'POST',
    '/users/@me/channels',
    'full',
    'opening works for closed DMs; too many opens are refused (40003)',
    'users.test.ts',
  ],
  ['GET', '/channels/:channel', 'full', '', 'channels.test.ts'],
  ['PATCH', '/channels/:channel', 'partial', 'channels and threads; some settings are only stored', 'channels.test.ts'],
  ['PUT', '/channels/:channel/permissions/:overwrite', 'full', '', 'channels.test.ts'],
  ['DELETE', '/channels/:channel/permissions/:overwrite', 'full', '', 'channels.test.ts'],
  ['POST', '/channels/:channel/threads', 'full', 'public, private, forum posts', 'threads.test.ts'],
  ['POST', `${MESSAGE}/threads`, 'full', '', 'threads.test.ts'],
  ['GET', '/channels/:channel/thread-members', 'partial', 'no paging, no member objects', 'threads.test.ts'],
  ['PUT', '/channels/:channel/thread-members/:user', 'full', 'also @me', 'threads.test.ts'],
  ['DELETE', '/channels/:channel/thread-members/:user', 'full', 'also @me', 'threads.test.ts'],
  ['GET', '/guilds/:guild/threads/active', 'full', '', 'threads.test.ts'],
];

const SETUP: readonly Row[] = [
  ['GET', '/guilds/:guild', 'partial', 'one server', 'guilds.test.ts'],
  ['GET', '/guilds/:guild/channels', 'full', '', 'guilds.test.ts'],
  ['POST', '/guilds/:guild/channels', 'partial', 'text, category, announcement and forum channels', 'guilds.test.ts'],
  ['GET', '/guilds/:guild/roles', 'full', '', 'guilds.test.ts'],
  ['GET', '/guilds/:guild/members/:user', 'full', '', 'guilds.test.ts'],
  ['GET', '/applications/@me', 'full', '', 'application.test.ts'],
  [
    'PATCH',
    '/applications/@me',
    'partial',
    'verifies the interactions endpoint; event webhooks are only stored',
    'application.test.ts',
  ],
  ...[`${APPLICATION}/commands`, `${APPLICATION}/guilds/:guild/commands`].flatMap((path): readonly Row[] => [
    ['GET', path, 'full', '', 'commands.test.ts'],
    ['PUT', path, 'partial', 'no subcommands', 'commands.test.ts'],
    ['POST', path, 'partial', 'no subcommands', 'commands.test.ts'],
    ['GET', `${path}/:command`, 'full', '', 'commands.test.ts'],
    ['DELETE', `${path}/:command`, 'full', '', 'commands.test.ts'],
  ]),
];

const CDN: readonly Row[] = ['attachments', 'ephemeral-attachments'].map((folder) => [
  'GET',
  `/cdn/${folder}/:channel/:attachment/:filename`,
  'full',
  'signed links that expire after a day',
  'attachments.test.ts',
]);

/** Paths below `/api/v10`, and those of the attachment host as they are. */
export const COVERAGE: readonly Coverage[] = [...CHANNELS, ...MESSAGES, ...INTERACTIONS, ...SETUP, ...CDN].map(
  ([method, path, support, note, test]) => ({ method, path, support, note, test }),
);

const HEAD = ['method', 'path', 'support', 'note', 'test'] as const;

/** Columns are padded, as the formatter does it. */
export function coverageMarkdown(): string {
  const rows = COVERAGE.map(({ method, path, support, note, test }) => [method, `\`${path}\``, support, note, test]);
  const widths = HEAD.map((name, index) => Math.max(...[HEAD, ...rows].map((row) => (row[index] ?? name).length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`;
  const rule = widths.map((width) => '-'.repeat(width));
  return [
    '# What the emulated Discord serves',
    '',
    'Paths stand below `/api/v10`, except those that start with `/cdn`. Every other route answers 404. Tests are in `tests/sandbox/discord`.',
    '',
    ...[HEAD, rule, ...rows].map(line),
    '',
  ].join('\n');
}
