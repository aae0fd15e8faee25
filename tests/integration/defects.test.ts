import type { FlexState } from '../support/relay-world.ts';
import { type MemberClient, type SandboxClient, startSandbox, type WorkerClient } from '../support/sandbox.ts';
import { type RawDiscord, type Steps, stepsOf, timesIn } from './steps.ts';

/** The sixteen defects of the reference's own code: none may come back. */
/** What this project calls of Twilio; Programmable Chat (`chat.twilio.com`) ended on 1 June 2026. */
const PRODUCTS = [
  'conversations.twilio.com/v1',
  'flex-api.twilio.com/v1',
  'studio.twilio.com/v2',
  'sync.twilio.com/v1',
  'taskrouter.twilio.com/v1',
];

describe('the reference’s defects', () => {
  let sandbox: SandboxClient;
  let steps: Steps;
  let member: MemberClient;
  let agent: WorkerClient;

  beforeAll(async () => {
    sandbox = await startSandbox({ variables: { SUPPORT_CHANNEL_ID: '' } });
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

  it('S1: nobody without a signature makes the bot write anywhere', async () => {
    await steps.withAgent();
    const dm = await member.dm();
    const before = (await sandbox.discordState<RawDiscord>()).messages.length;

    const statuses = await Promise.all(
      ['conversations/events', 'studio/chatbot', 'studio/handoff', 'relay/sweep'].map(async (path) => {
        const form = new URLSearchParams({
          channel_id: dm?.id ?? '',
          Body: 'forged',
          memberId: member.id,
          wake: member.id,
        });
        return (await fetch(`${sandbox.info.functionsUrl}/${path}`, { method: 'POST', body: form })).status;
      }),
    );

    expect(statuses).toEqual([403, 403, 403, 403]);
    expect((await sandbox.discordState<RawDiscord>()).messages).toHaveLength(before);
  });

  it('S2, S7: what is written after an end goes to the open Conversation, in the member’s own DM', async () => {
    await steps.withAgent();
    await agent.complete();
    await steps.botSays('how satisfied are you');
    await steps.rested();
    await reply('live agent');
    await agent.accept();
    await sandbox.waitFor(steps.botSaid, (said) => timesIn(said, 'kim has joined') === 2);
    await steps.rested();

    await agent.say('second chat, first line');
    await agent.say('second chat, second line');

    await steps.botSays('second chat, second line');
    const { conversations, messages } = await sandbox.flexState<FlexState>();
    const [, open] = conversations;
    const agents = messages.filter((message) => message.body?.startsWith('second chat'));
    expect(conversations.map((one) => one.state)).toEqual(['closed', 'active']);
    expect(agents.map((message) => message.conversationSid)).toEqual([open?.sid, open?.sid]);
  });

  it('S3: several first messages at the same moment open one Conversation', async () => {
    await steps.greeted();

    await Promise.all(Array.from({ length: 6 }, (_, number) => reply(`first ${number}`)));

    await sandbox.waitFor(steps.transcript, (all) => timesIn(all, ': first ') === 6);
    const flex = await sandbox.flexState<FlexState>();
    expect(flex.conversations).toHaveLength(1);
    expect(flex.webhooks.map((webhook) => webhook.target).sort()).toEqual(['studio', 'webhook']);
  });

  it('S4: asking for help again adds no webhook and doubles nothing', async () => {
    await steps.greeted();
    await reply('hello');
    await steps.botSays('Hello! How can I help you?');

    await member.command('helpme');
    await reply('hello');

    await sandbox.waitFor(steps.botSaid, (said) => timesIn(said, 'Hello! How can I help you?') === 2);
    const flex = await sandbox.flexState<FlexState>();
    expect(flex.webhooks.map((webhook) => webhook.target).sort()).toEqual(['studio', 'webhook']);
  });

  it('S5: an agent’s edit changes the message, and a deletion takes it away', async () => {
    await steps.withAgent();
    const edited = await agent.say('it costs 5');
    const deleted = await agent.say('oops, wrong window');
    await steps.botSays('oops, wrong window');

    await agent.edit(edited, 'it costs 6');
    await agent.remove(deleted);

    await steps.botSays('it costs 6');
    const said = await sandbox.waitFor(steps.botSaid, (all) => timesIn(all, 'oops') === 0 && all);
    expect(timesIn(said, 'it costs')).toBe(1);
    expect((await steps.botSays('it costs 6')).editedAt).not.toBeNull();
  });

  it('S6, S9: an agent’s words that come through the API arrive as well, whatever they look like', async () => {
    await steps.withAgent();
    const { identity } = await agent.view();
    const [conversation] = (await sandbox.flexState<FlexState>()).conversations;
    const path = `/conversations.twilio.com/v1/Conversations/${conversation?.sid}/Messages`;

    const status = await steps.twilio('POST', path, { Author: identity, Body: '[{"text": "canned"}]' });

    expect(status).toBe(201);
    await expect(steps.botSays('[{"text": "canned"}]')).resolves.toBeDefined();
  });

  it('S10: long texts arrive whole in both directions, and mention nobody', async () => {
    await steps.withAgent();
    const fromAgent = Array.from({ length: 400 }, (_, number) => `a${number} @everyone`)
      .join(' ')
      .slice(0, 3_000)
      .trim();
    const fromMember = Array.from({ length: 600 }, (_, number) => `m${number}`)
      .join(' ')
      .slice(0, 3_000);

    await agent.say(fromAgent);
    await reply(fromMember);

    const words = fromAgent.split(' ');
    const all = await sandbox.waitFor(steps.botSaid, (said) => said.at(-1)?.endsWith(words.at(-1) ?? '') && said);
    const parts = all.slice(all.findIndex((text) => text.startsWith('a0')));
    expect(parts.flatMap((part) => part.split(' '))).toEqual(words);
    expect(parts.length).toBe(2);
    const { messages } = await sandbox.flexState<FlexState>();
    const read = messages.filter((message) => /(^|\s)m\d+\b/.test(message.body ?? ''));
    expect(read.map((message) => message.body).join('')).toBe(fromMember);
    const { messages: sent } = await sandbox.discordState<RawDiscord>();
    expect(sent.every((message) => message.writes.every((write) => !write.pings.everyone))).toBe(true);
  });

  it('S10: files of the member reach the agent as links', async () => {
    await steps.withAgent();
    const file = { filename: 'bug.txt', contentType: 'text/plain', data: Buffer.from('log').toString('base64') };

    await member.command('reply', { message: 'see this' }, { files: { file } });

    const shown = await agent.waitForMessage('see this');
    expect(shown.body).toMatch(/\[The member sent a file: bug\.txt\] http/);
  });

  it('S11: a slow Twilio holds up no acknowledgement', async () => {
    await steps.greeted();
    await sandbox.faults.add({ target: 'twilio', kind: 'delay', delay: 200, match: '' });

    const outcomes = await Promise.all([reply('one'), member.command('helpme'), reply('two')]);

    for (const outcome of outcomes) expect(outcome.acknowledgedAfter).toBeLessThan(1_500);
  });

  it.each(['what does LIVE_AGENT mean in the menu?', 'my agent says live_agent', 'LIVE_AGENT'])(
    'S12: %j is no wish for a person',
    async (text) => {
      await steps.greeted();

      await reply(text);

      await sandbox.waitFor(steps.transcript, (all) => all.some((line) => line.startsWith('virtual-agent:')));
      const flex = await sandbox.flexState<FlexState>();
      expect(flex.tasks).toEqual([]);
    },
  );

  it('S14: with closed DMs the channel says what to do, and Try again works once they are open', async () => {
    await member.change({ dms: 'closed' });

    await member.command('helpme');

    const answer = await member.waitForMessage("We couldn't send you a direct message.");
    const { messages } = await sandbox.discordState<RawDiscord>();
    expect(answer.ephemeral).toBe(true);
    expect(messages.some((message) => message.content.includes("just DM'ed you"))).toBe(false);
    await member.change({ dms: 'open' });
    await member.press('Try again');
    await expect(steps.botSays('how may I help you?')).resolves.toBeDefined();
  });

  it('S15: the member is told when the hand-off fails, and the virtual agent listens again', async () => {
    await steps.greeted();
    await sandbox.faults.add({
      target: 'delivery',
      kind: 'status',
      status: 500,
      match: 'POST /studio/handoff',
      times: 1,
    });

    await reply('live agent');

    await steps.botSays("I'm sorry, I couldn't transfer you just now.");
    await sandbox.faults.clear();
    await reply('hello');
    await expect(steps.botSays('Hello! How can I help you?')).resolves.toBeDefined();
  });

  it('S15: a chatbot that fails brings in a person instead of silence', async () => {
    await steps.greeted();
    await sandbox.faults.add({
      target: 'delivery',
      kind: 'status',
      status: 500,
      match: 'POST /studio/chatbot',
      times: 1,
    });

    await reply('i think i forgot my password');

    await steps.botSays('Transferring you to one of our agents...');
    const task = await agent.accept();
    expect(task.attributes).toMatchObject({ reason: 'bot_failed' });
  });

  it('S16: nothing of Programmable Chat is called', async () => {
    await steps.withAgent();
    await agent.complete();
    await steps.botSays('has ended the conversation');

    const { requests } = await sandbox.flexState<FlexState>();

    const products = new Set(requests.map((request) => request.path.split('/').slice(1, 3).join('/')));
    const others = [...products].filter((product) => !PRODUCTS.includes(product));
    expect(products).toContain('conversations.twilio.com/v1');
    expect(others).toEqual([]);
    expect(requests.filter((request) => /\/v1\/Channels/.test(request.path))).toEqual([]);
  });
});
