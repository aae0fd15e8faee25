import { createStudio } from '../../../sandbox/twilio/studio/studio.ts';
import type { ExecutionView } from '../../../sandbox/twilio/studio/view.ts';
import type { StudioModule } from '../../../sandbox/twilio/studio-port.ts';
import type { FakeFunction, FakeHost } from './fake-host.ts';
import { CONVERSATION_SID, createFakeHost, messageFields } from './fake-host.ts';

/** One emulated Studio on a fake host, driven as Twilio and its REST clients drive it. */
export interface Driver {
  readonly host: FakeHost;
  readonly studio: StudioModule;
  /** A REST call; `form` makes it a POST. */
  rest(path: string, form?: Readonly<Record<string, string>>, method?: string): Promise<RestAnswer>;
  publish(definition: unknown): Promise<string>;
  message(flowSid: string, fields?: Readonly<Record<string, string>>): void;
  executions(): readonly ExecutionView[];
  /** Waits until no execution is at work. */
  settle(): Promise<void>;
  /** Waits until the condition holds. */
  until(holds: () => boolean): Promise<void>;
}

interface RestAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isView(value: unknown): value is ExecutionView {
  return isRecord(value) && typeof value['sid'] === 'string' && Array.isArray(value['steps']);
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 3_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error('The condition did not come to hold within 3 seconds');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export function createDriver(functions: Readonly<Record<string, FakeFunction>> = {}): Driver {
  const host = createFakeHost(functions);
  const studio = createStudio();
  const api = studio.routes(host);

  async function rest(path: string, form?: Readonly<Record<string, string>>, method?: string): Promise<RestAnswer> {
    const response = await api.request(`/v2${path}`, {
      method: method ?? (form === undefined ? 'GET' : 'POST'),
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    });
    const text = await response.text();
    const body: unknown = text === '' ? {} : JSON.parse(text);
    return { status: response.status, body: isRecord(body) ? body : {} };
  }

  const executions = (): readonly ExecutionView[] => studio.executions().filter(isView);

  return {
    host,
    studio,
    rest,
    async publish(definition) {
      const form = { FriendlyName: 'Test', Status: 'published', Definition: JSON.stringify(definition) };
      const { status, body } = await rest('/Flows', form);
      if (status !== 201) throw new Error(`Flow refused: ${JSON.stringify(body)}`);
      return String(body['sid']);
    },
    message(flowSid, fields) {
      studio.incomingConversationMessage(host, {
        flowSid,
        fields: messageFields(fields),
        conversationSid: CONVERSATION_SID,
      });
    },
    executions,
    settle: () => until(() => executions().every((one) => one.status === 'ended' || one.waiting)),
    until,
  };
}
