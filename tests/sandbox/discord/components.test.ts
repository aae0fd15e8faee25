import type { InteractionOutcome } from '../../../sandbox/control/types.ts';
import { createHarness, type Harness, inline, registerCommands } from '../../support/discord-harness.ts';
import { accepted, type InteractionCalls, interactionCalls } from '../../support/discord-interactions.ts';

const MODAL = {
  custom_id: 'form',
  title: 'Form',
  components: [{ type: 18, label: 'Text', component: { type: 4, custom_id: 'text', style: 1 } }],
};

describe('discord/acts with components', () => {
  let harness: Harness;
  let dm: string;
  let calls: InteractionCalls;

  beforeEach(async () => {
    harness = createHarness();
    dm = await harness.openDm();
    await registerCommands(harness);
    calls = interactionCalls(harness, dm);
  });

  async function shown() {
    const member = await harness.member();
    return member.channels.find(({ id }) => id === dm)?.messages ?? [];
  }

  describe('components and forms', () => {
    async function ask(
      components: readonly object[] = [{ type: 1, components: [{ type: 2, style: 1, label: 'Go', custom_id: 'go' }] }],
    ): Promise<string> {
      const sent = await harness.api<{ id: string }>('POST', `/channels/${dm}/messages`, {
        json: { content: 'Question', components },
      });
      return sent.body.id;
    }

    async function press(messageId: string, more: object = {}) {
      return harness.act<InteractionOutcome>('components', { channelId: dm, messageId, customId: 'go', ...more });
    }

    it('delivers a press with its message', async () => {
      const messageId = await ask();
      await press(messageId);

      expect(calls.lastDelivered().payload).toMatchObject({
        type: 3,
        data: { component_type: 2, custom_id: 'go', id: 2 },
        message: { id: messageId },
      });
    });

    it('answers a press as a reply to its message', async () => {
      const messageId = await ask();
      harness.endpoint = () => inline({ type: 4, data: { content: 'Article' } });
      await press(messageId);

      expect((await shown()).at(-1)).toMatchObject({
        content: 'Article',
        replyTo: { id: messageId, author: 'Support', content: 'Question' },
      });
    });

    it('updates the message, at once or after a silent acknowledgement', async () => {
      const messageId = await ask();
      harness.endpoint = () => inline({ type: 7, data: { content: 'Chosen', components: [] } });
      await press(messageId);
      const atOnce = (await shown())[0];
      const second = await ask();
      harness.endpoint = async (one) => {
        await calls.callback(one, { type: 6 });
        await calls.webhook('PATCH', one, '/messages/@original', { content: 'Later' });
        return accepted();
      };
      await press(second);

      expect(atOnce).toMatchObject({ id: messageId, content: 'Chosen', components: [] });
      expect((await shown()).map(({ content }) => content)).toEqual(['Chosen', 'Later']);
    });

    it('shows a form, submits it, and closes it', async () => {
      const messageId = await ask();
      harness.endpoint = () => inline({ type: 9, data: MODAL });
      await press(messageId);
      const { modal } = await harness.member();
      harness.endpoint = () => inline({ type: 7, data: { content: 'Thanks', components: [] } });
      const submitted = await harness.act<InteractionOutcome>('modals', { id: modal?.id, values: { text: 'words' } });

      expect(modal).toMatchObject({ title: 'Form', fields: [{ customId: 'text', kind: 'short', required: true }] });
      expect(calls.lastDelivered().payload).toMatchObject({
        type: 5,
        data: {
          custom_id: 'form',
          components: [{ type: 18, component: { type: 4, custom_id: 'text', value: 'words' } }],
        },
        message: { id: messageId },
      });
      expect(submitted.body.responseType).toBe(7);
      expect((await harness.member()).modal).toBeNull();
    });

    it('keeps the form open when there is no answer, and refuses a form as the answer', async () => {
      harness.endpoint = () => inline({ type: 9, data: MODAL });
      await calls.command();
      const id = (await harness.member()).modal?.id;
      const submitted = await harness.act<InteractionOutcome>('modals', { id, values: { text: 'words' } });

      expect(submitted.body.responseType).toBeNull();
      expect((await harness.member()).modal?.id).toBe(id);
      expect((await harness.member()).notices).toMatchObject([{ text: 'Something went wrong. Try again.' }]);
    });

    it('delivers chosen values, and refuses others', async () => {
      const select = {
        type: 3,
        custom_id: 'go',
        options: [
          { label: 'A', value: 'a' },
          { label: 'B', value: 'b' },
        ],
      };
      const messageId = await ask([{ type: 1, components: [select] }]);
      const wrong = await press(messageId, { values: ['c'] });
      await press(messageId, { values: ['b'] });

      expect(wrong.status).toBe(400);
      expect(calls.lastDelivered().payload).toMatchObject({ data: { component_type: 3, values: ['b'] } });
    });
  });
});
