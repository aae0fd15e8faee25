import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Hono } from 'hono';
import { CUT_CONNECTION } from './core/fault-middleware.ts';

export interface HttpServer {
  readonly port: number;
  close(): Promise<void>;
}

interface NodeBindings {
  readonly outgoing: { readonly socket: { destroy(): void } | null };
}

/** Serves on loopback only. An answer marked for it never goes out: its connection is cut, as a network would. */
export function startHttpServer(app: Hono, port: number): Promise<HttpServer> {
  async function answer(request: Request, bindings: unknown): Promise<Response> {
    const response = await app.fetch(request, bindings as object);
    if (!response.headers.has(CUT_CONNECTION)) return response;
    (bindings as NodeBindings).outgoing.socket?.destroy();
    return RESPONSE_ALREADY_SENT;
  }

  return new Promise((resolve, reject) => {
    const options = { fetch: answer, port, hostname: '127.0.0.1', overrideGlobalObjects: false };
    const server = serve(options, (address) => resolve({ port: address.port, close: () => stop(server as Server) }));
    server.once('error', reject);
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
