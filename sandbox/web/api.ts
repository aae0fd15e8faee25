import type {
  ApiError,
  DeskMessage,
  DeskTask,
  FaultsAnswer,
  FileUpload,
  InteractionOutcome,
  MemberSummary,
  MemberView,
  MessageView,
  SandboxInfo,
  TraceAnswer,
  WorkerSummary,
  WorkerView,
} from '../control/types.ts';
import type { FaultRule } from '../core/faults.ts';
import type { Hop } from '../core/trace.ts';

/** The control API said no, or could not be reached; the message is fit to be shown. */
export class ControlRefused extends Error {}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

async function call<Answer>(method: Method, path: string, body?: unknown): Promise<Answer> {
  const init: RequestInit = method === 'GET' ? { method } : { method, headers: JSON_BODY, body: JSON.stringify(body) };
  const response = await fetch(`/control${path}`, init).catch(() => {
    throw new ControlRefused('The sandbox does not answer. Is it still running?');
  });
  const text = await response.text();
  if (!response.ok) throw new ControlRefused(readError(text) ?? `The sandbox answered ${response.status}.`);
  return (text === '' ? undefined : JSON.parse(text)) as Answer;
}

const JSON_BODY = { 'Content-Type': 'application/json' };

function readError(text: string): string | undefined {
  try {
    const answer = JSON.parse(text) as Partial<ApiError>;
    return answer.error?.message;
  } catch {
    return undefined;
  }
}

// ── The machinery ────────────────────────────────────────────────────────────────────────────────────────────────

export function getInfo(): Promise<SandboxInfo> {
  return call('GET', '/info');
}

export async function getTrace(after: number): Promise<readonly Hop[]> {
  return (await call<TraceAnswer>('GET', `/trace?after=${after}`)).hops;
}

export async function getFaults(): Promise<readonly FaultRule[]> {
  return (await call<FaultsAnswer>('GET', '/faults')).faults;
}

export function addFault(rule: Omit<FaultRule, 'id'>): Promise<FaultRule> {
  return call('POST', '/faults', rule);
}

export function removeFault(id: string): Promise<void> {
  return call('DELETE', `/faults/${id}`, {});
}

export function clearFaults(): Promise<void> {
  return call('DELETE', '/faults', {});
}

export function advanceClock(milliseconds: number): Promise<{ readonly now: number | string }> {
  return call('POST', '/clock', { advance: milliseconds });
}

export function resetSandbox(): Promise<void> {
  return call('POST', '/reset', {});
}

// ── The member ───────────────────────────────────────────────────────────────────────────────────────────────────

const member = (id: string, rest = '') => `/discord/members/${id}${rest}`;

export async function getMembers(): Promise<readonly MemberSummary[]> {
  return (await call<{ members: readonly MemberSummary[] }>('GET', '/discord/members')).members;
}

export function getMember(id: string): Promise<MemberView> {
  return call('GET', member(id));
}

export function addMember(details: { username: string; name?: string; locale?: string }): Promise<MemberView> {
  return call('POST', '/discord/members', details);
}

export type MemberChange = Partial<Pick<MemberView, 'name' | 'locale' | 'dms' | 'inGuild' | 'blocksBot'>>;

export function changeMember(id: string, change: MemberChange): Promise<MemberView> {
  return call('PATCH', member(id), change);
}

export function markRead(id: string, channelId: string): Promise<void> {
  return call('POST', member(id, '/read'), { channelId });
}

export function openDm(id: string): Promise<{ readonly channelId: string }> {
  return call('POST', member(id, '/dms'), {});
}

export interface CommandCall {
  readonly channelId: string;
  readonly name: string;
  readonly options: Readonly<Record<string, string | number | boolean>>;
  readonly files?: Readonly<Record<string, FileUpload>>;
}

export function runCommand(id: string, command: CommandCall): Promise<InteractionOutcome> {
  return call('POST', member(id, '/commands'), command);
}

interface MessagePlace {
  readonly channelId: string;
  readonly messageId: string;
}

export function runMessageCommand(id: string, where: MessagePlace & { name: string }): Promise<InteractionOutcome> {
  return call('POST', member(id, '/message-commands'), where);
}

export function pressComponent(
  id: string,
  component: MessagePlace & { customId: string; values?: readonly string[] },
): Promise<InteractionOutcome> {
  return call('POST', member(id, '/components'), component);
}

export interface ModalAnswer {
  readonly id: string;
  readonly values: Readonly<Record<string, string | readonly string[] | boolean>>;
  readonly files?: Readonly<Record<string, readonly FileUpload[]>>;
}

export function submitModal(id: string, answer: ModalAnswer): Promise<InteractionOutcome> {
  return call('POST', member(id, '/modals'), answer);
}

export function dismissModal(id: string, modalId: string): Promise<void> {
  return call('DELETE', member(id, '/modals'), { id: modalId });
}

export type SpecialMessage = 'sticker' | 'voice' | 'poll' | 'forward';

export interface NewMessage {
  readonly channelId: string;
  readonly content: string;
  readonly files?: readonly FileUpload[];
  readonly replyTo?: string;
  readonly kind?: SpecialMessage;
}

export function sendMessage(id: string, message: NewMessage): Promise<MessageView> {
  return call('POST', member(id, '/messages'), message);
}

export function editMessage(id: string, change: MessagePlace & { content: string }): Promise<MessageView> {
  return call('PATCH', member(id, '/messages'), change);
}

export function deleteMessage(id: string, where: MessagePlace): Promise<void> {
  return call('DELETE', member(id, '/messages'), where);
}

export function toggleReaction(id: string, reaction: MessagePlace & { emoji: string }): Promise<void> {
  return call('POST', member(id, '/reactions'), reaction);
}

// ── The agent ────────────────────────────────────────────────────────────────────────────────────────────────────

const worker = (sid: string, rest = '') => `/flex/workers/${sid}${rest}`;
const task = (workerSid: string, taskSid: string, rest: string) => worker(workerSid, `/tasks/${taskSid}${rest}`);

export async function getWorkers(): Promise<readonly WorkerSummary[]> {
  return (await call<{ workers: readonly WorkerSummary[] }>('GET', '/flex/workers')).workers;
}

export function getWorker(sid: string): Promise<WorkerView> {
  return call('GET', worker(sid));
}

export function addWorker(name: string): Promise<WorkerView> {
  return call('POST', '/flex/workers', { name, available: true });
}

export function setAvailable(sid: string, available: boolean): Promise<WorkerView> {
  return call('PATCH', worker(sid), { available });
}

export type ReservationAction = 'accept' | 'reject' | 'timeout';

export function answerReservation(sid: string, reservationSid: string, action: ReservationAction): Promise<DeskTask> {
  return call('POST', worker(sid, `/reservations/${reservationSid}`), { action });
}

export function sayToMember(
  sid: string,
  taskSid: string,
  message: { body: string } | { media: FileUpload },
): Promise<DeskMessage> {
  return call('POST', task(sid, taskSid, '/messages'), message);
}

export function editDeskMessage(sid: string, taskSid: string, messageSid: string, body: string): Promise<DeskMessage> {
  return call('PATCH', task(sid, taskSid, `/messages/${messageSid}`), { body });
}

export function deleteDeskMessage(sid: string, taskSid: string, messageSid: string): Promise<void> {
  return call('DELETE', task(sid, taskSid, `/messages/${messageSid}`), {});
}

export type TaskStep = 'wrap-up' | 'complete' | 'leave';

export function stepTask(sid: string, taskSid: string, step: TaskStep): Promise<DeskTask> {
  return call('POST', task(sid, taskSid, `/${step}`), {});
}

export function cancelTask(sid: string, taskSid: string, reason: string): Promise<DeskTask> {
  return call('POST', task(sid, taskSid, '/cancel'), { reason });
}

export function transferTask(sid: string, taskSid: string, to: string): Promise<DeskTask> {
  return call('POST', task(sid, taskSid, '/transfer'), { to });
}
