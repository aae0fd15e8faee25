import type { FaultRule } from '../../core/faults.ts';
import type { Hop } from '../../core/trace.ts';
import { stopwatch } from '../../core/trace.ts';
import type { StudioHost } from '../studio-port.ts';

/** Studio gives a Function or an HTTP request this long, then it goes on without an answer. */
const TIME_LIMIT = 10_000;

export interface CallOutRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

interface CallOutAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export type CallOutResult = CallOutAnswer | 'timeout' | 'reset';

/** Ids for the trace. */
type Details = Hop['details'];

/** One call to the Functions, under the fault rules for deliveries, recorded as a hop. */
export async function callOut(host: StudioHost, request: CallOutRequest, details: Details): Promise<CallOutResult> {
  const what = `${request.method} ${new URL(request.url).pathname}`;
  const took = stopwatch(host.world.clock);
  const at = host.world.clock.now();
  const rule = host.world.faults.strike('delivery', what);
  const result = await withFault(host, request, rule);
  host.world.trace.record({
    at,
    from: 'studio',
    to: 'functions',
    what,
    outcome: typeof result === 'string' ? result : result.status,
    took: took(),
    signature: 'x-twilio-signature',
    details: rule === undefined ? details : { ...details, fault: rule.kind },
  });
  return result;
}

async function withFault(
  host: StudioHost,
  request: CallOutRequest,
  rule: FaultRule | undefined,
): Promise<CallOutResult> {
  switch (rule?.kind) {
    case 'reset':
      return 'reset';
    case 'status':
      return { status: rule.status ?? 500, contentType: '', body: '' };
    case 'hang':
    case 'lose':
      await host.world.clock.sleep(TIME_LIMIT);
      return 'timeout';
    case 'drop-response': {
      const result = await send(host, request);
      return result === 'timeout' ? result : 'reset';
    }
    case 'double': {
      const [first] = await Promise.all([send(host, request), send(host, request)]);
      return first;
    }
    case 'delay':
      await host.world.clock.sleep(rule.delay ?? 0);
      return send(host, request);
    case undefined:
      return send(host, request);
  }
}

function send(host: StudioHost, request: CallOutRequest): Promise<CallOutResult> {
  const abort = new AbortController();
  return new Promise((resolve) => {
    const cancel = host.world.clock.after(TIME_LIMIT, () => {
      resolve('timeout');
      abort.abort();
    });
    fetchAnswer(host, request, abort.signal).then(
      (answer) => {
        cancel();
        resolve(answer);
      },
      () => {
        cancel();
        resolve('reset');
      },
    );
  });
}

async function fetchAnswer(host: StudioHost, request: CallOutRequest, signal: AbortSignal): Promise<CallOutAnswer> {
  const response = await host.world.fetch(request.url, {
    method: request.method,
    headers: request.headers,
    // A redirect is an answer to Studio, not an instruction.
    redirect: 'manual',
    signal,
    ...(request.body === undefined ? {} : { body: request.body }),
  });
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    body: await response.text(),
  };
}
