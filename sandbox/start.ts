import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createSandbox } from './sandbox.ts';

const DEFAULT_PORT = '4545';
const USAGE = 'Usage: npm start -- [--port NUMBER] [--set KEY=VALUE]… [--no-flex-server-webhooks]';

interface Settings {
  readonly port: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly flexServerWebhooks: boolean;
}

/**
 * `--port NUMBER`; `--set KEY=VALUE`, as often as wanted, for the configuration of the Functions; and
 * `--no-flex-server-webhooks`, because it is not documented whether acts of Flex's own servers fire webhooks.
 */
function readSettings(): Settings {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: DEFAULT_PORT },
      set: { type: 'string', multiple: true, default: [] },
      'no-flex-server-webhooks': { type: 'boolean', default: false },
    },
    strict: true,
  });
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) {
    throw new UsageError(`--port must be a number from 0 to 65535, not "${values.port}".`);
  }
  return {
    port: Number(values.port),
    variables: Object.fromEntries(values.set.map(readVariable)),
    flexServerWebhooks: !values['no-flex-server-webhooks'],
  };
}

function readVariable(text: string): readonly [string, string] {
  const [, key, value] = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(text) ?? [];
  if (key === undefined || value === undefined)
    throw new UsageError('--set takes KEY=VALUE, for example --set LOG_LEVEL=warn');
  return [key, value];
}

class UsageError extends Error {}

/** What a person can do about a failed start; anything else is a bug and shows its stack. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE' && 'port' in error) {
    return `Port ${error.port} is in use. Stop the program that holds it, or choose another: npm start -- --port ${Number(error.port) + 1}`;
  }
  if (code === 'EACCES') return 'This port is reserved by the system. Choose one above 1023: npm start -- --port 4545';
  if (typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS')) return `${error.message}\n${USAGE}`;
  return error instanceof UsageError ? `${error.message}\n${USAGE}` : (error.stack ?? error.message);
}

async function main(): Promise<void> {
  const distribution = join(dirname(process.argv[1] ?? ''), '..');
  const sandbox = await createSandbox({ ...readSettings(), distribution });
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
