import { buttonRows } from '../discord/components.ts';
import { encodeCustomId } from '../discord/custom-id.ts';
import type { InteractionBase } from '../discord/interaction.ts';
import { LIMITS, refusalOf } from '../discord/limits.ts';
import { displayName, mentionChannel, mentionUser, plainName } from '../discord/names.ts';
import type { OutgoingMessage } from '../discord/rest.ts';
import { Fault } from '../errors.ts';
import type { PushedText } from '../relay/inbound-item.ts';
import { nonceOf } from '../relay/nonce.ts';
import { unwatch, watch } from '../relay/watch.ts';
import type { Session } from '../session/session.ts';
import type { AppPorts } from './ports.ts';
import { pushText } from './push-text.ts';

/** The place where the member and support talk. */
interface Place {
  readonly channelId: string;
  readonly kind: 'dm' | 'thread';
  /** Newest message before ours; null: none. */
  readonly lastMessageId: string | null;
}

/**
 * Opens the chat with a member who asked for it and says in the channel what came of it: only after the greeting has
 * really arrived in the DM, else a private thread is opened, else the member reads what to do.
 *
 * @param pushed what the member said along with asking, if anything
 */
export async function startChat(
  ports: AppPorts,
  interaction: InteractionBase,
  pushed?: Omit<PushedText, 'id'>,
): Promise<OutgoingMessage> {
  const session = await sessionOf(ports, interaction);
  const texts = ports.texts(interaction.locale);
  const user = mentionUser(interaction.member.id);
  const busy = session.state === 'queued' || session.state === 'agent';
  if (busy && session.channelId !== null) {
    if (pushed !== undefined) await pushText(ports, session, interaction, pushed);
    return { content: texts.alreadyWithAgent({ channel: mentionChannel(session.channelId) }) };
  }

  const placed = await greet(ports, session, interaction);
  if (placed === null) {
    const again = { label: texts.tryAgainButton, customId: encodeCustomId('help'), style: 'primary' } as const;
    return { content: texts.dmsClosed, components: buttonRows([again]) };
  }
  if (pushed !== undefined) await pushText(ports, placed, interaction, pushed);
  if (placed.channelKind === 'dm') return { content: texts.helpmeAcknowledged({ user }) };
  return { content: texts.helpmeThreadOpened({ user, thread: mentionChannel(placed.channelId ?? '') }) };
}

/** Brings text that came by a form or command into the chat, opening it if need be. */
export async function sendToSupport(
  ports: AppPorts,
  interaction: InteractionBase,
  body: string,
): Promise<OutgoingMessage> {
  const session = await sessionOf(ports, interaction);
  if (session.channelId === null) return startChat(ports, interaction, { body });
  await pushText(ports, session, interaction, { body });
  return { content: ports.texts(interaction.locale).sentToSupport };
}

export function sessionOf(ports: AppPorts, interaction: InteractionBase): Promise<Session> {
  return ports.sessions.of({
    memberId: interaction.member.id,
    displayName: plainName(interaction.member.displayName),
    locale: interaction.locale,
    guildId: interaction.guildId,
  });
}

/** The session with the place where the greeting arrived; null when the member can be reached nowhere. */
async function greet(ports: AppPorts, session: Session, interaction: InteractionBase): Promise<Session | null> {
  const texts = ports.texts(interaction.locale);
  const content = texts.greeting({ name: displayName(interaction.member.displayName) });
  const nonce = nonceOf('greeting', interaction.id);
  try {
    const dm = await ports.discord.openDm(interaction.member.id);
    // Before the greeting: whoever reads it may type at once, and must be heard even if this run dies here.
    const place = { channelId: dm.id, kind: 'dm', lastMessageId: dm.last_message_id ?? null } as const;
    const placed = await remember(ports, interaction, place);
    await ports.discord.send(dm.id, { content, nonce });
    return placed;
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    ports.log.info('Direct messages are closed', { member: interaction.member.id });
    await forgetDm(ports, session);
    const thread = await greetInThread(ports, session, interaction, content, nonce);
    return thread === null ? null : remember(ports, interaction, thread);
  }
}

/** The greeting did not get there after all: nobody is to be looked for in that DM. */
async function forgetDm(ports: AppPorts, before: Session): Promise<void> {
  await ports.sessions.change(before.memberId, (current) => {
    if (current.channelKind !== 'dm' || current.channelId === before.channelId) return current;
    const inbound = { ...current.inbound, cursor: before.inbound.cursor };
    return { ...current, channelId: before.channelId, channelKind: before.channelKind, inbound };
  });
  await unwatch(ports, before.memberId);
}

async function greetInThread(
  ports: AppPorts,
  session: Session,
  interaction: InteractionBase,
  greeting: string,
  nonce: string,
): Promise<Place | null> {
  const { supportChannelId } = ports.config.discord;
  if (supportChannelId === undefined || interaction.guildId === null) return null;
  const texts = ports.texts(interaction.locale);
  try {
    const threadId = await threadOf(ports, session, supportChannelId, interaction);
    await ports.discord.addThreadMember(threadId, interaction.member.id);
    const reply = { label: texts.replyButton, customId: encodeCustomId('reply'), style: 'primary' } as const;
    const person = { label: texts.personButton, customId: encodeCustomId('person') };
    const content = `${mentionUser(interaction.member.id)} ${greeting}\n${texts.useReplyButton}`;
    await ports.discord.send(threadId, { content, components: buttonRows([reply, person]), nonce });
    return { channelId: threadId, kind: 'thread', lastMessageId: null };
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'DISCORD_REFUSED') throw error;
    ports.log.error('Private thread not opened', { member: interaction.member.id, upstreamCode: error.upstreamCode });
    return null;
  }
}

/** The member's thread of before, where it still exists: Discord has no nonce for threads, so none is made twice. */
async function threadOf(
  ports: AppPorts,
  session: Session,
  supportChannelId: string,
  interaction: InteractionBase,
): Promise<string> {
  if (session.channelKind === 'thread' && session.channelId !== null) {
    try {
      return (await ports.discord.channel(session.channelId)).id;
    } catch (error) {
      if (!(error instanceof Fault) || error.upstreamStatus !== 404) throw error;
    }
  }
  const name = `support ${interaction.member.displayName}`.slice(0, LIMITS.threadName);
  return (await ports.discord.createPrivateThread(supportChannelId, name)).id;
}

async function remember(ports: AppPorts, interaction: InteractionBase, place: Place): Promise<Session> {
  const changed = await ports.sessions.change(interaction.member.id, (current) => ({
    ...current,
    displayName: plainName(interaction.member.displayName),
    locale: interaction.locale,
    guildId: interaction.guildId ?? current.guildId,
    channelId: place.channelId,
    channelKind: place.kind,
    unreachableSince: null,
    inbound: {
      ...current.inbound,
      cursor: current.channelId === place.channelId ? current.inbound.cursor : (place.lastMessageId ?? '0'),
    },
  }));
  await watch(ports, changed);
  return changed;
}

function isUnreachable(error: unknown): boolean {
  return error instanceof Fault && error.code === 'DISCORD_REFUSED' && refusalOf(error.upstreamCode) === 'unreachable';
}
