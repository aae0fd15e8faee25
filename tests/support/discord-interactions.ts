import type { InteractionOutcome } from '../../sandbox/control/types.ts';
import { type Answered, APPLICATION_ID, type Delivered, type Harness } from './discord-harness.ts';

type Addressed = Pick<Delivered, 'payload'>;

/** What an endpoint answers that responds by the callback route. */
export function accepted(): Response {
  return new Response(null, { status: 202 });
}

/** A member's command in one place, and the calls an application makes to answer it. */
export interface InteractionCalls {
  /** Runs `/helpme`, in the DM unless told otherwise. */
  command(channelId?: string, options?: object): Promise<InteractionOutcome>;
  callback(one: Addressed, json: unknown, query?: string): Promise<Answered>;
  webhook(method: string, one: Addressed, rest: string, json?: unknown): Promise<Answered>;
  lastDelivered(): Delivered;
  /** Runs a command whose answer is deferred, and gives what was delivered. */
  deferred(flags?: number): Promise<Delivered>;
}

export function interactionCalls(harness: Harness, dm: string): InteractionCalls {
  const headers = { Authorization: null };

  async function command(channelId = dm, options: object = {}): Promise<InteractionOutcome> {
    return (await harness.act<InteractionOutcome>('commands', { channelId, name: 'helpme', options })).body;
  }

  function callback({ payload }: Addressed, json: unknown, query = ''): Promise<Answered> {
    return harness.api('POST', `/interactions/${payload.id}/${payload.token}/callback${query}`, { json, headers });
  }

  function lastDelivered(): Delivered {
    const one = harness.delivered.at(-1);
    if (one === undefined) throw new Error('Nothing was delivered');
    return one;
  }

  return {
    command,
    callback,
    lastDelivered,
    webhook: (method, { payload }, rest, json) =>
      harness.api(method, `/webhooks/${APPLICATION_ID}/${payload.token}${rest}`, { json, headers }),
    async deferred(flags) {
      harness.endpoint = async (one) => {
        await callback(one, { type: 5, ...(flags !== undefined && { data: { flags } }) });
        return accepted();
      };
      await command();
      return lastDelivered();
    },
  };
}
