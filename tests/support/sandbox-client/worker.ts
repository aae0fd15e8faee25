import type { DeskMessage, DeskTask, FileUpload, WorkerView } from '../../../sandbox/control/types.ts';
import { type ControlHttp, waitFor } from './http.ts';

/** An agent at the desk. Acts apply to the newest task that allows them. */
export interface WorkerClient {
  readonly sid: string;
  view(): Promise<WorkerView>;
  setAvailable(available: boolean): Promise<WorkerView>;
  /** Waits for an offered task and takes it. */
  accept(): Promise<DeskTask>;
  reject(): Promise<DeskTask>;
  letTimeOut(): Promise<DeskTask>;
  say(body: string): Promise<DeskMessage>;
  sendFile(media: FileUpload): Promise<DeskMessage>;
  edit(message: DeskMessage, body: string): Promise<DeskMessage>;
  remove(message: DeskMessage): Promise<void>;
  wrapUp(): Promise<DeskTask>;
  complete(): Promise<DeskTask>;
  leave(): Promise<DeskTask>;
  cancel(reason: string): Promise<DeskTask>;
  transfer(to: string): Promise<DeskTask>;
  waitFor<Found>(find: (view: WorkerView) => Found | undefined | null | false, patience?: number): Promise<Found>;
  /** Waits for a message in the conversation of the newest task whose body contains the text. */
  waitForMessage(text: string | RegExp, patience?: number): Promise<DeskMessage>;
}

export function createWorkerClient(http: ControlHttp, sid: string): WorkerClient {
  const path = `/flex/workers/${sid}`;
  const view = () => http.get<WorkerView>(path);

  async function answerOffer(action: 'accept' | 'reject' | 'timeout'): Promise<DeskTask> {
    const reservation = await waitFor(
      view,
      (seen) => seen.tasks.find((task) => task.status === 'reserved')?.reservation,
    );
    return http.send('POST', `${path}/reservations/${reservation.sid}`, { action });
  }

  async function taskPath(...statuses: readonly DeskTask['status'][]): Promise<string> {
    const task = await waitFor(view, (seen) => seen.tasks.find((one) => statuses.includes(one.status)));
    return `${path}/tasks/${task.sid}`;
  }

  return {
    sid,
    view,
    setAvailable: (available) => http.send('PATCH', path, { available }),
    accept: () => answerOffer('accept'),
    reject: () => answerOffer('reject'),
    letTimeOut: () => answerOffer('timeout'),
    say: async (body) => http.send('POST', `${await taskPath('assigned', 'wrapping')}/messages`, { body }),
    sendFile: async (media) => http.send('POST', `${await taskPath('assigned')}/messages`, { media }),
    edit: async (message, body) =>
      http.send('PATCH', `${await taskPath('assigned')}/messages/${message.sid}`, { body }),
    remove: async (message) => http.send('DELETE', `${await taskPath('assigned')}/messages/${message.sid}`),
    wrapUp: async () => http.send('POST', `${await taskPath('assigned')}/wrap-up`),
    complete: async () => http.send('POST', `${await taskPath('wrapping', 'assigned')}/complete`),
    leave: async () => http.send('POST', `${await taskPath('assigned')}/leave`),
    cancel: async (reason) =>
      http.send('POST', `${await taskPath('pending', 'reserved', 'assigned')}/cancel`, { reason }),
    transfer: async (to) => http.send('POST', `${await taskPath('assigned')}/transfer`, { to }),
    waitFor: (find, patience) => waitFor(view, find, patience),
    waitForMessage: (text, patience) =>
      waitFor(
        view,
        (seen) =>
          messagesOf(seen).find((message) =>
            typeof text === 'string' ? message.body.includes(text) : text.test(message.body),
          ),
        patience,
      ),
  };
}

/** Newest first, of the newest task with a conversation. */
function messagesOf(view: WorkerView): readonly DeskMessage[] {
  const conversation = view.tasks.find((task) => task.conversation !== null)?.conversation;
  return [...(conversation?.messages ?? [])].reverse();
}
