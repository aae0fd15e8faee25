import { createServer, IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LocalDevelopmentServer, type ServerConfig } from '@twilio/runtime-handler/dev';
import type { World } from '../core/world.ts';
import { guardAnswer } from './answer.ts';
import { assetRoutes, functionRoutes } from './routes.ts';
import { REQUEST_LIMIT, refusalOf, TIME_LIMIT, withoutRemovedHeaders } from './rules.ts';
import { createWatch, type PlatformViolation } from './watch.ts';

export interface PlatformOptions {
  readonly world: World;
  /** The built Functions: `dist/functions`. */
  readonly functionsDir: string;
  /** The built assets: `dist/assets`. */
  readonly assetsDir: string;
  /** Environment variables of the Functions. `PUBLIC_BASE_URL` is added. */
  readonly variables: Readonly<Record<string, string>>;
  /** 0 takes a free one. */
  readonly port: number;
  /** Milliseconds a Function may take. Default: the platform's 10 s. */
  readonly timeLimit?: number;
}

export interface Platform {
  readonly url: string;
  /** What the Functions did that the deployed platform would punish. */
  readonly violations: () => readonly PlatformViolation[];
  /** As deploying new variables: the next call sees them. */
  setVariables(variables: Readonly<Record<string, string>>): void;
  clearViolations(): void;
  close(): Promise<void>;
}

/**
 * Serves the built Functions by Twilio's own local runtime, in this process, behind the rules that the deployed platform
 * keeps and its local copy does not. That runtime sets globals: one platform in a process.
 */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const functions = functionRoutes(options.functionsDir);
  const assets = assetRoutes(options.assetsDir);
  const access = new Map(
    [...functions, ...assets.filter((asset) => asset.access === 'protected')].map((one) => [one.path, one.access]),
  );
  const functionPaths = new Set(functions.map((one) => one.path));

  const server = createServer({ maxHeaderSize: 128 * 1024 });
  const url = await listen(server, options.port);
  const watch = createWatch(options.world, () => url);
  const env: Record<string, string> = { ...options.variables, PUBLIC_BASE_URL: url };
  const runtime = localRuntime({
    env,
    url,
    baseDir: options.functionsDir,
    routes: { functions: [...functions], assets: [...assets] },
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const body = await readBody(request);
    const call = { method: request.method ?? 'GET', target: request.url ?? '/', rawHeaders: request.rawHeaders, body };
    const refusal = refusalOf(call, access.get(path), { authToken: env.AUTH_TOKEN ?? '', publicUrl: url });
    if (refusal !== undefined) {
      response.writeHead(refusal.status, { 'content-type': 'text/plain' }).end(refusal.text);
      return;
    }
    const invocation = { path, answered: false };
    if (functionPaths.has(path) && call.method !== 'OPTIONS') {
      guardAnswer(response, { invocation, report: watch.report, timeLimit: options.timeLimit ?? TIME_LIMIT });
    }
    watch.run(invocation, () => runtime(replay(request, body), response));
  }

  function onUnhandled(reason: unknown): void {
    const name = reason instanceof Error ? reason.name : typeof reason;
    watch.report({ path: '', kind: 'unhandled-rejection', detail: name });
    console.error(reason);
  }
  process.on('unhandledRejection', onUnhandled);

  server.on('request', (request, response) => {
    serve(request, response).catch(() => response.destroy());
  });

  return {
    url,
    violations: () => watch.violations,
    setVariables: (variables) => void Object.assign(env, variables),
    clearViolations: () => watch.clear(),
    async close() {
      watch.stop();
      process.off('unhandledRejection', onUnhandled);
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

function localRuntime(config: Pick<ServerConfig, 'env' | 'url' | 'baseDir' | 'routes'>): RequestHandler {
  // Constructing it puts Twilio's class in the place of the web standard's Response, which everything else here needs.
  const standardResponse = globalThis.Response;
  const server = new LocalDevelopmentServer(0, {
    ...config,
    port: 0,
    live: false,
    logs: false,
    detailedLogs: false,
    legacyMode: false,
    forkProcess: false,
    enableDebugLogs: false,
    appName: 'discord-flex',
    logger: silentLogger,
  });
  globalThis.Response = standardResponse;
  return server.getApp();
}

/** Its warnings are about running in the open; the Functions' own lines go to standard output without it. */
const silentLogger = { debug: noLine, info: noLine, warn: noLine, error: noLine, log: noLine };

function noLine(): void {}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

/** The body, or as much of it as shows that it is too large. */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= REQUEST_LIMIT + 1) chunks.push(chunk);
    else chunks.splice(0, chunks.length, Buffer.alloc(REQUEST_LIMIT + 1));
  }
  return Buffer.concat(chunks);
}

/** The request once more, for the runtime to read: its body has been read already. */
function replay(request: IncomingMessage, body: Buffer): IncomingMessage {
  const again = new IncomingMessage(request.socket);
  again.method = request.method;
  again.url = request.url;
  again.httpVersion = request.httpVersion;
  again.rawHeaders = withoutRemovedHeaders(request.rawHeaders);
  again.headers = { ...request.headers };
  delete again.headers.host;
  again.complete = true;
  again.push(body);
  again.push(null);
  return again;
}
