import type { World } from '../../../sandbox/core/world.ts';
import { createWorld } from '../../../sandbox/core/world.ts';
import type {
  StudioConversation,
  StudioHost,
  StudioInteractionRequest,
  StudioInteractionResult,
} from '../../../sandbox/twilio/studio-port.ts';

export const ACCOUNT = { sid: `AC${'0'.repeat(32)}`, authToken: 'fake0auth0token0fake0auth0token0' } as const;
export const CONVERSATION_SID = `CH${'1'.repeat(32)}`;
export const FUNCTIONS_URL = 'http://functions.test';

/** A request of Studio's to a Function, as it arrived. */
interface ReceivedCall {
  readonly url: string;
  readonly path: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
  readonly form: Readonly<Record<string, string>>;
}

export type FakeFunction = (call: ReceivedCall) => Response | Promise<Response>;

export interface FakeHost extends StudioHost {
  readonly world: World;
  readonly calls: ReceivedCall[];
  readonly interactions: StudioInteractionRequest[];
  readonly messages: { readonly author: string; readonly body: string }[];
  /** The attributes and state that the next trigger sees. */
  conversation: StudioConversation;
  /** What the next hand-over to Flex comes to. */
  interactionResult: StudioInteractionResult;
}

const INTERACTION: StudioInteractionResult = {
  ok: true,
  sid: `KD${'2'.repeat(32)}`,
  channel: { type: 'web', sid: `UO${'3'.repeat(32)}` },
  routing: { properties: { sid: `WT${'4'.repeat(32)}` } },
};

/** The rest of Twilio in memory, and Functions that are plain handlers by path. */
export function createFakeHost(functions: Readonly<Record<string, FakeFunction>> = {}): FakeHost {
  const calls: ReceivedCall[] = [];
  let made = 0;

  async function receive(url: string, init?: RequestInit): Promise<Response> {
    const request = new Request(url, init);
    const body = await request.clone().text();
    const call: ReceivedCall = {
      url,
      path: new URL(url).pathname,
      method: request.method,
      headers: request.headers,
      body,
      form: Object.fromEntries(new URLSearchParams(body)),
    };
    calls.push(call);
    return functions[call.path]?.(call) ?? new Response('not found', { status: 404 });
  }

  const host: FakeHost = {
    world: createWorld({ fetch: receive, random: { next: () => 0 } }),
    account: ACCOUNT,
    calls,
    interactions: [],
    messages: [],
    conversation: {
      sid: CONVERSATION_SID,
      attributes: { status: 'bot', memberId: '1440000000000000001' },
      state: 'active',
      chatServiceSid: `IS${'5'.repeat(32)}`,
    },
    interactionResult: INTERACTION,
    getConversation: (sid) => (sid === CONVERSATION_SID ? host.conversation : undefined),
    writeMessage(_conversationSid, message) {
      host.messages.push(message);
    },
    createInteraction(request) {
      host.interactions.push(request);
      return Promise.resolve(host.interactionResult);
    },
    nextSid(prefix) {
      made += 1;
      return `${prefix}${made.toString(16).padStart(32, '0')}`;
    },
  };
  return host;
}

/** An answer as the local Functions server gives it, charset included. */
export function json(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: { 'content-type': 'application/json; charset=utf-8' } });
}

/** Webhook fields of a member's message. */
export function messageFields(overrides: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    AccountSid: ACCOUNT.sid,
    EventType: 'onMessageAdded',
    Source: 'API',
    ConversationSid: CONVERSATION_SID,
    MessageSid: `IM${'6'.repeat(32)}`,
    Index: '3',
    DateCreated: '2026-11-20T12:00:00.000Z',
    Body: 'My sword is gone',
    Author: 'discord_1440000000000000001',
    ParticipantSid: `MB${'7'.repeat(32)}`,
    Attributes: '{"origin":"member"}',
    ...overrides,
  };
}
