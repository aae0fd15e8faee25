import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../support/imports.ts';

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** A tool that leaves a mark, starts a child of its own, and would run for ever. */
const LASTING_TOOL = `
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  console.log('RUNNING ' + process.pid + ' ' + child.pid);
  setInterval(() => {}, 1000);
`;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('bootstrap', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bootstrap-'));
    write('package-lock.json', '{"lockfileVersion":3}');
    write('.ci/build.mjs', "console.log('BUILT');");
    write('.ci/check.mjs', "console.log('CHECKED ' + process.argv.slice(2));");
    write('npm.cjs', npm(0));
    copyFileSync(join(ROOT, '.ci/bootstrap.cjs'), join(folder, '.ci/bootstrap.cjs'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function write(name: string, text: string): void {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }

  /** Stands for npm: says that it ran, and makes the folder that the real one makes. */
  function npm(code: number): string {
    return `console.log('NPM ' + process.argv[2]); require('node:fs').mkdirSync('node_modules', { recursive: true }); process.exit(${code});`;
  }

  function start(args: readonly string[], nodeArgs: readonly string[] = []) {
    const env = { ...process.env, npm_execpath: join(folder, 'npm.cjs') };
    return spawn(process.execPath, [...nodeArgs, join(folder, '.ci/bootstrap.cjs'), ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  function run(args: readonly string[], nodeArgs: readonly string[] = []): Promise<Ended> {
    return new Promise((resolve) => {
      const child = start(args, nodeArgs);
      let output = '';
      const read = (chunk: Buffer): void => {
        output += chunk.toString('utf8');
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('close', (code) => resolve({ code, output }));
    });
  }

  it('installs, builds and runs the step on a fresh clone', async () => {
    const ended = await run(['check', '--fast']);

    expect(ended.code).toBe(0);
    expect(ended.output.match(/NPM ci|BUILT|CHECKED.*/g)).toEqual(['NPM ci', 'BUILT', 'CHECKED --fast']);
  });

  it('installs once, and again when the lock file has changed', async () => {
    await run(['build']);
    const second = await run(['build']);
    write('package-lock.json', '{"lockfileVersion":3,"changed":true}');
    const third = await run(['build']);

    expect(second.output).not.toContain('NPM');
    expect(third.output).toContain('NPM ci');
  });

  it('leaves an installation by hand alone', async () => {
    write('node_modules/.package-lock.json', '{}');

    const ended = await run(['build']);

    expect(ended.output).not.toContain('NPM');
    expect(existsSync(join(folder, 'node_modules/.installed-for'))).toBe(true);
  });

  it('stops with a message, and tries again next time, when installing fails', async () => {
    write('npm.cjs', npm(1));
    const failed = await run(['build']);
    write('npm.cjs', npm(0));
    const next = await run(['build']);

    expect(failed.code).toBe(1);
    expect(failed.output).toContain('npm ci failed');
    expect(failed.output).not.toContain('BUILT');
    expect(next.output).toContain('BUILT');
  });

  it('stops with a message when the build is broken', async () => {
    write('.ci/build.mjs', 'process.exit(1);');

    const ended = await run(['check']);

    expect(ended.code).toBe(1);
    expect(ended.output).toContain('The build is broken');
    expect(ended.output).not.toContain('CHECKED');
  });

  it('passes the exit code of the step on', async () => {
    write('.ci/check.mjs', 'process.exit(3);');

    expect((await run(['check'])).code).toBe(3);
  });

  it('names the steps when called with another', async () => {
    const ended = await run(['launch']);

    expect(ended.code).toBe(1);
    expect(ended.output).toContain('Unknown step launch. There are: build, start, test, check, deploy, tool.');
  });

  it('says which Node it needs when this one is too old', async () => {
    write('old.cjs', "Object.defineProperty(process, 'versions', { value: { node: '16.20.2' } });");

    const ended = await run(['build'], ['--require', join(folder, 'old.cjs')]);

    expect(ended.code).toBe(1);
    expect(ended.output).toContain('needs Node 20 or newer; this is Node 16.20.2');
  });

  it('is written so that any Node can read it', () => {
    const source = readFileSync(join(ROOT, '.ci/bootstrap.cjs'), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');

    expect(source).not.toMatch(/=>|\b(?:const|let|class|async|await)\b|`|\?\.|\?\?|\.\.\.|node:/);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('takes the whole family of a running tool along on %s', async (signal) => {
    write('dist/tools/lasting.js', LASTING_TOOL);
    const child = start(['tool', 'lasting']);
    const pids = await new Promise<number[]>((resolve) => {
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString('utf8');
        const found = /RUNNING (\d+) (\d+)/.exec(output);
        if (found !== null) resolve([Number(found[1]), Number(found[2])]);
      });
    });
    const before = pids.map(isAlive);

    child.kill(signal);
    await new Promise((resolve) => child.once('exit', resolve));

    const deadline = Date.now() + 3_000;
    while (pids.some(isAlive) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(before).toEqual([true, true]);
    expect(pids.map(isAlive)).toEqual([false, false]);
  });
});
