/**
 * The whole script of the reference demo, acted out by hand on the sandbox's page in Chromium: the built Functions, both
 * emulated clouds and the deployed flow, over HTTP.
 *
 * How things on the page are found; these roles and names are stable:
 *
 * | what | role and name |
 * |---|---|
 * | the member's side | region "Member's client" |
 * | servers and DMs | navigation "Servers" › button "Direct messages" or the server's name |
 * | channels | navigation "Channels" › button by channel name; navigation "Direct messages list" › button by name |
 * | messages | log "Messages in <channel>" › article "<author>, <time>" |
 * | composer | textbox "Message <channel>"; the picker is listbox "Commands" › option "/name" |
 * | a command being filled in | group "Command /name" › textbox or combobox by option name |
 * | a form | dialog by its title |
 * | a message's menu | menu "Message menu" › menuitem, group "Apps" › menuitem |
 * | the agent's side | region "Agent desk"; switch "Available" / "Offline"; button "Agent: <name>" |
 * | a task offered | group "Incoming task from <member>" › button "Accept", "Reject", "Let it time out" |
 * | tasks | list "Tasks" › button "Task from <member>, <status>" |
 * | the chat | log "Conversation with <member>" › article "<author> (member\|virtual agent\|agent\|system), <time>" |
 * | writing to the member | textbox "Write to the member" |
 * | ending | button "Wrap up", then button "Complete"; button "More task actions" › menu "Task actions" |
 * | the trace | region "Trace" › table; searchbox "Filter the trace" |
 * | faults | region "Faults" › list "Faults in force", group "Add a fault" |
 * | clock | group "Clock" |
 */
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { type SandboxClient, startSandbox } from '../support/sandbox.ts';
import { describeInChromium, launchChromium, openPage, type WatchedPage } from './chromium.ts';

const SCREENSHOT = path.join('docs', 'images', 'sandbox.png');

describeInChromium('the script on the page', () => {
  let sandbox: SandboxClient;
  let browser: Browser;
  let opened: WatchedPage;
  let page: Page;
  let bot: string;

  beforeAll(async () => {
    [sandbox, browser] = await Promise.all([startSandbox(), launchChromium()]);
    bot = (await sandbox.member().view()).bot.name;
    opened = await openPage(browser, sandbox.url, { colorScheme: 'dark' });
    page = opened.page;
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await sandbox?.stop();
  }, 20_000);

  function channelLog(name: string): Locator {
    return page.getByRole('log', { name: `Messages in ${name}` });
  }

  function dm(): Locator {
    return channelLog(bot);
  }

  /** The newest message that the bot wrote with this text in it. */
  function botSays(text: string | RegExp): Locator {
    return dm()
      .getByRole('article', { name: `${bot},` })
      .filter({ hasText: text })
      .last();
  }

  function chat(): Locator {
    return page.getByRole('log', { name: 'Conversation with Ann' });
  }

  async function typeInDm(text: string): Promise<void> {
    const composer = page.getByRole('textbox', { name: `Message ${bot}` });
    await composer.fill(text);
    await composer.press('Enter');
  }

  it('is answered in private when the member runs /helpme', async () => {
    await page.getByRole('navigation', { name: 'Channels' }).getByRole('button', { name: 'customer-service' }).click();
    const composer = page.getByRole('textbox', { name: 'Message customer-service' });

    await composer.pressSequentially('/helpme');
    await page.getByRole('listbox', { name: 'Commands' }).getByRole('option', { name: '/helpme' }).waitFor();
    await composer.press('Enter');
    await page.getByRole('group', { name: 'Command /helpme' }).press('Enter');

    const answer = channelLog('customer-service')
      .getByRole('article', { name: `${bot},` })
      .last();
    await answer.getByText("Hi @Ann! You requested help. Our customer service just DM'ed you!").waitFor();
    await answer.getByText('Only you can see this').waitFor();
  });

  it('is greeted in the direct message', async () => {
    const directMessages = page
      .getByRole('navigation', { name: 'Servers' })
      .getByRole('button', { name: /Direct messages, 1 unread/ });
    await directMessages.click();

    await botSays('Hi Ann, how may I help you?').waitFor();
    await page.getByRole('button', { name: 'Direct messages', exact: true }).waitFor();
  });

  it('is offered topics for a question typed plainly', async () => {
    await typeInDm('i think i forgot my password');

    const question = botSays('Does one of these categories help?');
    await question.getByRole('button', { name: 'Reset Password' }).waitFor();
    const topics = await question.getByRole('group').first().getByRole('button').allTextContents();
    expect(topics[0]).toBe('Reset Password');
    expect(topics.length).toBeGreaterThan(1);
    expect(topics.length).toBeLessThanOrEqual(4);
  });

  it('gets the suggested article as a reply to the question', async () => {
    await botSays('Does one of these categories help?').getByRole('button', { name: 'Reset Password' }).click();

    const answer = botSays('Suggested Article: I would like to change or reset my password');
    await answer
      .getByRole('link', { name: 'Account & Sign-In: I would like to change or reset my password' })
      .waitFor();
    expect(await answer.textContent()).toContain('We do not store account passwords.');
    expect(await answer.textContent()).toContain('Does one of these categories help?');
    expect(await answer.locator('em').first().textContent()).toContain('Suggested Article');
  });

  it('is handed over when asking for a person in words (S12)', async () => {
    await typeInDm('that was helpful but i want to talk to a live agent');

    await botSays(/Great! Your case id is \d+\./).waitFor();
    await botSays('Transferring you to one of our agents...').waitFor();
  });

  it('is joined by an agent who sees what the bot said (S13)', async () => {
    const offer = page.getByRole('group', { name: 'Incoming task from Ann' });
    await offer.getByRole('button', { name: 'Accept' }).click();

    await botSays('kim has joined the conversation.').waitFor();
    await chat()
      .getByRole('article', { name: '(virtual agent)' })
      .filter({ hasText: 'Does one of these categories help?' })
      .waitFor();
    await chat()
      .getByRole('article', { name: '(member)' })
      .filter({ hasText: 'i think i forgot my password' })
      .waitFor();
  });

  it('talks with the agent in both directions by plain typing, after exactly one join line', async () => {
    const desk = page.getByRole('textbox', { name: 'Write to the member' });
    await desk.fill('hello i am a live agent!');
    await desk.press('Enter');
    await botSays('hello i am a live agent!').waitFor();

    await typeInDm('hello kim, my password is gone');
    await chat()
      .getByRole('article', { name: '(member)' })
      .filter({ hasText: 'hello kim, my password is gone' })
      .waitFor();

    expect(await dm().getByText('has joined the conversation').count()).toBe(1);
    expect(await dm().getByText('hello i am a live agent!').count()).toBe(1);
    if (process.env['UPDATE_SCREENSHOTS'] === '1') await page.screenshot({ path: SCREENSHOT });
  });

  it('is told when the agent has ended the conversation', async () => {
    await page.getByRole('button', { name: 'Wrap up' }).click();
    await page.getByRole('button', { name: 'Complete' }).click();

    await botSays('has ended the conversation').waitFor();
    await page.getByRole('list', { name: 'Tasks' }).getByRole('button', { name: 'Task from Ann, Completed' }).waitFor();
  });

  it('starts anew with the next message', async () => {
    await typeInDm('hello');

    await botSays('Hello! How can I help you?').waitFor();
    expect(await page.getByRole('group', { name: /Incoming task/ }).count()).toBe(0);
  });

  it('leaves every hop in the trace, signed', async () => {
    const trace = page.getByRole('region', { name: 'Trace' });
    await trace.getByRole('searchbox', { name: 'Filter the trace' }).fill('discord/interactions ed25519');

    await trace
      .getByRole('row', { name: /ed25519/ })
      .first()
      .waitFor();
    expect(opened.complaints).toEqual([]);
  });
});
