import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createSandbox } from './sandbox.ts';

const DEFAULT_PORT = '4545';

function readPort(): number {
  const { values } = parseArgs({ options: { port: { type: 'string', default: DEFAULT_PORT } }, strict: true });
  if (/^\d{1,5}$/.test(values.port) && Number(values.port) <= 65_535) return Number(values.port);
  throw new Error(`--port must be a number from 0 to 65535, not "${values.port}".`);
}

/** What a person can do about a failed start; anything else is a bug and shows its stack. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE' && 'port' in error) {
    return `Port ${error.port} is in use. Stop the program that holds it, or choose another: npm start -- --port ${Number(error.port) + 1}`;
  }
  if (code === 'EACCES') return 'This port is reserved by the system. Choose one above 1023: npm start -- --port 4545';
  if (typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS'))
    return `${error.message}\nUsage: npm start -- [--port NUMBER]`;
  return error.message.startsWith('--port') ? error.message : (error.stack ?? error.message);
}

async function main(): Promise<void> {
  const distribution = join(dirname(process.argv[1] ?? ''), '..');
  const sandbox = await createSandbox({ port: readPort(), distribution });
  console.log(`Sandbox: ${sandbox.url} (Ctrl-C ends it)`);

  function end(): void {
    sandbox.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
  // Started by a test: when the test's process is gone, there is nobody left to end this one.
  if (process.send !== undefined) process.once('disconnect', end);
}

main().catch((error: unknown) => {
  console.error(`\n${explain(error)}\n`);
  process.exit(1);
});
