import { Hono } from 'hono';
import { errorBody, RestError, refusals } from '../errors.ts';
import type { StudioHost, StudioModule } from '../studio-port.ts';
import { createEngine } from './engine.ts';
import { executionRoutes } from './execution-routes.ts';
import { flowRoutes } from './flow-routes.ts';
import { activeForConversation, createStore, publishedRevision } from './store.ts';
import { viewExecution } from './view.ts';

/** The emulated Studio: flows over REST, and what they do when a Conversation's studio webhook fires. */
export function createStudio(): StudioModule {
  const store = createStore();
  const engine = createEngine(store);
  return {
    routes(host) {
      const api = new Hono();
      api.route('/v2', flowRoutes(host, store));
      api.route('/v2', executionRoutes(host, store, engine));
      api.notFound((c) => {
        const { status, code, message } = refusals.notFound(c.req.path);
        return c.json(errorBody(status, code, message), 404);
      });
      api.onError((error) => {
        const { status, code, message } =
          error instanceof RestError ? error : new RestError(500, 20500, 'Internal Server Error');
        return Response.json(errorBody(status, code, message), { status });
      });
      return api;
    },
    incomingConversationMessage(host, { flowSid, fields, conversationSid }) {
      const flow = store.flows.get(flowSid);
      const revision = flow === undefined ? undefined : publishedRevision(flow);
      const conversation = host.getConversation(conversationSid);
      if (flow === undefined || revision === undefined || conversation === undefined) {
        recordMiss(host, flowSid, conversationSid);
        return;
      }
      const active = activeForConversation(store, flowSid, conversationSid);
      if (active === undefined) engine.startForConversation(host, flow, revision, { fields, conversation });
      else engine.deliver(host, active, { fields, conversation });
    },
    reset() {
      engine.reset();
      store.flows.clear();
      store.executions.clear();
    },
    executions: () => [...store.executions.values()].map(viewExecution),
  };
}

/** A webhook whose flow is gone or was never published: Twilio only notes it in its debugger. */
function recordMiss({ world }: StudioHost, flowSid: string, conversationSid: string): void {
  world.trace.record({
    at: world.clock.now(),
    from: 'twilio',
    to: 'studio',
    what: `onMessageAdded ${flowSid}`,
    outcome: 'dropped',
    took: 0,
    details: { reason: 'no published flow', conversation: conversationSid },
  });
}
