import { Fault } from '../../src/errors.ts';
import { createTwilioGateway } from '../../src/flex/client.ts';
import { createTwilioClient } from '../../src/flex/sdk.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { gatewayTo, serveTwilio } from './gateway.ts';
import { type Reaction, recordingGateway } from './recording-client.ts';

const CONVERSATION = `CH${'a1'.repeat(16)}`;
const FLOW = `FW${'f1'.repeat(16)}`;
const WORKSPACE = `WS${'0a'.repeat(16)}`;
const TASK = `WT${'0b'.repeat(16)}`;
const CANARY = 'canary-body-of-a-member';

function answering(statusCode: number, body: unknown = { code: statusCode, message: CANARY }): Reaction {
  return () => ({ statusCode, body });
}

const lost: Reaction = () => {
  throw Object.assign(new Error(`socket hang up at ${CANARY}`), { code: 'ECONNRESET' });
};

async function faultOf(calling: Promise<unknown>): Promise<Fault> {
  const found = await calling.then(
    () => 'no fault',
    (error: unknown) => error,
  );
  if (found instanceof Fault) return found;
  throw new Error(`Expected a Fault, got ${String(found)}`);
}

describe('client', () => {
  describe('createTwilioGateway()', () => {
    it.each<{ what: string; reaction: Reaction; fault: object; requests: number }>([
      {
        what: 'R19 tries a bad gateway four times',
        reaction: answering(504, '<html>'),
        fault: { code: 'TWILIO_UNREACHABLE', outcome: 'unknown', upstreamStatus: 504 },
        requests: 4,
      },
      {
        what: 'R19 tries a lost connection four times',
        reaction: lost,
        fault: { code: 'TWILIO_UNREACHABLE', outcome: 'unknown', upstreamStatus: undefined },
        requests: 4,
      },
      {
        what: 'R07 bounds the tries when Twilio is asked too fast',
        reaction: answering(429, { code: 20429 }),
        fault: {
          code: 'TWILIO_REFUSED',
          outcome: 'refused',
          upstreamStatus: 429,
          upstreamCode: 20429,
          retryAfter: 400,
        },
        requests: 4,
      },
      {
        what: 'takes a refusal for the last word',
        reaction: answering(404, { code: 20404 }),
        fault: { code: 'TWILIO_REFUSED', outcome: 'refused', upstreamStatus: 404, upstreamCode: 20404 },
        requests: 1,
      },
      {
        what: 'takes wrong credentials for the last word',
        reaction: answering(401, { code: 20003 }),
        fault: { code: 'TWILIO_REFUSED', outcome: 'refused', upstreamStatus: 401, upstreamCode: 20003 },
        requests: 1,
      },
      {
        what: 'reads a refusal without a code',
        reaction: answering(403, {}),
        fault: { code: 'TWILIO_REFUSED', outcome: 'refused', upstreamStatus: 403, upstreamCode: undefined },
        requests: 1,
      },
    ])('$what', async ({ reaction, fault, requests }) => {
      const recorded = recordingGateway(reaction);

      const found = await faultOf(recorded.gateway.conversations.fetch(CONVERSATION));

      expect(found).toMatchObject(fault);
      expect(recorded.requests).toHaveLength(requests);
    });

    it.each<{
      name: string;
      use: (gateway: ReturnType<typeof recordingGateway>['gateway']) => Promise<unknown>;
      tries: number;
    }>([
      {
        name: 'addMessage',
        use: ({ conversations }) =>
          conversations.addMessage(CONVERSATION, { author: 'a', body: 'b', attributes: {}, notify: true }),
        tries: 1,
      },
      {
        name: 'addWebhook',
        use: ({ conversations }) => conversations.addWebhook(CONVERSATION, { target: 'studio', flowSid: FLOW }),
        tries: 1,
      },
      { name: 'createDocument', use: ({ sync }) => sync.createDocument('lease', {}), tries: 1 },
      { name: 'startExecution', use: ({ studio }) => studio.startExecution(FLOW, 'sweep-1', {}), tries: 1 },
      { name: 'create', use: ({ conversations }) => conversations.create('discord-1', 'Ann', {}), tries: 4 },
      {
        name: 'addParticipant',
        use: ({ conversations }) => conversations.addParticipant(CONVERSATION, 'discord_1'),
        tries: 4,
      },
      {
        name: 'editMessage',
        use: ({ conversations }) => conversations.editMessage(CONVERSATION, `IM${'1'.repeat(32)}`, 'b'),
        tries: 4,
      },
      { name: 'updateDocument', use: ({ sync }) => sync.updateDocument('session', {}, '0'), tries: 4 },
    ])('R01 makes $tries tries of $name when the outcome is unknown', async ({ use, tries }) => {
      const recorded = recordingGateway(lost);

      const fault = await faultOf(use(recorded.gateway));

      expect(fault.outcome).toBe('unknown');
      expect(recorded.requests).toHaveLength(tries);
    });

    it('does not wait past the deadline', async () => {
      const recorded = recordingGateway(answering(503), 800);

      await faultOf(recorded.gateway.conversations.fetch(CONVERSATION));

      expect(recorded.requests).toHaveLength(1);
      expect(recorded.clock.slept).toEqual([]);
    });

    it('R15 ends a call that hangs when the time of the Function runs out', async () => {
      const served = await serveTwilio();
      served.world.faults.add({ target: 'twilio', kind: 'hang', match: '' });
      const start = performance.now();

      const fault = await faultOf(gatewayTo(served, { timeLeft: 1_100 }).conversations.fetch(CONVERSATION));

      expect(fault).toMatchObject({ code: 'TWILIO_UNREACHABLE', outcome: 'unknown' });
      expect(performance.now() - start).toBeLessThan(3_000);
      await served.close();
    });

    it.each<{ what: string; reaction: Reaction }>([
      { what: 'a refusal', reaction: answering(400, { code: 50404, message: CANARY, more_info: CANARY }) },
      { what: 'a lost connection', reaction: lost },
      { what: 'a bad gateway', reaction: answering(502, CANARY) },
    ])('X03 repeats nothing of what Twilio or the SDK said after $what', async ({ reaction }) => {
      const { gateway } = recordingGateway(reaction);

      const fault = await faultOf(
        gateway.conversations.addMessage(CONVERSATION, { author: 'a', body: CANARY, attributes: {}, notify: false }),
      );

      const told = [fault.message, fault.stack, fault.remedy, String(fault.cause), JSON.stringify(fault)].join('\n');
      expect(told).not.toContain(CANARY);
      expect(told).toContain('add message');
    });

    it('loads the SDK at its first use and not again', async () => {
      const clock = createFakeClock();
      let loads = 0;
      const gateway = createTwilioGateway({
        client: async () => {
          loads += 1;
          throw new Error('The SDK is not there');
        },
        syncServiceSid: `IS${'5c'.repeat(16)}`,
        clock,
        random: { next: () => 0.5 },
        deadline: { at: clock.now() + 9_000 },
      });
      const before = loads;

      await Promise.allSettled([gateway.conversations.fetch(CONVERSATION), gateway.sync.readDocument('a')]);

      expect([before, loads]).toEqual([0, 1]);
    });
  });
});

describe('sdk', () => {
  describe('createTwilioClient()', () => {
    it('asks for a time-out within the life of a Function where Twilio itself is meant', async () => {
      const asked: object[] = [];

      await createTwilioClient(async (options) => {
        asked.push(options);
        throw new Error('No SDK is needed here');
      }, undefined).catch(() => undefined);

      expect(asked).toEqual([{ timeout: 4_000 }]);
    });
  });
});

describe('taskrouter', () => {
  describe('taskStatus()', () => {
    it('R39 R42 tells the status, and null when the task has vanished', async () => {
      const served = await serveTwilio();
      const { taskRouter } = gatewayTo(served);
      const { workspaceSid, workflowSid } = served.twilio.seed;
      const task = await served.client.taskrouter.v1
        .workspaces(workspaceSid)
        .tasks.create({ workflowSid, attributes: '{}' });

      const statuses = [
        await taskRouter.taskStatus(workspaceSid, task.sid),
        await taskRouter.taskStatus(workspaceSid, TASK),
      ];

      expect(['pending', 'reserved']).toContain(statuses[0]);
      expect(statuses[1]).toBeNull();
      await served.close();
    });

    it('R42 does not take a failure for a task that has vanished', async () => {
      const { gateway } = recordingGateway(answering(503));

      const fault = await faultOf(gateway.taskRouter.taskStatus(WORKSPACE, TASK));

      expect(fault.code).toBe('TWILIO_UNREACHABLE');
    });
  });

  describe('flexSettings()', () => {
    it('names the workspace and the workflow of Flex', async () => {
      const served = await serveTwilio();

      const settings = await gatewayTo(served).taskRouter.flexSettings();

      const { workspaceSid, workflowSid } = served.twilio.seed;
      expect(settings).toEqual({ workspaceSid, workflowSid });
      await served.close();
    });
  });
});

describe('studio', () => {
  describe('startExecution()', () => {
    it('starts the flow with an address of its own each time and the parameters as JSON', async () => {
      const recorded = recordingGateway(answering(201, { sid: `FN${'1'.repeat(32)}`, status: 'active' }));

      await recorded.gateway.studio.startExecution(FLOW, 'sweep-7', { hop: '1', lease: 'abc' });

      const [request] = recorded.requests;
      expect(`${request?.method} ${request?.path}`).toBe(`POST /studio.twilio.com/v2/Flows/${FLOW}/Executions`);
      expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
        To: 'client:sweep-7',
        From: 'client:discord-flex',
        Parameters: '{"hop":"1","lease":"abc"}',
      });
    });
  });
});
