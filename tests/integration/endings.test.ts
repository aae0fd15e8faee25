import type { FlexState } from '../support/relay-world.ts';
import { type MemberClient, type SandboxClient, startSandbox, type WorkerClient } from '../support/sandbox.ts';
import { type Steps, stepsOf, timesIn } from './steps.ts';

/**
 * Every way in which an agent's part begins and ends. Whether what Flex's own servers do fires webhooks is documented
 * nowhere, so all of it must come right in both worlds: by the event, or by the sweep's own look a little later.
 */
describe.each([{ flexServerWebhooks: true }, { flexServerWebhooks: false }])(
  'endings, flexServerWebhooks $flexServerWebhooks',
  ({ flexServerWebhooks }) => {
    let sandbox: SandboxClient;
    let steps: Steps;
    let member: MemberClient;
    let agent: WorkerClient;

    beforeAll(async () => {
      sandbox = await startSandbox({ flexServerWebhooks });
      steps = stepsOf(sandbox);
      member = sandbox.member();
      agent = sandbox.worker();
    }, 30_000);

    afterAll(async () => {
      await sandbox.stop();
    });

    beforeEach(async () => {
      await sandbox.reset();
    });
    /** The sweep looks at Twilio every 20 s: time enough for the next look. */
    async function nextLook(): Promise<void> {
      await sandbox.clock.advance(21_000);
    }

    /** What an act of Flex's servers tells by an event is otherwise found by the next look. */
    async function noticed(): Promise<void> {
      if (!flexServerWebhooks) await nextLook();
    }

    async function queued(): Promise<void> {
      await steps.greeted();
      await member.command('reply', { message: 'live agent' });
      await agent.waitFor((view) => view.tasks.some((task) => task.status === 'reserved'));
      await steps.botSays('Transferring you');
      await sandbox.waitFor(
        () => sandbox.flexState<FlexState & { executions: readonly { status: string }[] }>(),
        (flex) => flex.executions.every((execution) => execution.status === 'ended'),
      );
      await nextLook();
    }

    async function withAgent(): Promise<void> {
      await queued();
      await agent.accept();
      await noticed();
      await steps.botSays('kim has joined the conversation.');
      await steps.rested();
    }

    async function statusOf(): Promise<unknown> {
      const { conversations } = await sandbox.flexState<FlexState>();
      return JSON.parse(conversations.at(-1)?.attributes ?? '{}').status;
    }

    it('says once that the agent has joined, whichever event comes first', async () => {
      await queued();

      await agent.accept();
      await agent.say('good morning');
      await steps.botSays('good morning');
      await nextLook();
      await agent.say('and again');

      await steps.botSays('and again');
      const said = await steps.botSaid();
      expect(timesIn(said, 'has joined the conversation')).toBe(1);
      expect(said.findIndex((one) => one.includes('has joined'))).toBeLessThan(said.indexOf('good morning'));
    });

    it('waits on when the first agent rejects and the next one accepts (R42)', async () => {
      await queued();
      const second = await sandbox.addWorker('lee');

      await agent.reject();
      await second.accept();
      await noticed();

      await steps.botSays('lee has joined the conversation.');
      await second.say('hello from lee');
      await expect(steps.botSays('hello from lee')).resolves.toBeDefined();
      expect(timesIn(await steps.botSaid(), 'none of our agents')).toBe(0);
    });

    it('tells the member of the end at wrap-up, once, also when the task is completed later (R42)', async () => {
      await withAgent();

      await agent.wrapUp();
      await noticed();
      await steps.botSays('how satisfied are you');
      await agent.complete();
      await noticed();

      expect(timesIn(await steps.botSaid(), 'has ended the conversation')).toBe(1);
      await member.command('reply', { message: 'hello' });
      await expect(steps.botSays('Hello! How can I help you?')).resolves.toBeDefined();
    });

    it('tells the member when the agent completes (R42)', async () => {
      await withAgent();
      await agent.say('bye!');

      await agent.complete();
      await noticed();

      await steps.botSays('how satisfied are you');
      const said = await steps.botSaid();
      expect(said.indexOf('bye!')).toBeLessThan(said.findIndex((one) => one.includes('has ended the conversation')));
    });

    it('gives the chat back to the virtual agent when nobody takes the task (R42, R39)', async () => {
      await queued();

      await agent.cancel('no agent in time');
      await nextLook();

      await steps.botSays("I'm sorry, none of our agents is available right now.");
      expect(await statusOf()).toBe('bot');
      await sandbox.clock.advance(6_000);
      await member.command('reply', { message: 'hello' });
      await expect(steps.botSays('Hello! How can I help you?')).resolves.toBeDefined();
    });

    it('gives the chat back when the agent leaves it open, and a person can be asked for again (R39)', async () => {
      await withAgent();

      await agent.leave();
      await noticed();
      await steps.botSays("kim has left the conversation. I'm the virtual agent again");
      await sandbox.clock.advance(6_000);
      await member.command('reply', { message: 'human please' });
      await agent.accept();
      await noticed();

      await sandbox.waitFor(steps.botSaid, (said) => timesIn(said, 'kim has joined the conversation.') === 2);
      const { tasks } = await sandbox.flexState<FlexState>();
      expect(tasks.map((task) => task.status)).toEqual(['completed', 'assigned']);
    });

    it('keeps the virtual agent out while one agent hands the chat to another (R38, R39)', async () => {
      await withAgent();
      const second = await sandbox.addWorker('lee');

      await agent.transfer(second.sid);
      await noticed();
      await steps.botSays('kim has left the conversation. We are looking for another agent for you.');
      await member.command('reply', { message: 'are you still there?' });
      await second.accept();
      await noticed();
      await steps.botSays('lee has joined the conversation.');
      await second.say('lee here');
      await steps.botSays('lee here');

      const said = await steps.botSaid();
      expect(timesIn(said, "I'm the virtual agent again")).toBe(0);
      expect(timesIn(said, "I don't have an answer")).toBe(0);
      expect(timesIn(said, 'kim has left the conversation.')).toBe(1);
      await second.complete();
      await noticed();
      await expect(steps.botSays('lee has ended the conversation')).resolves.toBeDefined();
    });
  },
);
