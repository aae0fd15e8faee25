/**
 * The page alone, in Chromium, on canned data (`fixture-server.ts`): what the script does not pass through.
 * `script.test.ts` lists the roles and names by which things are found.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { describeInChromium, launchChromium, openPage, type WatchedPage } from './chromium.ts';
import { type Fixture, startFixture } from './fixture-server.ts';
import * as fixture from './fixture-state.ts';

describeInChromium('web/page', () => {
  const webDir = mkdtempSync(path.join(tmpdir(), 'sandbox-web-'));
  let browser: Browser;
  let server: Fixture;
  let opened: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    execFileSync(process.execPath, ['sandbox/web/build.mjs', webDir]);
    browser = await launchChromium();
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    rmSync(webDir, { recursive: true });
  });

  beforeEach(async () => {
    server = await startFixture(webDir);
    opened = await openPage(browser, server.url);
    page = opened.page;
    await channel('general').click();
  });

  afterEach(async () => {
    await page.context().close();
    await server.close();
    // Refusals that a test asks for are reported by the browser, too.
    expect(opened.complaints.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([]);
  });

  function channel(name: string): Locator {
    return page.getByRole('navigation', { name: 'Channels' }).getByRole('button', { name });
  }

  function composer(): Locator {
    return page.getByRole('textbox', { name: 'Message general' });
  }

  function messages(): Locator {
    return page.getByRole('log', { name: 'Messages in general' });
  }

  function lastCall(end: string): Readonly<Record<string, unknown>> | undefined {
    return server.calls.findLast(({ call }) => call.endsWith(end))?.body;
  }

  /** Waits until `read` gives what is expected, and says what it gave when it never does. */
  async function settle(read: () => Promise<unknown> | unknown, expected: unknown): Promise<void> {
    const end = Date.now() + 8_000;
    let seen = await read();
    while (JSON.stringify(seen) !== JSON.stringify(expected) && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 40));
      seen = await read();
    }
    expect(seen).toEqual(expected);
  }

  describe('the composer', () => {
    it('sends on Enter and breaks the line on Shift+Enter', async () => {
      await composer().pressSequentially('one');
      await composer().press('Shift+Enter');
      await composer().pressSequentially('two');
      await composer().press('Enter');

      await messages().getByText('one two').waitFor();
      expect(lastCall('/messages')).toEqual({ channelId: '13', content: 'one\ntwo' });
      expect(await composer().inputValue()).toBe('');
    });

    it('gives the text back, and says why, when it is refused', async () => {
      await composer().fill('refuse me');
      await composer().press('Enter');

      await page.getByRole('status', { name: 'Notices of the page' }).getByText('Cannot send messages').waitFor();
      await settle(() => composer().inputValue(), 'refuse me');
    });

    it('is closed where the member may not write', async () => {
      await channel('rules').click();

      await page.getByText('You do not have permission to send messages in this channel.').waitFor();
      expect(await page.getByRole('textbox', { name: 'Message rules' }).count()).toBe(0);
    });

    it('sends the files that were attached', async () => {
      const file = { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('hi') };
      await page.getByLabel('Upload files').setInputFiles(file);
      await page.getByRole('list', { name: 'Files to send' }).getByText('note.txt').waitFor();
      await page.getByRole('button', { name: 'Send message' }).click();

      await settle(
        () => lastCall('/messages')?.['files'],
        [{ filename: 'note.txt', contentType: 'text/plain', data: Buffer.from('hi').toString('base64') }],
      );
    });
  });

  describe('slash commands', () => {
    it('are picked by arrow keys and run by Enter', async () => {
      await composer().pressSequentially('/');
      await page.getByRole('option', { name: '/bug' }).waitFor();
      await composer().press('ArrowDown');
      await composer().press('ArrowDown');
      await composer().press('Tab');
      await page.getByRole('group', { name: 'Command /helpme' }).press('Enter');

      await messages().getByText('Only you can see this').waitFor();
      expect(lastCall('/commands')).toEqual({ channelId: '13', name: 'helpme', options: {} });
    });

    it('ask for what is required before they go', async () => {
      await composer().pressSequentially('/bug ');
      await page.keyboard.press('Enter');
      await page.getByText('This option is required. Specify a value.').waitFor();
      expect(lastCall('/commands')).toBeUndefined();

      await page.keyboard.type('it broke');
      await page.getByRole('button', { name: '+ platform' }).click();
      await page.getByRole('combobox', { name: 'platform' }).selectOption('ios');
      await page.keyboard.press('Enter');

      const options = { description: 'it broke', platform: 'ios' };
      await settle(() => lastCall('/commands'), { channelId: '13', name: 'bug', options });
    });
  });

  describe('messages', () => {
    it('show names for ids, and text as text (X10)', async () => {
      const content = `<@${fixture.ANN.id}> see <#14> **now** <img src=x onerror=alert(1)> [a](javascript:alert(1))`;
      fixture.message(server.state, '13', { author: fixture.BOT, content });

      const shown = messages().getByRole('article').last();
      await shown.getByText('@Ann').waitFor();

      expect(await shown.getByRole('button', { name: '#customer-service' }).count()).toBe(1);
      expect(await shown.locator('strong', { hasText: 'now' }).count()).toBe(1);
      expect(await shown.locator('img, a').count()).toBe(0);
      expect(await shown.textContent()).toContain('<img src=x onerror=alert(1)>');
    });

    it('bring right-to-left names without turning the line around them (X05)', async () => {
      const author = { id: '77', name: '\u202Eevil \u05D0\u05D1', bot: false };
      fixture.message(server.state, '13', { author, content: 'hi' });

      const shown = messages().getByRole('article').last();
      await shown.getByText('hi').waitFor();

      expect(await shown.locator('bdi').first().textContent()).toBe(author.name);
    });

    it('are edited, deleted and sent to an app from their menu', async () => {
      fixture.message(server.state, '13', { content: 'first thought' });
      await messages().getByText('first thought').click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Edit message' }).click();
      await page.getByRole('textbox', { name: 'Edit message' }).fill('second thought');
      await page.keyboard.press('Enter');
      await messages().getByText('(edited)').waitFor();

      await messages().getByText('second thought').click({ button: 'right' });
      await page.getByRole('group', { name: 'Apps' }).getByRole('menuitem', { name: 'Send to support' }).click();
      await settle(() => lastCall('/message-commands')?.['name'], 'Send to support');

      await messages().getByText('second thought').click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Delete message' }).click();
      await settle(() => messages().getByRole('article').count(), 0);
    });

    it('tell of an answer that is still to come', async () => {
      const pending = fixture.message(server.state, '13', { author: fixture.BOT, pending: true });
      await messages().getByText('Support is thinking…').waitFor();

      fixture.changeMessage(server.state, pending.id, { pending: false, content: 'Here it is' });

      await messages().getByText('Here it is').waitFor();
      expect(await messages().getByText('Support is thinking…').count()).toBe(0);
    });

    it('are dismissed when only the member sees them', async () => {
      fixture.message(server.state, '13', { author: fixture.BOT, content: 'psst', ephemeral: true });
      await messages().getByRole('button', { name: 'Dismiss' }).click();

      await settle(() => messages().getByText('psst').count(), 0);
    });

    it('press their buttons and selects', async () => {
      const button = { kind: 'button', style: 'primary', emoji: null, disabled: false, url: null } as const;
      const options = [{ label: 'Blue', value: 'b', description: null }];
      const select = { kind: 'select', customId: 's', placeholder: 'Colour', disabled: false, options } as const;
      const asked = fixture.message(server.state, '13', {
        author: fixture.BOT,
        components: [[{ ...button, label: 'Go', customId: 'go' }], [select]],
      });

      await messages().getByRole('button', { name: 'Go' }).click();
      const target = { channelId: '13', messageId: asked.id };
      await settle(() => lastCall('/components'), { ...target, customId: 'go' });
      await messages().getByRole('combobox', { name: 'Colour' }).selectOption('b');
      await settle(() => lastCall('/components'), { ...target, customId: 's', values: ['b'] });
    });

    it('do not pull the reader back who has scrolled up', async () => {
      for (let at = 0; at < 40; at += 1) fixture.message(server.state, '13', { content: `line ${at}` });
      await messages().getByText('line 39').waitFor();
      await messages().hover();
      await page.mouse.wheel(0, -900);
      const jump = page.getByRole('button', { name: /new/ });
      await jump.waitFor();
      const before = await messages().evaluate((pane) => pane.scrollTop);

      fixture.message(server.state, '13', { content: 'the newest' });
      await messages().getByText('the newest').waitFor();

      expect(await messages().evaluate((pane) => pane.scrollTop)).toBe(before);
      await jump.click();
      await settle(() => jump.count(), 0);
    });
  });

  describe('forms', () => {
    it('are checked, filled in with every kind of field and sent', async () => {
      await composer().pressSequentially('/form ');
      await page.keyboard.press('Enter');
      const form = page.getByRole('dialog', { name: 'Tell us more' });
      await form.getByRole('button', { name: 'Submit' }).click();
      expect(await form.getByText('This field is required.').count()).toBe(2);

      await form.getByRole('textbox', { name: 'Title' }).fill('A title');
      await form.getByRole('textbox', { name: 'What happened?' }).fill('Much');
      await form.getByRole('combobox', { name: 'Area' }).selectOption('low');
      await form.getByRole('radio', { name: 'High' }).check();
      await form.getByRole('checkbox', { name: 'Low' }).check();
      await form.getByRole('checkbox', { name: 'You may contact me' }).check();
      await form.getByRole('button', { name: 'Submit' }).click();

      await form.waitFor({ state: 'detached' });
      expect(lastCall('/modals')).toEqual({
        id: 'modal-1',
        values: { title: 'A title', story: 'Much', area: ['low'], urgency: 'high', where: ['low'], agree: true },
      });
    });

    it('go away on Escape', async () => {
      await composer().pressSequentially('/form ');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: 'Tell us more' }).waitFor();

      await page.keyboard.press('Escape');

      await page.getByRole('dialog', { name: 'Tell us more' }).waitFor({ state: 'detached' });
      expect(server.calls.at(-1)?.call).toMatch(/^DELETE .*\/modals$/);
    });
  });

  describe('member settings', () => {
    it('close the direct messages', async () => {
      await page.getByRole('button', { name: 'Member settings' }).click();
      await page.getByRole('switch', { name: 'Accept direct messages' }).click();

      await page.getByText('DMs closed').waitFor();
      expect(server.state.member.dms).toBe('closed');
    });
  });

  describe('the desk', () => {
    it('takes a task from offer to completion', async () => {
      fixture.newTask(server.state);
      await page.getByRole('group', { name: 'Incoming task from Ann' }).getByRole('button', { name: 'Accept' }).click();
      const chat = page.getByRole('log', { name: 'Conversation with Ann' });
      await chat.getByText('kim has joined the conversation.').waitFor();
      expect(await chat.getByRole('article', { name: 'Virtual agent (virtual agent)' }).count()).toBe(1);

      await page.getByRole('textbox', { name: 'Write to the member' }).fill('hello');
      await page.keyboard.press('Enter');
      await chat.getByRole('article', { name: 'kim (agent)' }).getByText('hello').waitFor();
      await page.getByRole('button', { name: 'Wrap up' }).click();
      await page.getByRole('button', { name: 'Complete' }).click();

      await page
        .getByRole('list', { name: 'Tasks' })
        .getByRole('button', { name: 'Task from Ann, Completed' })
        .waitFor();
    });

    it('shows what the task knows', async () => {
      fixture.newTask(server.state);
      await page.getByRole('tab', { name: 'Info' }).click();

      await page.getByRole('tabpanel', { name: 'Info' }).getByText('7321836437').waitFor();
    });
  });

  describe('the machinery', () => {
    it('shows every hop, filtered and opened', async () => {
      fixture.hop(server.state, 'discord', 'functions', 'POST /discord/interactions', { details: { command: 'bug' } });
      fixture.hop(server.state, 'functions', 'twilio', 'POST /v1/Conversations', { outcome: 503 });
      const rows = page.getByRole('table').getByRole('button');
      await settle(() => rows.allInnerTexts(), [' POST /discord/interactions', ' POST /v1/Conversations']);

      await page.getByRole('searchbox', { name: 'Filter the trace' }).fill('-503 command=bug');
      await settle(() => rows.allInnerTexts(), [' POST /discord/interactions']);
      await rows.first().click();

      await page.getByRole('table').getByText('command', { exact: true }).waitFor();
    });

    it('keeps still while paused', async () => {
      fixture.hop(server.state, 'member', 'discord', 'POST /one');
      await page.getByRole('button', { name: 'POST /one' }).waitFor();
      await page.getByRole('button', { name: 'Pause the trace' }).click();

      fixture.hop(server.state, 'member', 'discord', 'POST /two');
      await page.getByText('1 newer').waitFor();

      expect(await page.getByRole('button', { name: 'POST /two' }).count()).toBe(0);
      await page.getByRole('button', { name: 'Go on with the trace' }).click();
      await page.getByRole('button', { name: 'POST /two' }).waitFor();
    });

    it('adds and clears faults', async () => {
      await page.getByRole('button', { name: 'Lose the next webhook' }).click();
      const rules = page.getByRole('list', { name: 'Faults in force' });
      await rules.getByText('Lose the next webhook').waitFor();
      expect(server.state.faults).toMatchObject([{ target: 'delivery', kind: 'lose', times: 1 }]);

      await page.getByRole('button', { name: 'Clear' }).click();

      await settle(() => rules.getByRole('listitem').count(), 0);
    });

    it('moves the clock', async () => {
      await page.getByRole('button', { name: 'Move the clock forward by fifteen minutes' }).click();

      await settle(() => server.state.offset, 900_000);
    });

    it('resets only when asked twice', async () => {
      await page.getByRole('button', { name: 'Reset', exact: true }).click();
      expect(server.calls.filter(({ call }) => call === 'POST /reset')).toEqual([]);

      await page.getByRole('button', { name: 'Really reset?' }).click();

      await settle(() => server.calls.filter(({ call }) => call === 'POST /reset').length, 1);
      await page.getByRole('log', { name: 'Messages in rules' }).waitFor();
    });

    it('changes its height by keyboard', async () => {
      const trace = page.getByRole('region', { name: 'Trace' });
      const before = (await trace.boundingBox())?.height ?? 0;

      await page.getByRole('separator', { name: 'Height of the trace' }).press('ArrowUp');

      await settle(async () => ((await trace.boundingBox())?.height ?? 0) > before, true);
    });

    it('says when it has lost the sandbox, asks on by itself, and recovers', async () => {
      server.dropStreams(true);
      await page.getByRole('alert').getByText('Disconnected from the sandbox.').waitFor();

      fixture.message(server.state, '13', { author: fixture.BOT, content: 'said meanwhile' });
      await messages().getByText('said meanwhile').waitFor();
      server.dropStreams(false);

      await page.getByRole('alert').waitFor({ state: 'detached' });
    });
  });
});
