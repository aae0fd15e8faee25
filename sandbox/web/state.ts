import { computed, signal } from '@preact/signals';
import type {
  ChannelView,
  MemberSummary,
  MemberView,
  SandboxInfo,
  WorkerSummary,
  WorkerView,
} from '../control/types.ts';
import type { FaultRule } from '../core/faults.ts';
import type { Hop } from '../core/trace.ts';
import { ControlRefused } from './api.ts';

/** What the control API last said. Only `live.ts` writes these. */
export const info = signal<SandboxInfo | null>(null);
export const members = signal<readonly MemberSummary[]>([]);
export const member = signal<MemberView | null>(null);
export const workers = signal<readonly WorkerSummary[]>([]);
export const worker = signal<WorkerView | null>(null);
export const hops = signal<readonly Hop[]>([]);
export const faults = signal<readonly FaultRule[]>([]);
export const connected = signal(true);
/** The sandbox's clock minus this machine's, in milliseconds. */
export const clockOffset = signal(0);

/** What the person at the page has chosen. */
export const memberId = signal('');
export const workerSid = signal('');
export const place = signal<'guild' | 'dms'>('guild');
export const guildChannelId = signal('');
export const dmChannelId = signal('');
/** Ephemeral messages and notices that were dismissed: only this page knows, as in Discord's client. */
export const dismissed = signal<ReadonlySet<string>>(new Set());

export interface Toast {
  readonly id: number;
  readonly text: string;
}

export const toasts = signal<readonly Toast[]>([]);
let toastsMade = 0;

export function showToast(text: string): void {
  toastsMade += 1;
  const toast = { id: toastsMade, text };
  toasts.value = [...toasts.value.slice(-2), toast];
  setTimeout(() => hideToast(toast.id), 6_000);
}

export function hideToast(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

/** Carries out what was clicked; a refusal is shown, and the answer is whether it went well. */
export async function attempt(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    showToast(error instanceof ControlRefused ? error.message : 'Something went wrong on this page.');
    if (!(error instanceof ControlRefused)) console.error(error);
    return false;
  }
}

export function sandboxNow(): number {
  return Date.now() + clockOffset.value;
}

export function dismiss(id: string): void {
  dismissed.value = new Set([...dismissed.value, id]);
}

export const guildChannels = computed<readonly ChannelView[]>(
  () => member.value?.channels.filter((channel) => channel.kind !== 'dm') ?? [],
);

export const dmChannels = computed<readonly ChannelView[]>(
  () => member.value?.channels.filter((channel) => channel.kind === 'dm') ?? [],
);

/** The channel on show: the chosen one, or the first where the chosen one is gone. */
export const channel = computed<ChannelView | undefined>(() => {
  const [list, id] =
    place.value === 'dms' ? [dmChannels.value, dmChannelId.value] : [guildChannels.value, guildChannelId.value];
  return list.find((one) => one.id === id) ?? list[0];
});

export function showChannel(target: ChannelView): void {
  place.value = target.kind === 'dm' ? 'dms' : 'guild';
  if (target.kind === 'dm') dmChannelId.value = target.id;
  else guildChannelId.value = target.id;
}
