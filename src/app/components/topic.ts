import { articleLine } from '../../bot/answer.ts';
import type { ComponentInteraction } from '../../discord/interaction.ts';
import { mentionChannel } from '../../discord/names.ts';
import { plainLine, sendLines } from '../../relay/lines.ts';
import { isOpen, type Line, type Session } from '../../session/session.ts';
import { withLines } from '../../session/transitions.ts';
import type { Component } from '../interaction-handlers.ts';
import type { AppPorts } from '../ports.ts';
import { pushText } from '../push-text.ts';
import { sessionOf } from '../start-chat.ts';

/** One of the topics offered: the article comes as a reply to the question that offered it. */
export const topic: Component = {
  name: 'topic',
  acknowledge: 'update',
  async handle(interaction, ports) {
    const session = await sessionOf(ports, interaction);
    if (await refusedByAgentTime(ports, session, interaction)) return null;
    const texts = ports.texts(interaction.locale);
    const entry = (await ports.knowledge()).entry(interaction.values[0] ?? '');
    const key = `topic:${interaction.id}`;
    const now = ports.clock.now();
    const line =
      entry === undefined
        ? plainLine(key, now, texts.articleGone)
        : articleLine(key, now, entry, interaction.messageId, texts);
    await answerPress(ports, session, interaction, entry?.button ?? interaction.values[0] ?? '', line);
    return null;
  },
};

/** "None of these": the member is asked for other words, or offered a person. */
export const none: Component = {
  name: 'none',
  acknowledge: 'update',
  async handle(interaction, ports) {
    const session = await sessionOf(ports, interaction);
    if (await refusedByAgentTime(ports, session, interaction)) return null;
    const texts = ports.texts(interaction.locale);
    const line = plainLine(`none:${interaction.id}`, ports.clock.now(), texts.noneOfTheseReply);
    await answerPress(ports, session, interaction, texts.noneOfTheseButton, line);
    return null;
  },
};

/** While a person is, or is about to be, in the chat the virtual agent is silent; only the presser reads why. */
async function refusedByAgentTime(
  ports: AppPorts,
  session: Session,
  interaction: ComponentInteraction,
): Promise<boolean> {
  if (!isOpen(session) || session.state === 'bot' || session.channelId === null) return false;
  const content = ports.texts(interaction.locale).alreadyWithAgent({ channel: mentionChannel(session.channelId) });
  await ports.discord.followUp(interaction, { content, flags: 64 });
  return true;
}

/** The press stands in the Conversation as the member's turn, already answered; an old button opens none. */
async function answerPress(
  ports: AppPorts,
  session: Session,
  interaction: ComponentInteraction,
  label: string,
  line: Line,
): Promise<void> {
  if (isOpen(session)) {
    await pushText(ports, session, interaction, { body: label, intent: 'handled' });
  }
  await ports.sessions.change(session.memberId, (current) => withLines(current, [line]));
  await sendLines(ports, session.memberId, [line.key]);
}
