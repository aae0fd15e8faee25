import type { FlexState } from '../support/relay-world.ts';
import { type MemberClient, type SandboxClient, startSandbox, type WorkerClient } from '../support/sandbox.ts';
import { type RawDiscord, type Steps, stepsOf, timesIn } from './steps.ts';

/** Every way in which a member reaches support, and what becomes of unusual names and texts on it. */
describe('ways to support', () => {
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

  describe('the pushed ways', () => {
    it('/helpme with a question is answered at once', async () => {
      await member.command('helpme', { question: 'i think i forgot my password' });

      await expect(steps.botSays('Does one of these categories help?')).resolves.toBeDefined();
    });

    it('/reply opens the chat when there was none', async () => {
      await member.command('reply', { message: 'hello' });

      await steps.botSays('how may I help you?');
      await expect(steps.botSays('Hello! How can I help you?')).resolves.toBeDefined();
    });

    it('“Send to support” brings a message of the channel, with its author named', async () => {
      await steps.withAgent();
      const { channels } = await member.view();
      const general = channels.find((channel) => channel.name === 'general');
      const [message] = general?.messages ?? [];
      if (message === undefined) throw new Error('The channel has a message from the start');

      await member.messageCommand('Send to support', message);

      const shown = await agent.waitForMessage(message.content);
      expect(shown.body).toContain(`[The member passed on a message of ${message.author.name}]`);
    });

    it('the button for a person brings one in, and pressed again says where to write (R09)', async () => {
      await member.command('reply', { message: 'what is the meaning of life?' });
      await member.press('Talk to a person');
      await steps.botSays('Transferring you');

      await member.press('Talk to a person');

      await member.waitForMessage('You are already talking to one of our agents');
      const { tasks } = await sandbox.flexState<FlexState>();
      expect(tasks).toHaveLength(1);
    });

    it('“None of these” asks for other words', async () => {
      await member.command('reply', { message: 'i think i forgot my password' });

      await member.press('None of these');

      await expect(steps.botSays("I'm sorry that none of these helped.")).resolves.toBeDefined();
    });

    it('a topic pressed after the hand-off is answered by nobody but the way to the agent (R38)', async () => {
      await member.command('reply', { message: 'i think i forgot my password' });
      await steps.botSays('Does one of these categories help?');
      await member.command('reply', { message: 'live agent' });
      await steps.botSays('Transferring you');

      await member.press('Reset Password');

      await member.waitForMessage('You are already talking to one of our agents');
      expect(timesIn(await steps.botSaid(), 'Suggested Article')).toBe(0);
    });
  });

  describe('closed DMs', () => {
    it('open a private thread where the Reply button’s form brings both sides together (R33, S14)', async () => {
      await member.change({ dms: 'closed' });

      await member.command('helpme');
      const acknowledged = await member.waitForMessage('we opened a private thread for you');
      await member.waitForMessage('Please press **Reply** to answer here');
      const opened = await member.press('Reply');
      await member.submit({ text: 'live agent' });
      await agent.accept();
      await agent.say('hello from the desk');

      const answer = await member.waitForMessage('hello from the desk');
      const { channels } = await member.view();
      const thread = channels.find((channel) => channel.id === answer.channelId);
      expect(opened.responseType).toBe(9);
      expect(thread?.kind).toBe('thread');
      expect(acknowledged.content).toContain(`<#${thread?.id}>`);
      expect(
        timesIn(
          (await sandbox.discordState<RawDiscord>()).messages.map((one) => one.content),
          "just DM'ed you",
        ),
      ).toBe(0);
    });

    it('use the same thread again', async () => {
      await member.change({ dms: 'closed' });
      await member.command('helpme');
      await member.waitForMessage('we opened a private thread for you');

      await member.command('helpme');

      await member.waitFor((view) =>
        view.channels.find((channel) => channel.kind === 'thread' && channel.messages.length > 1),
      );
      const { channels } = await member.view();
      expect(channels.filter((channel) => channel.kind === 'thread')).toHaveLength(1);
    });
  });

  describe('edits and deletions', () => {
    it('of the member reach the agent', async () => {
      await steps.withAgent();
      const first = await member.type('it happend at 5');
      const second = await member.type('never mind');
      await agent.waitForMessage('never mind');

      await sandbox.clock.advance(2_000);
      await member.edit(first, 'it happened at 6');
      await member.remove(second);

      await agent.waitForMessage('it happened at 6');
      await agent.waitForMessage('[The member deleted this message]');
      const { messages } = await sandbox.flexState<FlexState>();
      expect(messages.filter((message) => message.body?.includes('it happen'))).toHaveLength(1);
    });
  });

  describe('names and texts that pretend', () => {
    it.each([
      { what: 'right to left', name: 'דני \u202eevil', greeting: /^Hi דני evil, how may I help you\?$/ },
      {
        what: 'Markdown and mentions',
        name: '**@everyone** <@1>',
        greeting: /^Hi \\\*\\\*\\@everyone\\\*\\\* \\<\\@1\\>, how may I help you\?$/,
      },
      { what: 'a system line', name: 'Ann\nkim has joined', greeting: /^Hi Ann kim has joined, how may I help you\?$/ },
    ])('a name of $what imitates nobody (X05)', async ({ name, greeting }) => {
      await member.change({ name });

      await member.command('helpme');

      const said = await steps.botSays('how may I help you?');
      expect(said.content).toMatch(greeting);
    });

    it('a name of right to left reaches the desk as it is read, and the agent’s words are not turned', async () => {
      await member.change({ name: 'שלום' });
      await steps.withAgent();

      const [task] = (await agent.view()).tasks;
      await agent.say('مرحبا, how are you?');

      expect(task?.attributes).toMatchObject({ customerName: 'שלום', from: 'שלום' });
      await expect(steps.botSays('مرحبا, how are you?')).resolves.toBeDefined();
    });

    it('an agent’s words that look like mentions ping nobody (X04)', async () => {
      await steps.withAgent();

      await agent.say(`@everyone <@${member.id}> <@&1440000000000000012>`);

      await steps.botSays('@everyone');
      const { messages } = await sandbox.discordState<RawDiscord>();
      const sent = messages.find((message) => message.content.includes('@everyone <@'));
      expect(sent?.pings).toEqual({ everyone: false, roles: [], users: [] });
      expect(sent?.allowed_mentions).toEqual({ parse: [] });
    });
  });

  describe('bad input from outside', () => {
    /** A sweep of the test before may still be at work behind the reset; nothing else makes calls here. */
    async function requestsOnceCalm(): Promise<number> {
      for (let before = -1; ; ) {
        const { length } = (await sandbox.flexState<FlexState>()).requests;
        if (length === before) return length;
        before = length;
        await new Promise((resolve) => setTimeout(resolve, 900));
      }
    }

    it.each([
      { what: 'no JSON', body: '{', type: 'application/json' },
      { what: 'a list', body: '[1]', type: 'application/json' },
      { what: 'nothing', body: '', type: 'application/json' },
      { what: 'too much', body: JSON.stringify({ type: 1, filler: 'x'.repeat(6_000_000) }), type: 'application/json' },
      { what: 'nesting without end', body: `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, type: 'application/json' },
      { what: 'another type', body: 'type=1', type: 'application/x-www-form-urlencoded' },
    ])('is refused when it is $what, and changes nothing', async ({ body, type }) => {
      const length = await requestsOnceCalm();

      const response = await fetch(`${sandbox.info.functionsUrl}/discord/interactions`, {
        method: 'POST',
        headers: { 'Content-Type': type },
        body,
      });

      expect([400, 401, 413]).toContain(response.status);
      const { requests } = await sandbox.flexState<FlexState>();
      expect(requests.slice(length)).toEqual([]);
    });

    it('passes the check that Discord makes when the address is saved', async () => {
      await expect(sandbox.http.send('POST', '/discord/endpoint-check')).resolves.toEqual({
        ping: 200,
        badSignature: 401,
        ok: true,
      });
    });
  });
});
