import { validateDefinition } from '../../../sandbox/twilio/studio/validate.ts';
import { flow, OFFSET, runFunction, trigger, widget } from './definitions.ts';

const WORKFLOW = `WW${'a'.repeat(32)}`;
const CHANNEL = `TC${'b'.repeat(32)}`;
const FLEX = { workflow: WORKFLOW, channel: CHANNEL } as const;
const ENQUEUED = { callComplete: null, failedToEnqueue: null, callFailure: null } as const;

function split(conditions: unknown, input: unknown = '{{x}}') {
  const match = { event: 'match', conditions };
  return flow({
    name: 'split',
    type: 'split-based-on',
    properties: { offset: OFFSET, input },
    transitions: [{ event: 'noMatch' }, match],
  });
}

const CONDITION = { friendly_name: 'x', type: 'equal_to', value: 'x', arguments: ['{{x}}'] } as const;

const REFUSED: readonly { readonly given: string; readonly definition: unknown; readonly path: string }[] = [
  { given: 'no object', definition: 'flow', path: '#' },
  { given: 'no states', definition: { initial_state: 'Trigger', states: [] }, path: '#/states' },
  {
    given: 'an initial state that is no trigger',
    definition: { ...flow(runFunction('a')), initial_state: 'a' },
    path: '#/initial_state',
  },
  { given: 'two states of one name', definition: flow(runFunction('a'), runFunction('a')), path: '#/states/2/name' },
  { given: 'a name with a dot', definition: flow(runFunction('a.b')), path: '#/states/1/name' },
  { given: 'an unknown widget', definition: flow(widget('a', 'say-play', {}, {})), path: '#/states/1/type' },
  {
    given: 'a widget called like a method of objects',
    definition: flow(widget('a', 'constructor', {}, {})),
    path: '#/states/1/type',
  },
  {
    given: 'no offset',
    definition: flow({ ...runFunction('a'), properties: { url: 'http://x' } }),
    path: '#/states/1/properties/offset',
  },
  {
    given: 'a transition to nowhere',
    definition: flow(runFunction('a', {}, { success: 'b', fail: null })),
    path: '#/states/1/transitions/0/next',
  },
  {
    given: 'a transition to the trigger',
    definition: flow(runFunction('a', {}, { success: 'Trigger' })),
    path: '#/states/1/transitions/0/next',
  },
  {
    given: 'an event the widget does not fire',
    definition: flow(runFunction('a', {}, { failed: null })),
    path: '#/states/1/transitions/0/event',
  },
  {
    given: 'a Function without address',
    definition: flow(widget('a', 'run-function', {}, { success: null })),
    path: '#/states/1/properties/url',
  },
  {
    given: 'a Function SID of another kind',
    definition: flow(widget('a', 'run-function', { url: 'http://x', function_sid: WORKFLOW }, {})),
    path: '#/states/1/properties/function_sid',
  },
  {
    given: 'parameters as an object',
    definition: flow(widget('a', 'run-function', { url: 'http://x', parameters: { a: 'b' } }, {})),
    path: '#/states/1/properties/parameters',
  },
  {
    given: 'a priority that is a number',
    definition: flow(widget('a', 'send-to-flex', { ...FLEX, priority: 0 }, ENQUEUED)),
    path: '#/states/1/properties/priority',
  },
  {
    given: 'a timeout that is a number',
    definition: flow(widget('a', 'send-to-flex', { ...FLEX, timeout: 86_400 }, ENQUEUED)),
    path: '#/states/1/properties/timeout',
  },
  {
    given: 'no task channel',
    definition: flow(widget('a', 'send-to-flex', { workflow: WORKFLOW }, ENQUEUED)),
    path: '#/states/1/properties/channel',
  },
  { given: 'a split without input', definition: split([CONDITION], null), path: '#/states/1/properties/input' },
  { given: 'a match without conditions', definition: split([]), path: '#/states/1/transitions/1/conditions' },
  {
    given: 'arguments as a string',
    definition: split([{ ...CONDITION, arguments: '{{x}}' }]),
    path: '#/states/1/transitions/1/conditions/0/arguments',
  },
  {
    given: 'an unknown condition',
    definition: split([{ ...CONDITION, type: 'equals' }]),
    path: '#/states/1/transitions/1/conditions/0/type',
  },
  {
    given: 'Liquid that cannot be read',
    definition: flow(runFunction('a', { x: '{% if y %}' })),
    path: '#/states/1/properties/parameters',
  },
  {
    given: 'a Liquid filter that does not exist',
    definition: flow(runFunction('a', { x: '{{y | to_jason}}' })),
    path: '#/states/1/properties/parameters',
  },
];

describe('validate › validateDefinition()', () => {
  it.each(REFUSED)('refuses $given', ({ definition, path }) => {
    const errors = validateDefinition(definition);

    expect(errors.map((error) => error.property_path)).toContain(path);
  });

  it('takes SIDs and numbers that Liquid will render', () => {
    const properties = { workflow: '{{flow.data.workflow}}', channel: CHANNEL, priority: '{{flow.data.priority}}' };

    expect(validateDefinition(flow(widget('a', 'send-to-flex', properties, ENQUEUED)))).toEqual([]);
  });

  it('reports all faults together', () => {
    const definition = { ...flow(widget('a', 'run-function', {}, { failed: 'b' })), states: undefined };
    const both = flow(widget('a', 'run-function', {}, { failed: 'b' }));

    expect(validateDefinition(definition).length).toBeGreaterThan(1);
    expect(validateDefinition(both)).toHaveLength(3);
  });

  it('takes a trigger alone', () => {
    const alone = { ...trigger('x'), transitions: [{ event: 'incomingRequest' }] };

    expect(validateDefinition({ states: [alone], initial_state: 'Trigger' })).toEqual([]);
  });
});
