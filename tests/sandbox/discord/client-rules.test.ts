import type { InteractionOutcome, MessageView } from '../../../sandbox/control/types.ts';
import { createHarness, type Harness, inline, registerCommands } from '../../support/discord-harness.ts';

describe('discord/acts as a client', () => {
  let harness: Harness;
  let general: string;
  let dm: string;

  beforeEach(async () => {
    harness = createHarness();
    general = harness.discord.seed.channels['general'] ?? '';
    dm = await harness.openDm();
    await registerCommands(harness);
  });

  describe('commands', () => {
    const file = (filename: string, contentType: string) => ({ filename, contentType, data: 'YQ==' });

    it.each([
      { given: 'a missing required option', act: { name: 'bug', options: {} }, then: 400 },
      { given: 'an unknown option', act: { name: 'helpme', options: { colour: 'red' } }, then: 400 },
      { given: 'a text too long', act: { name: 'helpme', options: { question: 'x'.repeat(201) } }, then: 400 },
      { given: 'text for a number', act: { name: 'rate', options: { count: 'three' } }, then: 400 },
      { given: 'a fraction for a whole number', act: { name: 'rate', options: { count: 1.5 } }, then: 400 },
      { given: 'a number out of range', act: { name: 'rate', options: { count: 10 } }, then: 400 },
      {
        given: 'a kind of file that is not taken',
        act: { name: 'helpme', options: {}, files: { file: file('a.exe', 'application/x-msdownload') } },
        then: 400,
      },
      { given: 'a command that is not there', act: { name: 'dance', options: {} }, then: 404 },
      { given: 'a command without the right to it', act: { name: 'announce', options: {} }, then: 404 },
    ])('are refused by the client: $given', async ({ act, then }) => {
      expect((await harness.act('commands', { channelId: general, ...act })).status).toBe(then);
      expect(harness.delivered).toEqual([]);
    });

    it('stay where they are offered', async () => {
      expect(
        (await harness.act('commands', { channelId: dm, name: 'bug', options: { description: 'x' } })).status,
      ).toBe(404);
      expect(
        (await harness.act('commands', { channelId: general, name: 'bug', options: { description: 'x' } })).status,
      ).toBe(200);
    });

    it('carry the whole message when they stand in its menu', async () => {
      const typed = await harness.act<MessageView>('messages', { channelId: general, content: 'Look at this' });
      await harness.act<InteractionOutcome>('message-commands', {
        channelId: general,
        messageId: typed.body.id,
        name: 'Send to support',
      });

      expect(harness.delivered[0]?.payload).toMatchObject({
        type: 2,
        data: {
          type: 3,
          name: 'Send to support',
          target_id: typed.body.id,
          resolved: { messages: { [typed.body.id]: { content: 'Look at this', author: { username: 'ann' } } } },
        },
      });
    });
  });

  describe('forms', () => {
    const component = (more: object) => ({ type: 18, label: 'Label', component: more });
    const options = [
      { value: 'a', label: 'A' },
      { value: 'b', label: 'B', default: true },
    ];
    const FORM = {
      custom_id: 'form',
      title: 'Form',
      components: [
        component({ type: 4, custom_id: 'what', style: 2, min_length: 3, max_length: 10 }),
        component({ type: 21, custom_id: 'severity', options }),
        component({ type: 22, custom_id: 'areas', options, required: false }),
        component({ type: 19, custom_id: 'files', max_values: 2, required: false, file_types: ['image'] }),
        component({ type: 23, custom_id: 'contact', default: true }),
      ],
    };

    async function open(): Promise<string> {
      harness.endpoint = () => inline({ type: 9, data: FORM });
      await harness.act('commands', { channelId: general, name: 'helpme', options: {} });
      harness.endpoint = () => inline({ type: 4, data: { content: 'Thanks', flags: 64 } });
      return (await harness.member()).modal?.id ?? '';
    }

    it('show every kind of field', async () => {
      await open();

      expect(
        (await harness.member()).modal?.fields.map(({ kind, required, value }) => [kind, required, value]),
      ).toEqual([
        ['paragraph', true, null],
        ['radio', true, 'b'],
        ['checkboxes', false, 'b'],
        ['files', false, null],
        ['checkbox', false, 'true'],
      ]);
    });

    it('are submitted with numbered parts, defaults and files', async () => {
      const files = { files: [{ filename: 'bug.png', contentType: 'image/png', data: 'YQ==' }] };
      await harness.act('modals', { id: await open(), values: { what: 'It broke', areas: ['a', 'b'] }, files });

      const data = harness.delivered.at(-1)?.payload['data'];
      const [uploaded] = Object.keys(Reflect.get(Object(Reflect.get(Object(data), 'resolved')), 'attachments'));
      expect(data).toMatchObject({
        components: [
          { type: 18, id: 1, component: { type: 4, id: 2, custom_id: 'what', value: 'It broke' } },
          { component: { type: 21, value: 'b' } },
          { component: { type: 22, values: ['a', 'b'] } },
          { component: { type: 19, values: [uploaded] } },
          { component: { type: 23, value: true } },
        ],
      });
    });

    it.each([
      { given: 'a required field that is empty', values: {} },
      { given: 'a text too short', values: { what: 'x' } },
      { given: 'a text too long', values: { what: 'x'.repeat(11) } },
      { given: 'a value that is not offered', values: { what: 'fine', severity: 'c' } },
      { given: 'a field that is not there', values: { what: 'fine', colour: 'red' } },
    ])('are refused by the client: $given', async ({ values }) => {
      const id = await open();

      expect((await harness.act('modals', { id, values })).status).toBe(400);
      expect((await harness.member()).modal?.id).toBe(id);
    });

    it('are dismissed', async () => {
      const id = await open();
      const dismissed = await harness.act('modals', { id }, 'DELETE');
      const again = await harness.act('modals', { id, values: { what: 'late' } });

      expect([dismissed.status, again.status]).toEqual([204, 404]);
    });
  });

  it('keeps the newest five notices', async () => {
    harness.endpoint = () => new Response(null, { status: 500 });
    for (let count = 0; count < 7; count += 1)
      await harness.act('commands', { channelId: general, name: 'helpme', options: {} });

    expect((await harness.member()).notices).toHaveLength(5);
  });

  it('cannot press a disabled button, nor one that is not there', async () => {
    const components = [
      { type: 1, components: [{ type: 2, style: 1, label: 'Off', custom_id: 'off', disabled: true }] },
    ];
    const sent = await harness.api<{ id: string }>('POST', `/channels/${general}/messages`, {
      json: { content: 'x', components },
    });
    const act = { channelId: general, messageId: sent.body.id };

    expect((await harness.act('components', { ...act, customId: 'off' })).status).toBe(403);
    expect((await harness.act('components', { ...act, customId: 'on' })).status).toBe(404);
  });
});
