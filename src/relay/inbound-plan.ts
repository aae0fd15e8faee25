import type { APIMessage } from 'discord-api-types/v10';
import { compareSnowflakes } from '../discord/snowflake.ts';
import type { InboundRecord, RelayedMessage } from '../session/session.ts';
import type { Look } from './look.ts';

export interface InboundPlan {
  /** The member's messages that are not in hand yet, oldest first. */
  readonly fresh: readonly APIMessage[];
  /** Relayed messages whose text the member changed since. */
  readonly edited: readonly { readonly message: APIMessage; readonly record: RelayedMessage }[];
  /** Relayed messages that are gone from the page. */
  readonly deleted: readonly RelayedMessage[];
  /** Newer than the whole page: deleted since, or written after the page was read. Only a look at each one tells. */
  readonly doubtful: readonly RelayedMessage[];
  /** Where the cursor stands once `fresh` is in hand. */
  readonly cursor: string | null;
  /** The page does not reach back to the cursor: older messages must be read first. */
  readonly gap: boolean;
}

/**
 * Compares a page of the DM, newest first as Discord gives it, with what is on record. Decides by id, never by time.
 * Without a cursor nothing is replayed: the newest message becomes the cursor.
 *
 * @param pageSize how many messages were asked for; a shorter page is the whole history
 */
export function planInbound(
  record: InboundRecord,
  memberId: string,
  page: readonly APIMessage[],
  pageSize: number,
): InboundPlan {
  const newest = page[0]?.id ?? null;
  const oldest = page.at(-1)?.id ?? null;
  const { cursor } = record;
  if (cursor === null) return { fresh: [], edited: [], deleted: [], doubtful: [], cursor: newest ?? '0', gap: false };

  const byMember = page.filter((message) => message.author?.id === memberId && !isNotice(message));
  const fresh = byMember.filter((message) => compareSnowflakes(message.id, cursor) > 0).reverse();
  const wholeHistory = page.length < pageSize;
  const present = new Map(byMember.map((message) => [message.id, message]));
  const covered = (id: string) =>
    newest !== null &&
    oldest !== null &&
    compareSnowflakes(id, newest) <= 0 &&
    (wholeHistory || compareSnowflakes(id, oldest) >= 0);

  const edited = record.recent.flatMap((relayed) => {
    const message = present.get(relayed.id);
    const changed =
      message !== undefined && message.edited_timestamp !== null && message.edited_timestamp !== relayed.editedAt;
    return changed ? [{ message, record: relayed }] : [];
  });
  const missing = record.recent.filter((relayed) => !present.has(relayed.id) && !isPushed(relayed));
  const deleted = missing.filter((relayed) => covered(relayed.id));
  const doubtful = missing.filter((relayed) => newest === null || compareSnowflakes(relayed.id, newest) > 0);
  const last = fresh.at(-1)?.id;
  return {
    fresh,
    edited,
    deleted,
    doubtful,
    cursor: last ?? cursor,
    gap: !wholeHistory && oldest !== null && compareSnowflakes(oldest, cursor) > 0,
  };
}

/** Whether a look at the DM shows anything that is not on record. */
export function hasNews(record: InboundRecord, memberId: string, { page, pageSize }: Look): boolean {
  const { fresh, edited, deleted, gap } = planInbound(record, memberId, page, pageSize);
  return fresh.length + edited.length + deleted.length > 0 || gap;
}

/** What a chat shows of itself: equal fingerprints mean that nothing new, edited or deleted is to be seen. */
export function fingerprintOf(page: readonly APIMessage[], memberId: string): string {
  return page
    .filter((message) => message.author?.id === memberId)
    .map(
      (message) =>
        `${message.id}${message.edited_timestamp === null ? '' : `.${Date.parse(message.edited_timestamp)}`}`,
    )
    .join();
}

/** Text that came by a form or command has no message in the DM that could be missing. */
function isPushed(relayed: RelayedMessage): boolean {
  return relayed.editedAt === PUSHED;
}

/** Stands in `editedAt` of a record that has no Discord message. */
export const PUSHED = 'pushed';

/** Notices Discord writes in a member's name, such as "pinned a message"; messages, replies and commands are not. */
const MESSAGE_TYPES: readonly number[] = [0, 19, 20, 23];
const KNOWN_NOTICES = 63;

function isNotice(message: APIMessage): boolean {
  return message.type < KNOWN_NOTICES && !MESSAGE_TYPES.includes(message.type);
}

const COURTESIES =
  /^(thanks?( you)?( so much| very much| a lot)?|thx|ty|cheers|ok(ay)?|great|perfect|cool|bye|goodbye|danke( schön| sehr)?|gracias|merci|👍|🙏|❤️|🙂|😊)[\s!.]*$/iu;

/** Whether a message right after the end is a mere courtesy, which opens nothing. */
export function isCourtesy(text: string): boolean {
  return COURTESIES.test(text.trim());
}
