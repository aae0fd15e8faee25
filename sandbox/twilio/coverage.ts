import { STUDIO_COVERAGE } from './studio/coverage.ts';

/** What the emulated Twilio serves. Tests hold the table against the router, both ways, and against COVERAGE.md. */
export interface Coverage {
  readonly method: string;
  /** `/<product host>/<path>`, with `:name` for the parts that vary. */
  readonly path: string;
  readonly support: 'full' | 'partial';
  readonly note: string;
  /** Files below `tests/`, without `.test.ts`. */
  readonly test: string;
}

interface Row {
  readonly methods: string;
  readonly path: string;
  /** Empty means full support. */
  readonly lacks?: string;
  /** Below `tests/sandbox/twilio`, unless it names a folder. */
  readonly test?: string;
}

const RULES = 'sandbox/twilio/';

const conversations: readonly Row[] = [
  { methods: 'GET POST', path: '/Conversations', lacks: 'e-mail bindings and messaging services are not kept' },
  { methods: 'GET POST DELETE', path: '/Conversations/:conversation', lacks: 'as above' },
  { methods: 'POST', path: '/ConversationWithParticipants', lacks: 'never 202 with state initializing' },
  { methods: 'GET', path: '/ParticipantConversations' },
  { methods: 'GET POST', path: '/Conversations/:conversation/Participants', lacks: 'chat; a binding is only kept' },
  {
    methods: 'GET POST DELETE',
    path: '/Conversations/:conversation/Participants/:participant',
    lacks: 'a binding cannot be changed',
  },
  {
    methods: 'GET POST',
    path: '/Conversations/:conversation/Messages',
    lacks: 'no content templates; 32 KB of text, where the API reference says 1,600 characters',
  },
  {
    methods: 'GET POST DELETE',
    path: '/Conversations/:conversation/Messages/:message',
    lacks: 'no delivery receipts',
  },
  { methods: 'GET POST', path: '/Conversations/:conversation/Webhooks', test: 'webhook-settings' },
  { methods: 'GET POST DELETE', path: '/Conversations/:conversation/Webhooks/:webhook', test: 'webhook-settings' },
  { methods: 'GET POST', path: '/Users', lacks: 'nobody is ever online' },
  { methods: 'GET POST DELETE', path: '/Users/:user', lacks: 'as above' },
];

const flex: readonly Row[] = [
  { methods: 'POST', path: '', lacks: 'initiated_by customer and api, on a conversation that is there' },
  { methods: 'GET POST', path: '/:interaction' },
  { methods: 'GET', path: '/:interaction/Channels' },
  { methods: 'GET POST', path: '/:interaction/Channels/:channel' },
  { methods: 'GET POST', path: '/:interaction/Channels/:channel/Invites', lacks: 'to a workflow or to one worker' },
  {
    methods: 'GET POST',
    path: '/:interaction/Channels/:channel/Participants',
    lacks: 'one that is added is noted, and not put into the conversation',
    test: 'contract/twilio-flex',
  },
  { methods: 'POST', path: '/:interaction/Channels/:channel/Participants/:participant', test: 'contract/twilio-flex' },
  {
    methods: 'POST',
    path: '/:interaction/Channels/:channel/Transfers',
    lacks: 'cold and warm, not external',
    test: 'contract/twilio-flex',
  },
  { methods: 'GET', path: '/:interaction/Channels/:channel/Transfers/:transfer', test: 'contract/twilio-flex' },
];

const taskrouter: readonly Row[] = [
  { methods: 'GET', path: '', lacks: 'one workspace', test: 'contract/twilio-flex' },
  { methods: 'GET', path: '/:workspace', test: 'contract/twilio-flex' },
  { methods: 'GET POST', path: '/:workspace/Tasks', lacks: 'no filters over attributes', test: 'contract/twilio-flex' },
  { methods: 'GET POST DELETE', path: '/:workspace/Tasks/:task' },
  { methods: 'GET', path: '/:workspace/Tasks/:task/Reservations' },
  {
    methods: 'GET POST',
    path: '/:workspace/Tasks/:task/Reservations/:reservation',
    lacks: 'no instructions for calls and conferences',
  },
  {
    methods: 'GET',
    path: '/:workspace/Workers',
    test: 'contract/twilio-flex',
    lacks: 'no expressions over attributes',
  },
  { methods: 'GET POST', path: '/:workspace/Workers/:worker', test: 'contract/twilio-flex' },
  { methods: 'GET', path: '/:workspace/Workers/:worker/Reservations', test: 'contract/twilio-flex' },
  ...['TaskQueues', 'Workflows', 'TaskChannels', 'Activities'].flatMap((kind) => [
    {
      methods: 'GET POST',
      path: `/:workspace/${kind}`,
      lacks: 'kept, but matching does not heed it',
      test: 'contract/twilio-flex',
    },
    { methods: 'GET POST', path: `/:workspace/${kind}/:object`, lacks: 'as above', test: 'contract/twilio-flex' },
  ]),
];

const sync: readonly Row[] = [
  { methods: 'GET POST', path: '', lacks: 'no webhooks, no access lists', test: 'contract/twilio-sync' },
  { methods: 'GET', path: '/:service', test: 'contract/twilio-sync' },
  { methods: 'GET POST', path: '/:service/Documents' },
  { methods: 'GET POST DELETE', path: '/:service/Documents/:document' },
  ...['Maps', 'Lists'].flatMap((kind) => [
    { methods: 'GET POST', path: `/:service/${kind}` },
    { methods: 'GET POST DELETE', path: `/:service/${kind}/:collection` },
    { methods: 'GET POST', path: `/:service/${kind}/:collection/Items` },
    { methods: 'GET POST DELETE', path: `/:service/${kind}/:collection/Items/:key` },
  ]),
];

const media: readonly Row[] = [
  { methods: 'POST', path: '/mcs.us1.twilio.com/v1/Services/:service/Media' },
  { methods: 'GET DELETE', path: '/mcs.us1.twilio.com/v1/Services/:service/Media/:media' },
  { methods: 'GET', path: '/mcs.us1.twilio.com/v1/Services/:service/Media/:media/Content' },
  { methods: 'GET', path: '/media/:media' },
];

function rowsOf(base: string, rows: readonly Row[], test: string): Coverage[] {
  return rows.flatMap((row) =>
    row.methods.split(' ').map((method) => ({
      method,
      path: `${base}${row.path}`,
      support: row.lacks === undefined ? ('full' as const) : ('partial' as const),
      note: row.lacks ?? '',
      test: row.test?.includes('/') ? row.test : `${RULES}${row.test ?? test}`,
    })),
  );
}

const studio: readonly Coverage[] = STUDIO_COVERAGE.flatMap(({ method, path, support, note, test }) =>
  support === 'none'
    ? []
    : [
        {
          method,
          path: `/studio.twilio.com${path.replace(/\{(\w+)\}/g, ':$1')}`,
          support,
          note,
          test: test.replace(/^tests\/|\.test\.ts.*$/g, ''),
        },
      ],
);

export const COVERAGE: readonly Coverage[] = [
  ...rowsOf('/conversations.twilio.com/v1', conversations, 'conversations'),
  ...rowsOf(
    '/conversations.twilio.com/v1/Configuration',
    [
      { methods: 'GET', path: '', lacks: 'read only', test: 'contract/twilio-conversations' },
      { methods: 'GET', path: '/Webhooks', lacks: 'read only: none are set', test: 'contract/twilio-conversations' },
    ],
    'conversations',
  ),
  ...rowsOf('/flex-api.twilio.com/v1/Interactions', flex, 'lifecycle'),
  ...rowsOf(
    '/flex-api.twilio.com/v1/Configuration',
    [{ methods: 'GET POST', path: '', lacks: 'kept, and of no effect' }],
    'flex-configuration',
  ),
  ...rowsOf('/taskrouter.twilio.com/v1/Workspaces', taskrouter, 'lifecycle'),
  ...rowsOf('/sync.twilio.com/v1/Services', sync, 'sync'),
  ...rowsOf('', media, 'media'),
  ...studio,
];

/** The rows as a Markdown table, for COVERAGE.md. */
export function coverageTable(): string {
  const titles = ['method', 'path', 'support', 'note', 'test'];
  const rows = COVERAGE.map((one) => [one.method, `\`${one.path}\``, one.support, one.note, one.test]);
  const widths = titles.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(titles), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
