/** The control API as the page uses it: JSON in, JSON out, and an error that says what was asked and answered. */
export interface ControlHttp {
  get<Answer>(path: string): Promise<Answer>;
  send<Answer>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<Answer>;
}

export class ControlError extends Error {
  readonly status: number;

  constructor(method: string, path: string, status: number, text: string) {
    super(`${method} ${path} → ${status} ${text}`);
    this.status = status;
  }
}

export function createControlHttp(url: string): ControlHttp {
  async function call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const init =
      body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${url}/control${path}`, { method, ...init });
    const text = await response.text();
    if (!response.ok) throw new ControlError(method, path, response.status, text);
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }

  return {
    get: (path) => call('GET', path),
    send: (method, path, body = {}) => call(method, path, body),
  };
}

const POLL = 25;
export const WAIT = 10_000;

/**
 * Reads until `find` gives something else than undefined, null or false, and gives that. For the condition, never for a
 * number of tries; when time is up the error shows what was read last.
 */
export async function waitFor<View, Found>(
  read: () => Promise<View>,
  find: (view: View) => Found | undefined | null | false,
  patience = WAIT,
): Promise<Found> {
  const deadline = performance.now() + patience;
  for (;;) {
    const view = await read();
    const found = find(view);
    if (found !== undefined && found !== null && found !== false) return found;
    if (performance.now() > deadline) {
      throw new Error(
        `Not within ${patience} ms: ${find.toString()}\nLast seen: ${JSON.stringify(view, null, 1).slice(0, 8_000)}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, POLL));
  }
}
