import type { CaseRecord } from '../../src/cases/cases.ts';
import { memberIdentity } from '../../src/session/session.ts';
import { compareIds } from '../discord/ids.ts';
import type { DiscordState, StoredMessage } from '../discord/state.ts';
import type { Conversation } from '../twilio/entities.ts';
import { isOver } from '../twilio/taskrouter/tasks.ts';
import type { Clouds } from './clouds.ts';
import { compareWords, type Finding, groupBy, type Standing, staleIn } from './findings.ts';
import type { Chat } from './ledger.ts';
import { wordsIn } from './words.ts';

/** Discord bans at 10,000 in ten minutes; a run must stay far below. */
const INVALID_REQUESTS = 1_000;
const TEN_MINUTES = 600_000;

export interface Verdict {
  readonly findings: readonly Finding[];
  /** Milliseconds each message needed to the other side. */
  readonly delays: readonly number[];
  /** For each chat: milliseconds after the faults had stopped until its last message had arrived. */
  readonly settled: readonly number[];
  /** Edits that did not come through. */
  readonly staleEdits: number;
}

/** Holds what the clouds show in the end against what was written. */
export async function check(clouds: Clouds, chats: readonly Chat[], stoppedAt: number): Promise<Verdict> {
  const state = await clouds.act<DiscordState>('discord', 'GET', '/state');
  if (state === null) throw new Error('The emulated Discord does not show its state');
  const findings: Finding[] = [];
  const delays: number[] = [];
  const settled: number[] = [];
  let staleEdits = 0;
  for (const chat of chats) {
    const conversations = conversationsOf(clouds, chat);
    const inside = conversations.flatMap((one) => memberWords(one, chat));
    const outside = dmOf(state, chat).filter((one) => one.authorId === clouds.discord.seed.botUserId);
    const delivered = outside.flatMap((one) => wordsIn(one.content).map((word) => ({ ...word, at: one.at })));
    chat.typed.sort((a, b) => compareIds(a.id, b.id));
    findings.push(...compareWords(chat, 'm', chat.typed, inside), ...compareWords(chat, 'a', chat.said, delivered));
    findings.push(...checkState(clouds, chat, conversations, outside));
    staleEdits += staleIn(chat.typed, inside) + staleIn(chat.said, delivered);
    const arrivals = [...arrivalsOf(chat.typed, inside), ...arrivalsOf(chat.said, delivered)];
    delays.push(...arrivals.map(({ at, arrived }) => arrived - at));
    settled.push(Math.max(0, ...arrivals.map(({ arrived }) => arrived - stoppedAt)));
  }
  if (mostInTenMinutes(clouds.invalidRequests) > INVALID_REQUESTS) {
    findings.push({ kind: 'state', chat: -1, what: `${clouds.invalidRequests.length} requests refused by Discord` });
  }
  return { findings, delays, settled, staleEdits };
}

/** In the order in which they followed each other. */
function conversationsOf(clouds: Clouds, chat: Chat): readonly Conversation[] {
  const prefix = `discord-${chat.memberId}-`;
  const numberOf = (one: Conversation) => Number(one.uniqueName?.slice(prefix.length));
  return [...clouds.twilio.store.conversations.values()]
    .filter((one) => one.uniqueName?.startsWith(prefix) === true)
    .sort((a, b) => numberOf(a) - numberOf(b));
}

function memberWords(conversation: Conversation, chat: Chat): readonly Standing[] {
  return [...conversation.messages.values()]
    .filter((message) => message.author === memberIdentity(chat.memberId))
    .sort((a, b) => a.index - b.index)
    .flatMap((message) => wordsIn(message.body ?? '').map((word) => ({ ...word, at: message.createdAt })));
}

function dmOf(state: DiscordState, chat: Chat): readonly StoredMessage[] {
  const dm = state.channels.find(
    (one) => one['type'] === 1 && JSON.stringify(one['recipients']).includes(chat.memberId),
  );
  return state.messages.filter((one) => one.channelId === dm?.['id']).sort((a, b) => compareIds(a.id, b.id));
}

function arrivalsOf(
  written: readonly { readonly number: number; readonly at: number }[],
  seen: readonly Standing[],
): { at: number; arrived: number }[] {
  const byMessage = groupBy(seen, (word) => word.message);
  return written.flatMap(({ number, at }) => {
    const last = byMessage.get(number)?.at(-1);
    return last === undefined ? [] : [{ at, arrived: last.at }];
  });
}

/** At most one open Conversation, one case and one live task for each, and one line for each agent who joined. */
function checkState(
  clouds: Clouds,
  chat: Chat,
  conversations: readonly Conversation[],
  outside: readonly StoredMessage[],
): Finding[] {
  const { store } = clouds.twilio;
  const wrong: string[] = [];
  const open = conversations.filter((one) => one.state !== 'closed');
  if (open.length > 1) wrong.push(`${open.length} Conversations are open`);
  const sids = new Set(conversations.map((one) => one.sid));
  for (const [sid, cases] of groupBy(casesOf(clouds, sids), (one) => one.conversationSids[0])) {
    if (cases.length > 1) wrong.push(`${cases.length} cases for ${sid}`);
  }
  const tasks = [...store.tasks.values()].flatMap((task) => {
    const sid = store.channels.get(task.channelSid ?? '')?.mediaChannelSid;
    return sid !== undefined && sids.has(sid) ? [{ task, sid }] : [];
  });
  for (const [sid, alive] of groupBy(
    tasks.filter(({ task }) => !isOver(task)),
    (one) => one.sid,
  )) {
    if (alive.length > 1) wrong.push(`${alive.length} live tasks for ${sid}`);
  }
  const ours = new Set(tasks.map(({ task }) => task.sid));
  const taken = [...store.reservations.values()].filter(
    (one) => ours.has(one.taskSid) && ['accepted', 'wrapping', 'completed'].includes(one.status),
  );
  const counts = {
    joined: outside.filter((one) => one.content.includes('has joined the conversation')).length,
    case: outside.filter((one) => one.content.includes('Your case id is')).length,
    transferring: outside.filter((one) => one.content.includes('Transferring you')).length,
  };
  if (counts.joined > taken.length) wrong.push(`${counts.joined} join lines for ${taken.length} joins`);
  if (counts.case !== counts.transferring)
    wrong.push(`${counts.case} case lines, but ${counts.transferring} transfer lines`);
  return wrong.map((what) => ({ kind: 'state', chat: chat.number, what }));
}

function casesOf(clouds: Clouds, conversationSids: ReadonlySet<string>): readonly CaseRecord[] {
  const documents = [...clouds.twilio.store.sync.values()].flatMap((service) => [...service.documents.values()]);
  return documents
    .filter((one) => one.uniqueName?.startsWith('case.') === true)
    .map((one) => one.data as unknown as CaseRecord)
    .filter((one) => conversationSids.has(one.conversationSids[0] ?? ''));
}

function mostInTenMinutes(instants: readonly number[]): number {
  let most = 0;
  let first = 0;
  for (const [index, at] of instants.entries()) {
    while ((instants[first] ?? at) < at - TEN_MINUTES) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}
