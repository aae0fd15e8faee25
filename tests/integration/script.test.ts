import type { MessageView } from '../../sandbox/control/types.ts';
import type { FlexState } from '../support/relay-world.ts';
import { type MemberClient, type SandboxClient, startSandbox, type WorkerClient } from '../support/sandbox.ts';
import { type RawDiscord, type Steps, stepsOf, timesIn } from './steps.ts';

/** The script of the reference demo, word for word, through the built Functions and both emulated clouds. */
describe('the script', () => {
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

  function buttonsOf(message: MessageView): readonly string[] {
    return message.components.flat().flatMap((one) => (one.kind === 'button' ? [one.label] : []));
  }

  describe('a chat from the greeting to the next one', () => {
    let question: MessageView;

    it('greets in the DM and says so in the channel', async () => {
      const outcome = await member.command('helpme');

      const { name, id } = await member.view();
      const acknowledged = await member.waitForMessage('You requested help');
      const greeting = await member.waitForMessage('how may I help you?');
      expect(outcome).toMatchObject({ endpointStatus: 202, responseType: 5 });
      expect(acknowledged).toMatchObject({
        content: `Hi <@${id}>! You requested help. Our customer service just DM'ed you!`,
        ephemeral: true,
      });
      expect(greeting.content).toBe(`Hi ${name}, how may I help you?`);
    });

    it('answers a plain hello', async () => {
      await member.type('hello');

      await expect(member.waitForMessage('Hello! How can I help you?')).resolves.toBeDefined();
    });

    it('offers up to four topics, none of them, and a person', async () => {
      await member.type('i think i forgot my password');

      question = await member.waitForMessage('Does one of these categories help?');
      const labels = buttonsOf(question);
      expect(labels[0]).toBe('Reset Password');
      expect(labels.slice(-2)).toEqual(['None of these', 'Talk to a person']);
      expect(labels.length).toBeLessThanOrEqual(6);
    });

    it('replies to its own question with the suggested article', async () => {
      await member.press('Reset Password');

      const answer = await member.waitForMessage('Suggested Article');
      expect(answer.content).toBe('*Suggested Article: I would like to change or reset my password*');
      expect(answer.replyTo?.id).toBe(question.id);
      expect(answer.embeds).toEqual([
        expect.objectContaining({
          title: 'Account & Sign-In: I would like to change or reset my password',
          url: expect.stringMatching(/^https:/),
          description: expect.stringContaining('We do not store account passwords.'),
        }),
      ]);
    });

    it('opens a case and transfers when a person is asked for in words', async () => {
      await member.type('that was helpful but i want to talk to a live agent');

      await member.waitForMessage('Transferring you to one of our agents...');
      const said = await steps.botSaid();
      expect(said.slice(-2)).toEqual([
        expect.stringMatching(/^Great! Your case id is \d{10}\.$/),
        'Transferring you to one of our agents...',
      ]);
    });

    it('shows the agent the whole chat before accepting anything else (S13)', async () => {
      const task = await agent.accept();

      expect(task.attributes).toMatchObject({
        customChannelType: 'discord',
        caseId: expect.stringMatching(/^\d{10}$/),
      });
      const shown = task.conversation?.messages.map(({ kind, body }) => [kind, body.split('\n')[0]]);
      expect(shown).toEqual([
        ['member', 'hello'],
        ['bot', 'Hello! How can I help you?'],
        ['member', 'i think i forgot my password'],
        ['bot', 'Does one of these categories help?'],
        ['member', 'Reset Password'],
        ['bot', 'Suggested Article: I would like to change or reset my password'],
        ['member', 'that was helpful but i want to talk to a live agent'],
        ['bot', expect.stringContaining('Your case id is')],
        ['bot', 'Transferring you to one of our agents...'],
      ]);
    });

    it('says once that the agent has joined, then carries both directions by plain typing', async () => {
      await agent.say('hello i am a live agent!');
      await member.waitForMessage('hello i am a live agent!');
      await member.type('hello kim');
      await agent.waitForMessage('hello kim');

      const said = await steps.botSaid();
      expect(timesIn(said, 'kim has joined the conversation.')).toBe(1);
      expect(said.indexOf('kim has joined the conversation.')).toBeLessThan(said.indexOf('hello i am a live agent!'));
    });

    it('tells the member of the end and asks for a rating', async () => {
      await agent.complete();

      const question = await member.waitForMessage('how satisfied are you with our service?');
      const said = await steps.botSaid();
      expect(said).toContain('kim has ended the conversation. If you need anything else, just write here.');
      expect(buttonsOf(question)).toEqual(['1', '2', '3', '4', '5']);
    });

    it('takes one tap as the rating, once', async () => {
      await member.press('5');

      const thanks = await member.waitForMessage('Thank you, your response will be recorded.');
      expect(buttonsOf(thanks)).toEqual([]);
      await expect(member.view()).resolves.toMatchObject({ notices: [] });
    });

    it('starts anew with the next message, the history linked', async () => {
      await member.type('hi, me again');
      await member.type('how do i evolve a wisp?');

      await member.waitFor((view) => {
        const dm = view.channels.find((channel) => channel.kind === 'dm');
        return (dm?.messages.filter((one) => one.content === 'Does one of these categories help?').length ?? 0) > 1;
      });
      const { conversations } = await sandbox.flexState<FlexState>();
      expect(conversations.map((conversation) => conversation.state)).toEqual(['closed', 'active']);
      expect(JSON.parse(conversations[1]?.attributes ?? '')).toMatchObject({
        previousConversationSid: conversations[0]?.sid,
        status: 'bot',
        caseId: '',
      });
    });

    it('notified nobody by any send or edit (X04)', async () => {
      const { messages } = await sandbox.discordState<RawDiscord>();

      const writes = messages.filter((one) => one.authorId !== member.id).flatMap((one) => one.writes);
      expect(writes.length).toBeGreaterThan(8);
      for (const write of writes) expect(write.pings).toEqual({ everyone: false, roles: [], users: [] });
    });

    it('did nothing that the deployed platform would punish', async () => {
      expect(await sandbox.violations()).toEqual([]);
    });
  });

  describe('the commands for everyone', () => {
    it('thanks for a bug report in the channel', async () => {
      await member.command('bug', { description: 'The map is upside down' }, { channel: 'bug-report' });

      const answer = await member.waitForMessage('Thank you for reporting a potential bug!');
      expect(answer).toMatchObject({ ephemeral: false, embeds: [{ title: 'Known Issues Page' }] });
      expect(answer.content).toBe(
        `Hi <@${member.id}>! Thank you for reporting a potential bug! Please visit our Known Issues page for more information. You won't get an individual response to the report, but we will use this information to help us reproduce the issue and identify trends.`,
      );
    });

    it('thanks for a feature request in the channel', async () => {
      await member.command('new_feature', { description: 'A dark mode' }, { channel: 'feature-request' });

      const answer = await member.waitForMessage('Thank you for suggesting a cool feature!');
      expect(answer).toMatchObject({ ephemeral: false, embeds: [{ title: 'Latest Releases' }] });
      expect(answer.content).toBe(
        `Hi <@${member.id}>! Thank you for suggesting a cool feature! Please visit our New Release page for latest fun features. You won't get an individual response to the feature request, but we will definitely consider your input!`,
      );
    });
  });
});
