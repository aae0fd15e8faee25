import type { TaskStatus } from '../../src/flex/taskrouter.ts';
import { type Facts, planStep } from '../../src/relay/reconcile-plan.ts';
import { newSession, type Session, type SessionState } from '../../src/session/session.ts';

const KIM = { identity: 'kim', name: 'Kim' };
const SINCE = 1_000_000;

function session(state: SessionState, agent: typeof KIM | null = null): Session {
  const fresh = newSession({ memberId: '1440000000000000042', displayName: 'Ann', locale: 'en', guildId: null }, SINCE);
  return { ...fresh, state, agent };
}

function facts(given: Partial<Facts>): Facts {
  return { conversation: 'open', agents: [], task: undefined, ...given };
}

const TASK_STATES: readonly (TaskStatus | null)[] = [
  'pending',
  'reserved',
  'assigned',
  'wrapping',
  'completed',
  'canceled',
  null,
];

describe('relay/reconcile-plan', () => {
  describe('planStep()', () => {
    it.each([
      { state: 'none', given: { conversation: 'closed' }, step: { kind: 'none' } },
      { state: 'ended', given: { conversation: 'closed' }, step: { kind: 'none' } },
      { state: 'bot', given: {}, step: { kind: 'none' } },
      { state: 'bot', given: { conversation: 'closed' }, step: { kind: 'end' } },
      { state: 'bot', given: { agents: ['kim'] }, step: { kind: 'join', identity: 'kim' } },
      { state: 'queued', given: { conversation: 'closed' }, step: { kind: 'end' } },
      { state: 'queued', given: { task: 'pending' }, step: { kind: 'none' } },
      { state: 'queued', given: { task: 'reserved' }, step: { kind: 'none' } },
      { state: 'queued', given: { task: 'assigned' }, step: { kind: 'none' } },
      { state: 'queued', given: { task: 'assigned', agents: ['kim'] }, step: { kind: 'join', identity: 'kim' } },
      { state: 'queued', given: { task: 'canceled' }, step: { kind: 'to-bot', reason: 'no-agent' } },
      { state: 'queued', given: { task: 'completed' }, step: { kind: 'to-bot', reason: 'no-agent' } },
      { state: 'queued', given: { task: null }, step: { kind: 'to-bot', reason: 'no-agent' } },
      { state: 'queued', given: { task: 'canceled', agents: ['kim'] }, step: { kind: 'join', identity: 'kim' } },
    ] as const)('$state and $given: $step.kind (R39, R42)', ({ state, given, step }) => {
      expect(planStep(session(state), facts(given), SINCE)).toEqual(step);
    });

    it.each([
      { given: { agents: ['kim'], task: 'assigned' }, step: { kind: 'none' } },
      { given: { agents: ['kim'], task: 'completed' }, step: { kind: 'none' } },
      { given: { agents: ['kim', 'lee'], task: 'assigned' }, step: { kind: 'none' } },
      { given: { agents: ['lee'], task: 'assigned' }, step: { kind: 'join', identity: 'lee' } },
      { given: { conversation: 'closed', agents: ['kim'] }, step: { kind: 'end' } },
      { given: { task: 'wrapping' }, step: { kind: 'end' } },
      { given: { task: 'pending' }, step: { kind: 'to-queue' } },
      { given: { task: 'reserved' }, step: { kind: 'to-queue' } },
      { given: { task: 'completed' }, step: { kind: 'to-bot', reason: 'agent-left' } },
      { given: { task: 'canceled' }, step: { kind: 'to-bot', reason: 'agent-left' } },
      { given: { task: null }, step: { kind: 'to-bot', reason: 'agent-left' } },
      { given: { task: 'assigned' }, step: { kind: 'none' } },
    ] as const)('agent and $given: $step.kind (R39, R42)', ({ given, step }) => {
      expect(planStep(session('agent', KIM), facts(given), SINCE)).toEqual(step);
    });

    it.each([
      { later: 10_000, step: { kind: 'none' } },
      { later: 60_000, step: { kind: 'to-bot', reason: 'never-queued' } },
    ])('queued without a task on record $later ms later: $step.kind (R42)', ({ later, step }) => {
      expect(planStep(session('queued'), facts({}), SINCE + later)).toEqual(step);
    });

    it('leaves nobody waiting for a task that is over (R42)', () => {
      for (const task of TASK_STATES.filter((one) => one === 'completed' || one === 'canceled' || one === null)) {
        expect(planStep(session('queued'), facts({ task }), SINCE).kind).not.toBe('none');
        expect(planStep(session('agent', KIM), facts({ task }), SINCE).kind).not.toBe('none');
      }
    });
  });
});
