import type { FlexState } from '../support/relay-world.ts';
import { type MemberClient, type SandboxClient, startSandbox, type WorkerClient } from '../support/sandbox.ts';
import { type RawDiscord, type Steps, stepsOf, timesIn } from './steps.ts';

/** Faults between the two clouds and the built Functions: nothing lost, nothing doubled, everything in order. */
describe('faults', () => {
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

  beforeEach(async () => {
    await sandbox.reset();
  });

  function reply(message: string) {
    return member.command('reply', { message });
  }

  /** What the agent wrote, as it stands in the DM. */
  async function fromAgent(): Promise<readonly string[]> {
    return (await steps.botSaid()).filter((text) => text.startsWith('line '));
  }

  /** What the member wrote, as it stands in the Conversation. */
  async function fromMember(): Promise<readonly string[]> {
    const { messages } = await sandbox.flexState<FlexState>();
    return messages.map((message) => message.body ?? '').filter((body) => body.startsWith('line '));
  }

  describe('between the agent and the member', () => {
    beforeEach(async () => {
      await steps.withAgent();
    });

    it('a lost webhook costs nothing: the next one brings both', async () => {
      await sandbox.faults.add({ target: 'delivery', kind: 'lose', match: 'POST /conversations/events', times: 1 });

      await agent.say('line 1');
      await agent.say('line 2');

      await expect(sandbox.waitFor(fromAgent, (lines) => lines.length === 2 && lines)).resolves.toEqual([
        'line 1',
        'line 2',
      ]);
    });

    it('a lost webhook with none behind it is found by the sweep', async () => {
      await sandbox.faults.add({ target: 'delivery', kind: 'lose', match: 'POST /conversations/events', times: 1 });

      await agent.say('line 1');
      await sandbox.clock.advance(21_000);

      await expect(sandbox.waitFor(fromAgent, (lines) => lines.length === 1 && lines)).resolves.toEqual(['line 1']);
    });

    it('a doubled webhook makes one message (R03)', async () => {
      await sandbox.faults.add({ target: 'delivery', kind: 'double', match: 'POST /conversations/events', times: 3 });

      await agent.say('line 1');
      await agent.say('line 2');
      await agent.say('line 3');

      await sandbox.waitFor(fromAgent, (lines) => lines.length >= 3);
      await sandbox.clock.advance(21_000);
      expect(await fromAgent()).toEqual(['line 1', 'line 2', 'line 3']);
    });

    it('a webhook that comes late overtakes nothing (R25)', async () => {
      await sandbox.faults.add({
        target: 'delivery',
        kind: 'delay',
        delay: 700,
        match: 'POST /conversations/events',
        times: 1,
      });

      await agent.say('line 1');
      await agent.say('line 2');

      await expect(sandbox.waitFor(fromAgent, (lines) => lines.length === 2 && lines)).resolves.toEqual([
        'line 1',
        'line 2',
      ]);
    });

    it('a send whose answer is lost is not sent again (R01)', async () => {
      await sandbox.faults.add({ target: 'discord', kind: 'drop-response', match: '/messages', times: 2 });

      await agent.say('line 1');
      await agent.say('line 2');

      await sandbox.waitFor(fromAgent, (lines) => lines.length >= 2);
      await sandbox.clock.advance(21_000);
      expect(await fromAgent()).toEqual(['line 1', 'line 2']);
    });

    it('a rate limit delays and does not reorder (R07, R26)', async () => {
      await sandbox.faults.add({
        target: 'discord',
        kind: 'status',
        status: 429,
        retryAfter: 0.3,
        match: 'POST /discord/api/v10/channels',
        times: 4,
      });

      for (const line of ['line 1', 'line 2', 'line 3']) await agent.say(line);

      await expect(sandbox.waitFor(fromAgent, (lines) => lines.length === 3 && lines)).resolves.toEqual([
        'line 1',
        'line 2',
        'line 3',
      ]);
    });

    it('tells the agent when the member has closed their DMs in mid-chat (R33)', async () => {
      await member.change({ dms: 'closed' });

      await agent.say('line 1');

      await expect(agent.waitForMessage('does not accept direct messages')).resolves.toMatchObject({ kind: 'system' });
      const refused = (await sandbox.discordState<RawDiscord>()).requests.filter((request) => request.status === 403);
      expect(refused.length).toBeLessThanOrEqual(2);
    });

    it('tells the agent when the member has left the server (R35)', async () => {
      await member.change({ inGuild: false });

      await agent.say('line 1');

      await expect(agent.waitForMessage('does not accept direct messages')).resolves.toBeDefined();
    });
  });

  describe('between the member and the Conversation', () => {
    beforeEach(async () => {
      await steps.greeted();
    });

    it.each(['drop-response', 'reset'] as const)(
      '%s on a write to Twilio doubles and loses nothing (R02)',
      async (kind) => {
        await reply('hello');
        await steps.botSays('Hello!');
        await sandbox.faults.add({ target: 'twilio', kind, match: '/Messages', times: 1 });

        await reply('line 1');
        await sandbox.clock.advance(13_000);
        await reply('line 2');

        await sandbox.waitFor(fromMember, (lines) => lines.length >= 2);
        expect(await fromMember()).toEqual(['line 1', 'line 2']);
      },
    );

    it('a message that no flow has heard is answered later, by a replay', async () => {
      await reply('hello');
      await steps.botSays('Hello!');
      const { webhooks } = await sandbox.flexState<FlexState>();
      const studio = webhooks.find((webhook) => webhook.target === 'studio');
      const path = `/conversations.twilio.com/v1/Conversations/${studio?.conversationSid}/Webhooks/${studio?.sid}`;
      expect(await steps.twilio('DELETE', path)).toBe(204);

      await reply('good morning');
      await sandbox.clock.advance(21_000);

      await sandbox.waitFor(steps.botSaid, (said) => timesIn(said, 'Hello! How can I help you?') === 2);
      await sandbox.clock.advance(21_000);
      expect(timesIn(await steps.botSaid(), 'Hello! How can I help you?')).toBe(2);
    });

    it('plain typing survives an hour without Twilio (R19, R11)', async () => {
      await reply('hello');
      await steps.botSays('Hello!');
      await sandbox.faults.add({ target: 'twilio', kind: 'status', status: 503, match: '' });
      for (const line of ['line 1', 'line 2', 'line 3']) await member.type(line);
      await sandbox.clock.advance(3_600_000);
      await sandbox.faults.clear();

      await member.command('helpme');

      await expect(sandbox.waitFor(fromMember, (lines) => lines.length >= 3 && lines)).resolves.toEqual([
        'line 1',
        'line 2',
        'line 3',
      ]);
    });

    it('an acknowledgement whose answer is lost is not taken for somebody else’s (R31)', async () => {
      await sandbox.faults.add({ target: 'discord', kind: 'drop-response', match: '/callback', times: 1 });

      const outcome = await reply('hello');

      expect(outcome).toMatchObject({ endpointStatus: 202, responseType: 5 });
      await expect(steps.botSays('Hello! How can I help you?')).resolves.toBeDefined();
    });
  });
});
