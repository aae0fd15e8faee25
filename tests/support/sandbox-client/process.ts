import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** Long enough for a machine whose cores are busy with other tests. */
const START_PATIENCE = 20_000;
const STOP_PATIENCE = 5_000;

export interface SandboxProcess {
  readonly url: string;
  /** Lines the Functions and the sandbox wrote, oldest first. */
  readonly output: readonly string[];
  /** Resolves with the exit code once the process is gone. */
  stop(): Promise<number | null>;
}

/** Starts the built sandbox on a free port; the address comes from its first line. */
export function startProcess(args: readonly string[] = []): Promise<SandboxProcess> {
  const start = join(process.cwd(), 'dist/sandbox/start.js');
  const child = spawn(process.execPath, [start, '--port', '0', ...args], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const output: string[] = [];

  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail('did not start in time'), START_PATIENCE);

    function fail(why: string): void {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`The sandbox ${why}; was it built (npm run build)?\n${output.join('\n')}`));
    }

    function read(chunk: Buffer): void {
      output.push(
        ...chunk
          .toString('utf8')
          .split('\n')
          .filter((line) => line !== ''),
      );
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output.join('\n'))?.[0];
      if (url === undefined) return;
      clearTimeout(timer);
      child.off('exit', onExit);
      resolve({ url, output, stop: () => stopProcess(child) });
    }

    function onExit(code: number | null): void {
      fail(`ended with ${code}`);
    }

    child.stdout?.on('data', read);
    child.stderr?.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')));
    child.once('exit', onExit);
    child.once('error', (error) => fail(error.message));
  });
}

function stopProcess(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE);
    child.once('exit', (code) => {
      clearTimeout(timer);
      resolve(code);
    });
    child.kill('SIGTERM');
  });
}
