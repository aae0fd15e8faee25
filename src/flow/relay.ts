import type { FlowDefinition } from './definition.ts';
import type { FunctionsAddress } from './states.ts';
import { at, runFunctionState, splitState, triggerState } from './states.ts';

export interface RelayFlowSettings extends FunctionsAddress {
  readonly functionSids: { readonly sweep: string };
}

/**
 * How many times one execution can call `/relay/sweep`: Studio ends an execution after 1,000 steps, a round takes two
 * (the call and the split behind it), and the trigger is one.
 */
export const RELAY_ROUNDS = 499;

/** The state a sweep left behind; in the first round, what the execution was started with. */
const STATE =
  '{% if widgets.sweep_again.parsed.state %}{{widgets.sweep_again.parsed.state | to_json}}{% else %}{{flow.data.state}}{% endif %}';

/**
 * Keeps the relay sweep going where the Functions may not call themselves. Started over REST (`Parameters` =
 * `{"state": "<JSON text>"}`), it calls `/relay/sweep` again and again, handing each round the `state` object the last one
 * answered as JSON text, while that answered `again: "yes"`.
 *
 * Studio stops an execution that runs the same widget ten times in a row; two sweep widgets take turns so that no reading
 * of that rule strikes. It also stops it after 1,000 steps: the Function counts its rounds in `state`, starts the next
 * execution in good time and answers `again: "no"`. Only one execution can be active for one `To` and `From`, so each
 * start needs a `To` of its own.
 *
 * A failed round ends the execution. The next event starts the sweep again.
 */
export function relayFlow(settings: RelayFlowSettings): FlowDefinition {
  const sweep = { functionSid: settings.functionSids.sweep, path: '/relay/sweep' } as const;
  return {
    description: 'Discord relay: reads the direct messages of open chats again and again.',
    states: [
      triggerState('incomingRequest', 'sweep'),
      runFunctionState('sweep', settings, {
        ...sweep,
        parameters: { state: STATE, execution: '{{flow.sid}}' },
        success: 'more',
        offset: at(0, 1),
      }),
      splitState('more', {
        input: '{{widgets.sweep.parsed.again}}',
        equals: 'yes',
        next: 'sweep_again',
        offset: at(0, 2),
      }),
      runFunctionState('sweep_again', settings, {
        ...sweep,
        parameters: { state: '{{widgets.sweep.parsed.state | to_json}}', execution: '{{flow.sid}}' },
        success: 'more_again',
        offset: at(1, 2),
      }),
      splitState('more_again', {
        input: '{{widgets.sweep_again.parsed.again}}',
        equals: 'yes',
        next: 'sweep',
        offset: at(1, 1),
      }),
    ],
    initial_state: 'Trigger',
    flags: { allow_concurrent_calls: true },
  };
}
