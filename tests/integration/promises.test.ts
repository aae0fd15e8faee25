import { ACCOUNT, APPLICATION } from '../../sandbox/identity.ts';
import type { FlexState } from '../support/relay-world.ts';
import { type MemberClient, type SandboxClient, startSandbox, type WorkerClient } from '../support/sandbox.ts';
import { type RawDiscord, type Steps, stepsOf } from './steps.ts';

/** What is promised of every message: what it costs upstream, and what is never written into a log. */
describe('promises', () => {
  let sandbox: SandboxClient;
  let steps: Steps;
  let member: MemberClient;
  let agent: WorkerClient;

  beforeAll(async () => {
    sandbox = await startSandbox();
    steps = stepsOf(sandbox);
    member = sandbox.member();
    agent = sandbox.worker();
  }, 30_000);

  afterAll(async () => {
    await sandbox.stop();
  });

  interface Cost {
    readonly discord: readonly string[];
    readonly sync: readonly string[];
    readonly twilio: readonly string[];
  }

  /** The calls made from now on until `until`; those that only keep the sweep going are not of a message. */
  async function costOf(act: () => Promise<unknown>, until: () => Promise<unknown>): Promise<Cost> {
    const before = {
      discord: (await sandbox.discordState<RawDiscord>()).requests.length,
      flex: (await sandbox.flexState<FlexState>()).requests.length,
    };
    await act();
    await until();
    const discord = (await sandbox.discordState<RawDiscord>()).requests.slice(before.discord);
    const flex = (await sandbox.flexState<FlexState>()).requests.slice(before.flex);
    const calls = flex.map((one) => `${one.method} ${one.path}`).filter((one) => !/relay\.(lease|watched)/.test(one));
    return {
      discord: discord.map((one) => `${one.method} ${one.path}`),
      sync: calls.filter((one) => one.includes('sync.twilio.com')),
      twilio: calls.filter((one) => !one.includes('sync.twilio.com')),
    };
  }

  /** The sweep's own looks at Twilio come every 20 s: right after one there is time to count. */
  async function betweenLooks(): Promise<void> {
    await sandbox.clock.advance(21_000);
    const before = (await sandbox.flexState<FlexState>()).requests.length;
    await sandbox.waitFor(
      () => sandbox.flexState<FlexState>(),
      ({ requests }) => requests.slice(before).some((one) => one.method === 'GET' && one.path.endsWith('/Messages')),
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
  }

  it('a member’s message in an open chat costs one write to Twilio and at most two calls to Sync', async () => {
    await steps.withAgent();
    await member.type('first');
    await agent.waitForMessage('first');
    await betweenLooks();

    const cost = await costOf(
      () => member.type('second'),
      () => agent.waitForMessage('second'),
    );

    expect(cost.twilio).toEqual([expect.stringMatching(/^POST .*\/Messages$/)]);
    expect(cost.sync.length).toBeLessThanOrEqual(2);
    expect(cost.discord.every((call) => call.startsWith('GET '))).toBe(true);
  }, 30_000);

  it('an agent’s message in an open chat costs one send and at most three calls to Twilio', async () => {
    await agent.say('opening');
    await steps.botSays('opening');
    await betweenLooks();
    // The clock has moved: this one also wakes the sweep, which an agent's message does every 30 s at most.
    await agent.say('one moment please');
    await steps.botSays('one moment please');
    await new Promise((resolve) => setTimeout(resolve, 500));

    const cost = await costOf(
      () => agent.say('the answer'),
      async () => {
        await steps.botSays('the answer');
        await new Promise((resolve) => setTimeout(resolve, 200));
      },
    );

    expect(cost.discord.filter((call) => call.startsWith('POST '))).toHaveLength(1);
    expect([...cost.twilio, ...cost.sync].length).toBeLessThanOrEqual(3);
  }, 30_000);

  it('acknowledges within a second, while the work goes on', async () => {
    const outcome = await member.command('reply', { message: 'quick?' });

    expect(outcome.acknowledgedAfter).toBeLessThan(1_000);
  });

  it('writes no secret, no token, no signed link and no word of a message into its log (X03)', async () => {
    const canary = 'canary-7d1f-words';
    const file = { filename: 'secret.txt', contentType: 'text/plain', data: Buffer.from('x').toString('base64') };
    await member.command('reply', { message: `${canary} by form` }, { files: { file } });
    await agent.say(`${canary} by the agent`);
    await steps.botSays(`${canary} by the agent`);
    for (const target of ['discord', 'twilio'] as const) {
      await sandbox.faults.add({ target, kind: 'status', status: 503, match: '' });
      await member.command('reply', { message: `${canary} ${target} is down` });
      await sandbox.faults.clear();
      await sandbox.faults.add({ target, kind: 'status', status: 400, code: 50_035, match: '/essages', times: 2 });
      await member.command('reply', { message: `${canary} ${target} refuses` });
      await agent.say(`${canary} ${target} refuses the agent`);
      await sandbox.faults.clear();
    }
    await fetch(`${sandbox.info.functionsUrl}/conversations/events?member=${canary}`, { method: 'POST' });
    await sandbox.waitFor(
      async () => sandbox.output,
      (lines) => lines.some((line) => line.includes('"error"')),
    );

    const log = sandbox.output.join('\n');
    const { interactions } = await sandbox.discordState<{ interactions: readonly { id: string }[] }>();
    expect(interactions.length).toBeGreaterThan(5);
    for (const secret of [canary, APPLICATION.botToken, ACCOUNT.authToken, 'Basic ', '&hm=', 'secret.txt']) {
      expect(log).not.toContain(secret);
    }
    expect(log).not.toMatch(/[A-Za-z0-9]{64}/);
  }, 60_000);

  it('shows no secret in the trace either (X03)', async () => {
    const trace = JSON.stringify(await sandbox.trace());

    expect(trace.length).toBeGreaterThan(1_000);
    for (const secret of ['canary-7d1f-words', APPLICATION.botToken, ACCOUNT.authToken, '&hm=']) {
      expect(trace).not.toContain(secret);
    }
  });

  it('did nothing that the deployed platform would punish', async () => {
    expect(await sandbox.violations()).toEqual([]);
  });
});
