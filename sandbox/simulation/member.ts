import type { InteractionOutcome, MemberView, MessageView } from '../control/types.ts';
import type { Clouds } from './clouds.ts';
import { type Chat, messagesIn, type Typed } from './ledger.ts';
import type { SeededRandom } from './random.ts';
import { compose, type Topic, wordsIn } from './words.ts';

/** Milliseconds after which a member who sees no greeting asks for help again. */
const PATIENCE = 20_000;
const SUPPORT_CHANNEL = 'customer-support';

/** Acts out one member: asks for help, writes, edits, deletes, asks for a person, until the chat has had its messages. */
export async function actAsMember(clouds: Clouds, random: SeededRandom, chat: Chat): Promise<void> {
  await clouds.clock.sleep(random.between(0, 4_000));
  const channelId = await askForHelp(clouds, chat.memberId);
  while (messagesIn(chat) < chat.quota) {
    await clouds.clock.sleep(thinkingTime(random));
    if (random.happens(0.06)) await push(clouds, random, chat);
    else await type(clouds, random, chat, channelId);
  }
}

/** Somebody else asks for help: an event that has nothing to do with the chats, and starts the sweep. */
export async function askOnce(clouds: Clouds, memberId: string): Promise<boolean> {
  const channelId = clouds.discord.seed.channels[SUPPORT_CHANNEL] ?? '';
  const body = { channelId, name: 'helpme' };
  const outcome = await clouds.act<InteractionOutcome>('discord', 'POST', `/members/${memberId}/commands`, body);
  return outcome?.endpointStatus === 202;
}

/** `/helpme` until the greeting stands in the direct messages; answers their channel. */
async function askForHelp(clouds: Clouds, memberId: string): Promise<string> {
  for (;;) {
    void askOnce(clouds, memberId);
    for (const end = clouds.clock.now() + PATIENCE; clouds.clock.now() < end; ) {
      await clouds.clock.sleep(1_000);
      const view = await clouds.act<MemberView>('discord', 'GET', `/members/${memberId}`);
      const dm = view?.channels.find((one) => one.kind === 'dm');
      if (dm?.messages.some((one) => one.author.bot) === true) return dm.id;
    }
  }
}

/** Milliseconds between two acts: several in one breath, mostly seconds, sometimes longer. */
function thinkingTime(random: SeededRandom): number {
  const mood = random.next();
  if (mood < 0.3) return random.between(30, 500);
  return mood < 0.9 ? random.between(1_000, 12_000) : random.between(20_000, 90_000);
}

async function type(clouds: Clouds, random: SeededRandom, chat: Chat, channelId: string): Promise<void> {
  const topic: Topic = random.happens(0.06) ? 'person' : random.happens(0.05) ? 'long' : 'question';
  const number = chat.typed.length;
  const content = compose(random, topic, { kind: 'm', chat: chat.number, message: number, version: 0 });
  const path = `/members/${chat.memberId}/messages`;
  const message = await clouds.act<MessageView>('discord', 'POST', path, { channelId, content });
  if (message === null) throw new Error('Discord refused a message of the member');
  const typed: Typed = {
    id: message.id,
    number,
    at: clouds.clock.now(),
    words: [wordsIn(content).length],
    owed: 'must',
  };
  chat.typed.push(typed);
  if (topic === 'question' && random.happens(0.12)) await changeMind(clouds, random, chat, { channelId, typed });
}

/** Edits or deletes the message soon after, perhaps while it is under way. */
async function changeMind(
  clouds: Clouds,
  random: SeededRandom,
  chat: Chat,
  { channelId, typed }: { channelId: string; typed: Typed },
): Promise<void> {
  await clouds.clock.sleep(random.between(50, 5_000));
  const path = `/members/${chat.memberId}/messages`;
  const message = { channelId, messageId: typed.id };
  if (random.happens(0.4)) {
    typed.owed = 'may';
    await clouds.act('discord', 'DELETE', path, message);
    return;
  }
  const word = { kind: 'm', chat: chat.number, message: typed.number, version: 1 } as const;
  typed.words.push(1);
  await clouds.act('discord', 'PATCH', path, { ...message, content: compose(random, 'question', word) });
}

/** `/reply`: text that does not stand in the direct messages. Owed only when the member was not told that it failed. */
async function push(clouds: Clouds, random: SeededRandom, chat: Chat): Promise<void> {
  const number = chat.typed.length;
  const content = compose(random, 'question', { kind: 'm', chat: chat.number, message: number, version: 0 });
  const typed: Typed = { id: '', number, at: clouds.clock.now(), words: [wordsIn(content).length], owed: 'may' };
  chat.typed.push(typed);
  const body = {
    channelId: clouds.discord.seed.channels[SUPPORT_CHANNEL] ?? '',
    name: 'reply',
    options: { message: content },
  };
  const outcome = await clouds.act<InteractionOutcome>('discord', 'POST', `/members/${chat.memberId}/commands`, body);
  if (outcome === null) throw new Error('Discord refused a command of the member');
  typed.id = outcome.interactionId;
  const failed = clouds.log.some(
    (line) => line['interaction'] === outcome.interactionId && line['message'] === 'Interaction not carried out',
  );
  if (outcome.endpointStatus === 202 && !failed) typed.owed = 'must';
}
