import { type Import, importsOf, readSource, sourceFiles } from '../support/imports.ts';

/** What the code of a room may import as code, besides itself and the plain modules. Types may come from any room below `app`. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  functions: ['src/app', 'src/host'],
  'src/host': [],
  'src/app': [
    'src/discord',
    'src/flex',
    'src/session',
    'src/relay',
    'src/bot',
    'src/handoff',
    'src/knowledge',
    'src/cases',
    'src/store',
  ],
  'src/discord': [],
  'src/flex': [],
  'src/store': [],
  'src/session': ['src/store'],
  'src/cases': ['src/store'],
  'src/relay': ['src/session', 'src/discord'],
  'src/handoff': ['src/relay', 'src/session'],
  'src/bot': ['src/knowledge', 'src/relay', 'src/session', 'src/discord'],
  'src/knowledge': [],
  'src/flow': [],
};

/** The modules that speak to the outside: only the composition root puts them together with the rules. */
const OUTSIDE = ['src/discord/rest.ts', 'src/flex/client.ts', 'src/flex/sdk.ts', 'src/store/sync.ts'];

const files = [...sourceFiles('src'), ...sourceFiles('functions')];
const imports = files.flatMap(importsOf);

/** `src/discord`, `functions`, or `plain` for the modules everything may use. */
function roomOf(path: string): string {
  if (path.startsWith('functions/')) return 'functions';
  const folder = /^src\/([^/]+)\//.exec(path)?.[1];
  return folder === undefined || folder === 'config' || folder === 'texts' ? 'plain' : `src/${folder}`;
}

function isOurs({ to }: Import): boolean {
  return /^(?:src|functions|sandbox|tests|\.ci)\//.test(to);
}

function written({ from, to }: Import): string {
  return `${from} → ${to}`;
}

function codeWithoutComments(file: string): string {
  return readSource(file)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '');
}

describe('directions', () => {
  it('reads imports of all kinds', () => {
    const host = importsOf('src/host/define-function.ts');

    expect(host).toContainEqual({ from: 'src/host/define-function.ts', to: 'src/errors.ts', typeOnly: false });
    expect(host).toContainEqual({ from: 'src/host/define-function.ts', to: 'src/host/types.ts', typeOnly: true });
  });

  it('knows every room', () => {
    const rooms = new Set(files.map(roomOf).filter((room) => room !== 'plain'));

    expect([...rooms].filter((room) => ROOMS[room] === undefined)).toEqual([]);
  });

  it('lets code flow from functions to app to rooms to plain modules only', () => {
    const wrong = imports.filter((one) => {
      const [from, to] = [roomOf(one.from), roomOf(one.to)];
      if (!isOurs(one) || one.typeOnly || from === to || to === 'plain') return false;
      return !(ROOMS[from] ?? []).includes(to);
    });

    expect(wrong.map(written)).toEqual([]);
  });

  it('lets not even types come from the rooms above', () => {
    const above = imports.filter(
      (one) => isOurs(one) && ['src/app', 'functions'].includes(roomOf(one.to)) && roomOf(one.from) !== roomOf(one.to),
    );

    expect(above.filter((one) => roomOf(one.from) !== 'functions').map(written)).toEqual([]);
  });

  it('keeps the Discord room and the Flex room apart, types included', () => {
    const pairs = imports.map((one) => [roomOf(one.from), roomOf(one.to)].join(' → '));

    expect(pairs).not.toContain('src/discord → src/flex');
    expect(pairs).not.toContain('src/flex → src/discord');
  });

  it('keeps sandbox, tests and build scripts out of what is deployed', () => {
    expect(imports.filter((one) => /^(?:sandbox|tests|\.ci)\//.test(one.to)).map(written)).toEqual([]);
  });

  it('leaves putting the outside together to the composition root', () => {
    const wrong = imports.filter(
      (one) => !one.typeOnly && OUTSIDE.includes(one.to) && !['src/app', 'src/flex'].includes(roomOf(one.from)),
    );

    expect(wrong.map(written)).toEqual([]);
  });

  it('imports the Twilio SDK in the Flex room only; others name its types', () => {
    const sdk = imports.filter((one) => /^twilio(?:\/|$)/.test(one.to) && !one.typeOnly);

    expect(sdk.filter((one) => roomOf(one.from) !== 'src/flex').map(written)).toEqual([]);
  });

  it('mentions callback, Runtime and the platform response in the host only', () => {
    const knowing = files.filter((file) =>
      /\bcallback\(|\bRuntime\.|\bTwilio\.Response\b|\bgetTwilioClient\b/.test(codeWithoutComments(file)),
    );

    expect(knowing.filter((file) => roomOf(file) !== 'src/host')).toEqual([]);
  });

  it('writes no host name outside the configuration', () => {
    const addresses = files
      .filter((file) => !file.startsWith('src/config/'))
      .flatMap((file) =>
        [...codeWithoutComments(file).matchAll(/https?:\/\/[\w-]+(?:\.[\w-]+)+[^\s'"`)]*/g)].map(
          ([url]) => `${file}: ${url}`,
        ),
      );

    // Discord demands an address in the User-Agent; nothing is sent to it.
    expect(addresses.filter((one) => !one.startsWith('src/discord/rest.ts: https://github.com/'))).toEqual([]);
  });

  it('reads the process environment nowhere', () => {
    expect(files.filter((file) => /\bprocess\.env\b/.test(codeWithoutComments(file)))).toEqual([]);
  });

  it('takes randomness, time and waiting through ports, except where they are made', () => {
    const direct = files.filter((file) =>
      /\bMath\.random\(|\bDate\.now\(|\bnew Date\(\)|\bsetTimeout\(/.test(codeWithoutComments(file)),
    );

    expect(direct.filter((file) => !['src/app', 'src/host'].includes(roomOf(file)))).toEqual([]);
  });
});
