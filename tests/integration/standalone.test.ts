import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '../..');
const FUNCTIONS = join(ROOT, 'dist/functions');
const ASSETS = join(ROOT, 'dist/assets');

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** The folder a package is installed in, as Node finds it from another package's folder. */
function installedAt(name: string, from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (folder === dirname(folder)) throw new Error(`${name} is not installed`);
  }
}

/** The declared dependencies and all that they need: what the platform would install. */
function closure(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const waiting = Object.keys(manifestOf(ROOT).dependencies ?? {}).map((name) => ({ name, from: ROOT }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next.name)) continue;
    const folder = installedAt(next.name, next.from);
    found.set(next.name, folder);
    waiting.push(...Object.keys(manifestOf(folder).dependencies ?? {}).map((name) => ({ name, from: folder })));
  }
  return found;
}

describe('what is deployed', () => {
  const files = filesBelow(FUNCTIONS);
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'deployed-'));
    cpSync(FUNCTIONS, join(folder, 'handlers'), { recursive: true });
    for (const [name, installed] of closure()) {
      const link = join(folder, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(installed, link, 'dir');
    }
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('has the addresses that outside programs rely on', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'conversations/events.protected.js',
        'discord/interactions.js',
        'health.js',
        'relay/sweep.protected.js',
        'studio/chatbot.protected.js',
        'studio/handoff.protected.js',
      ]),
    );
  });

  it('has one file for each source and nothing else in the functions folder, which would be public', () => {
    const sources = filesBelow(join(ROOT, 'functions')).map((name) => name.replace(/\.ts$/, '.js'));

    expect(files).toEqual(sources);
  });

  it.each(files)('%s loads alone from an empty directory with the declared dependencies only', (file) => {
    const script = `process.stdout.write(typeof require(${JSON.stringify(`./handlers/${file}`)}).handler)`;

    const type = execFileSync(process.execPath, ['--preserve-symlinks', '-e', script], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env.PATH },
    });

    expect(type).toBe('function');
  });

  it.each(files)('%s requires nothing but Node and what is declared, not even lazily', (file) => {
    const source = readFileSync(join(FUNCTIONS, file), 'utf8');
    const required = [...source.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name ?? '');

    expect(required.filter((name) => !/^(?:node:|twilio(?:\/|$)|@twilio\/runtime-handler$)/.test(name))).toEqual([]);
    expect(source).not.toMatch(/\bimport\(/);
    expect(source).not.toContain('sourceMappingURL');
  });

  it('loads the interactions function without the Twilio SDK', () => {
    const script =
      "require('./handlers/discord/interactions.js'); const loaded = Object.keys(require.cache).filter((file) => /node_modules/.test(file)); process.stdout.write(JSON.stringify(loaded))";

    const loaded = execFileSync(process.execPath, ['--preserve-symlinks', '-e', script], {
      cwd: folder,
      encoding: 'utf8',
    });

    // Signing takes one small file of the SDK; its entry point costs about 100 ms.
    const files = JSON.parse(loaded) as string[];
    expect(files.filter((name) => !name.endsWith('twilio/lib/webhooks/webhooks.js'))).toEqual([]);
  });

  it('has names and sizes that the platform takes', () => {
    const all = [...files, ...filesBelow(ASSETS)];

    for (const name of all) {
      expect(name).toMatch(/^[\w./-]+$/);
      expect(name.length).toBeLessThan(256);
    }
    for (const name of filesBelow(ASSETS)) {
      const limit = name.includes('.private.') ? 10_000_000 : 25_000_000;
      expect(readFileSync(join(ASSETS, name)).length).toBeLessThan(limit);
    }
  });

  it('has the knowledge base as a private asset, and nothing hidden or left over among the assets', () => {
    const names = filesBelow(ASSETS);

    expect(names).toContain('knowledge.private.json');
    expect(names.filter((name) => /(?:^|\/)\.|\.map$|\.ts$/.test(name))).toEqual([]);
  });
});
