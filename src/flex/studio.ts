import type { Run } from './client.ts';

export interface StudioGateway {
  /**
   * Starts a flow over REST; `parameters` are `flow.data` there. Studio runs one execution for a pair of addresses at a
   * time, so `name` must be new for each start.
   */
  startExecution(flowSid: string, name: string, parameters: Record<string, string>): Promise<void>;
}

/** An execution wants two addresses; a flow that talks to nobody takes any. */
const FROM = 'client:discord-flex';

export function createStudio(run: Run): StudioGateway {
  return {
    startExecution: (flowSid, name, parameters) =>
      run('start execution', { repeatable: false }, async (client) => {
        await client.studio.v2.flows(flowSid).executions.create({ to: `client:${name}`, from: FROM, parameters });
      }),
  };
}
