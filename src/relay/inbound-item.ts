import type { APIMessage } from 'discord-api-types/v10';
import { compareSnowflakes } from '../discord/snowflake.ts';
import type { PendingItem, PushedIntent } from '../session/session.ts';
import { describeMessage } from './describe.ts';
import { PUSHED } from './inbound-plan.ts';

/** Text that reached us by a form, a command or a button instead of standing in the DM. */
export interface PushedText {
  /** The interaction's id: in order with Discord's message ids, and unique. */
  readonly id: string;
  readonly body: string;
  readonly intent?: PushedIntent;
}

/** One message on its way. */
export interface InboundItem {
  readonly id: string;
  readonly body: string;
  readonly editedAt: string | null;
  readonly pushed: string | null;
  readonly intent?: PushedIntent;
  /** Parts of it that an interrupted run has posted already, by number. */
  readonly posted?: ReadonlyMap<number, string>;
}

export function itemOf(message: APIMessage): InboundItem {
  return { id: message.id, body: describeMessage(message), editedAt: message.edited_timestamp, pushed: null };
}

export function pushedItem(pushed: PushedText | undefined): InboundItem[] {
  if (pushed === undefined) return [];
  return [{ ...pushed, editedAt: PUSHED, pushed: pushed.body }];
}

export function inOrder(items: readonly InboundItem[]): readonly InboundItem[] {
  const byId = new Map(items.map((item) => [item.id, item]));
  return [...byId.values()].sort((a, b) => compareSnowflakes(a.id, b.id));
}

export function pendingItem({ id, pushed, intent }: InboundItem): PendingItem {
  return { id, pushed, ...(intent === undefined ? {} : { intent }) };
}
