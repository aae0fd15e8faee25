import type { FlowState } from '../../src/flow/definition.ts';
import { relayFlow } from '../../src/flow/relay.ts';
import { supportFlow } from '../../src/flow/support.ts';

const ADDRESS = {
  functionsUrl: 'https://discord-flex-1234.twil.example',
  serviceSid: `ZS${'a'.repeat(32)}`,
  environmentSid: `ZE${'b'.repeat(32)}`,
} as const;

const SUPPORT = supportFlow({
  ...ADDRESS,
  functionSids: { chatbot: `ZH${'c'.repeat(32)}`, handoff: `ZH${'d'.repeat(32)}` },
  workflowSid: `WW${'e'.repeat(32)}`,
  taskChannelSid: `TC${'f'.repeat(32)}`,
});
const RELAY = relayFlow({ ...ADDRESS, functionSids: { sweep: `ZH${'9'.repeat(32)}` } });

const FLOWS = [
  { name: 'supportFlow', flow: SUPPORT },
  { name: 'relayFlow', flow: RELAY },
];

/** Names of the widgets an event of this widget leads to. */
function reached(state: FlowState): readonly string[] {
  return state.transitions.flatMap(({ next }) => (next === undefined ? [] : [next]));
}

function stateOf(name: string): FlowState {
  const state = SUPPORT.states.find((one) => one.name === name);
  if (state === undefined) throw new Error(`There is no widget ${name}`);
  return state;
}

/** Where a split leads when its input is blank. */
function nextOnBlank(state: FlowState): string | undefined {
  if (state.type !== 'split-based-on') return undefined;
  return state.transitions.find((one) => 'conditions' in one && one.conditions[0]?.type === 'is_blank')?.next;
}

function nextOn(state: FlowState, event: string): string | undefined {
  return state.transitions.find((transition) => transition.event === event)?.next;
}

describe.each(FLOWS)('flow › $name()', ({ flow }) => {
  it('has a place on the canvas for each widget, and no two at one place', () => {
    const places = flow.states.map(({ properties }) => `${properties.offset.x}/${properties.offset.y}`);

    expect(new Set(places).size).toBe(flow.states.length);
  });

  it('reaches every widget from the trigger', () => {
    const names = new Set([flow.initial_state]);
    for (const name of names) {
      const state = flow.states.find((one) => one.name === name);
      for (const next of state === undefined ? [] : reached(state)) names.add(next);
    }

    expect([...names].sort()).toEqual(flow.states.map(({ name }) => name).sort());
  });

  it('reads only widgets that exist', () => {
    const read = [...JSON.stringify(flow).matchAll(/widgets\.(\w+)\./g)].map(([, name]) => name);

    for (const name of read) expect(flow.states.map((state) => state.name)).toContain(name);
  });

  it('stays plain JSON', () => {
    expect(JSON.parse(JSON.stringify(flow))).toEqual(flow);
  });

  it('has no widget that speaks or waits', () => {
    const types = new Set(flow.states.map(({ type }) => type));

    for (const type of types) {
      expect(['trigger', 'split-based-on', 'run-function', 'send-to-flex']).toContain(type);
    }
  });
});

describe('flow › supportFlow()', () => {
  it.each([
    { widget: 'chatbot', event: 'fail', leads: 'handoff' },
    { widget: 'handoff', event: 'fail', leads: 'not_queued' },
    { widget: 'to_flex', event: 'failedToEnqueue', leads: 'not_queued' },
    { widget: 'to_flex', event: 'callFailure', leads: 'not_queued' },
  ])('S15: wires $event of $widget to $leads', ({ widget, event, leads }) => {
    expect(nextOn(stateOf(widget), event)).toBe(leads);
  });

  it.each([
    { split: 'route', leads: 'handoff' },
    { split: 'ready', leads: 'not_queued' },
  ])('S15: wires an answer that $split cannot read to $leads', ({ split, leads }) => {
    expect(nextOnBlank(stateOf(split))).toBe(leads);
  });

  it('S12: decides by the answer of the Function, never by the text of the message', () => {
    expect(JSON.stringify(SUPPORT)).not.toContain('Body');
  });

  it('D7: guards before anything is called', () => {
    expect(nextOn(stateOf('Trigger'), 'incomingConversationMessage')).toBe('guard');
    expect(nextOn(stateOf('guard'), 'noMatch')).toBeUndefined();
  });

  it('calls the deployed Functions by address and SID', () => {
    expect(stateOf('chatbot').properties).toMatchObject({
      url: 'https://discord-flex-1234.twil.example/studio/chatbot',
      service_sid: ADDRESS.serviceSid,
      environment_sid: ADDRESS.environmentSid,
      function_sid: `ZH${'c'.repeat(32)}`,
    });
  });

  it('writes the numbers of Send to Flex as strings', () => {
    expect(stateOf('to_flex').properties).toMatchObject({ priority: '0', timeout: '86400' });
  });
});
