import type { DeskMessage } from '../control/types.ts';
import type { Task } from '../twilio/entities.ts';
import type { Clouds } from './clouds.ts';
import { type Chat, messagesIn, type Said } from './ledger.ts';
import type { SeededRandom } from './random.ts';
import { compose, wordsIn } from './words.ts';

export interface Desk {
  readonly clouds: Clouds;
  readonly random: SeededRandom;
  readonly chats: readonly Chat[];
  /** Sids of all workers. */
  readonly workers: readonly string[];
  /** No agent begins anything any more. */
  closed: boolean;
}

/** Acts out one agent: takes tasks, writes, edits, deletes, hands on, leaves, wraps up. */
export async function actAsAgent(desk: Desk, workerSid: string): Promise<void> {
  const { clouds, random } = desk;
  while (!desk.closed) {
    await clouds.clock.sleep(random.between(800, 5_000));
    for (const reservation of [...clouds.twilio.store.reservations.values()]) {
      if (desk.closed || reservation.workerSid !== workerSid) continue;
      const task = clouds.twilio.store.tasks.get(reservation.taskSid);
      if (task === undefined) continue;
      if (reservation.status === 'pending') await answerOffer(desk, workerSid, reservation.sid);
      else if (reservation.status === 'accepted' && task.status === 'assigned') await serve(desk, workerSid, task);
      else if (reservation.status === 'wrapping') await actOnTask(desk, workerSid, task, 'complete');
    }
  }
}

async function answerOffer({ clouds, random }: Desk, workerSid: string, reservationSid: string): Promise<void> {
  const action = random.happens(0.85) ? 'accept' : 'reject';
  await clouds.act('flex', 'POST', `/workers/${workerSid}/reservations/${reservationSid}`, { action });
}

function actOnTask({ clouds }: Desk, workerSid: string, task: Task, act: string, body: object = {}): Promise<unknown> {
  return clouds.act('flex', 'POST', `/workers/${workerSid}/tasks/${task.sid}/${act}`, body);
}

async function serve(desk: Desk, workerSid: string, task: Task): Promise<void> {
  const { random } = desk;
  const chat = chatOf(desk, task);
  if (chat === undefined) return;
  const mood = random.next();
  if (mood < 0.35) return;
  if (mood < 0.83) return speak(desk, workerSid, task, chat);
  if (mood < 0.88) return changeMind(desk, workerSid, task, chat);
  if (mood < 0.92) return writeNote(desk, workerSid, task, chat);
  if (mood < 0.95) {
    const to = random.pick([workerSid, ...desk.workers]);
    if (to !== workerSid) await actOnTask(desk, workerSid, task, 'transfer', { to });
  } else if (mood < 0.965) await actOnTask(desk, workerSid, task, 'leave');
  else await actOnTask(desk, workerSid, task, random.pick(['wrap-up', 'complete']));
}

/** One message, or several in one breath. */
async function speak(desk: Desk, workerSid: string, task: Task, chat: Chat): Promise<void> {
  const { clouds, random } = desk;
  for (let left = random.pick([1, 1, 2, 3]); left > 0 && messagesIn(chat) < chat.quota; left -= 1) {
    const number = chat.said.length;
    const topic = random.happens(0.05) ? 'long' : 'answer';
    const body = compose(random, topic, { kind: 'a', chat: chat.number, message: number, version: 0 });
    const path = `/workers/${workerSid}/tasks/${task.sid}/messages`;
    const message = await clouds.act<DeskMessage>('flex', 'POST', path, { body });
    if (message === null) return;
    const conversationSid = conversationOf(desk, task) ?? '';
    chat.said.push({
      number,
      at: clouds.clock.now(),
      words: [wordsIn(body).length],
      owed: 'must',
      sid: message.sid,
      conversationSid,
    });
    await clouds.clock.sleep(random.between(20, 1_500));
  }
}

async function changeMind(desk: Desk, workerSid: string, task: Task, chat: Chat): Promise<void> {
  const { clouds, random } = desk;
  const said: Said | undefined = chat.said.at(-random.between(1, 3));
  if (said === undefined) return;
  const path = `/workers/${workerSid}/tasks/${task.sid}/messages/${said.sid}`;
  if (random.happens(0.4)) {
    const gone = await clouds.act('flex', 'DELETE', path);
    if (gone !== null) said.owed = 'may';
    return;
  }
  const version = said.words.length;
  const body = compose(random, 'answer', { kind: 'a', chat: chat.number, message: said.number, version });
  said.words.push(wordsIn(body).length);
  await clouds.act('flex', 'PATCH', path, { body });
}

/** A note among colleagues, as Flex plugins mark it: it must never reach the member. */
async function writeNote(desk: Desk, workerSid: string, task: Task, chat: Chat): Promise<void> {
  const { clouds, random } = desk;
  const worker = clouds.twilio.store.workers.get(workerSid);
  const conversationSid = conversationOf(desk, task);
  if (worker === undefined || conversationSid === undefined) return;
  const word = { kind: 'i', chat: chat.number, message: chat.notes, version: 0 } as const;
  chat.notes += 1;
  const stranger = random.happens(0.3);
  // Not waited for: the faults strike this call as well, and nobody but us would miss the note.
  void clouds.callTwilio(
    `/conversations.twilio.com/v1/Conversations/${conversationSid}/Messages`,
    {
      Author: stranger ? 'supervisor' : worker.identity,
      Body: compose(random, 'answer', word),
      Attributes: JSON.stringify(stranger ? {} : { internal: true }),
    },
    { 'X-Twilio-Webhook-Enabled': 'true' },
  );
}

function conversationOf({ clouds }: Desk, task: Task): string | undefined {
  return task.channelSid === null ? undefined : clouds.twilio.store.channels.get(task.channelSid)?.mediaChannelSid;
}

function chatOf(desk: Desk, task: Task): Chat | undefined {
  const { store } = desk.clouds.twilio;
  const conversation = store.conversations.get(conversationOf(desk, task) ?? '');
  return desk.chats.find((chat) => conversation?.uniqueName?.startsWith(`discord-${chat.memberId}-`) === true);
}
