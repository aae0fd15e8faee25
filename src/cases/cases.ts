import { Fault } from '../errors.ts';
import type { Clock, Random } from '../ports.ts';
import type { Store, Stored } from '../store/store.ts';

export type CaseStatus = 'open' | 'elevated' | 'closed';
export type CaseKind = 'conversation' | 'bug';

export interface CaseRecord {
  readonly version: 1;
  /** Ten digits. */
  readonly number: string;
  readonly status: CaseStatus;
  readonly kind: CaseKind;
  readonly title: string;
  readonly memberId: string;
  readonly memberName: string;
  readonly guildId: string | null;
  readonly locale: string;
  readonly conversationSids: readonly string[];
  /** Name of the last agent, as the member read it. */
  readonly agent: string | null;
  /** 1–5, given once by the member. */
  readonly rating: number | null;
  /** Milliseconds since the epoch. */
  readonly openedAt: number;
  readonly closedAt: number | null;
}

export type NewCase = Pick<CaseRecord, 'kind' | 'title' | 'memberId' | 'memberName' | 'guildId' | 'locale'> & {
  readonly conversationSid: string | null;
};

export interface Cases {
  /** A number that no case has. */
  newNumber(): Promise<string>;
  /** Idempotent for the same number and member. @throws Fault `STORE_CONFLICT` when another member's case has the number */
  open(number: string, facts: NewCase): Promise<CaseRecord>;
  find(number: string): Promise<CaseRecord | null>;
  /** Idempotent. Null when there is no such case. */
  close(number: string, agent: string | null): Promise<CaseRecord | null>;
  /** The first rating of the case's own member counts; later ones change nothing. */
  rate(number: string, memberId: string, rating: number): Promise<'recorded' | 'already-rated' | 'not-found'>;
}

const ATTEMPTS = 8;
const FIRST_NUMBER = 1_000_000_000;
const NUMBERS = 9_000_000_000;

/** Case records in the store: one document a case, changed only from the revision it was read at. */
export function createCases(store: Store, ports: { clock: Clock; random: Random }): Cases {
  async function change(number: string, decide: (record: CaseRecord) => CaseRecord): Promise<CaseRecord | null> {
    for (let made = 0; made < ATTEMPTS; made += 1) {
      const stored: Stored<CaseRecord> | null = await store.read<CaseRecord>(documentName(number));
      if (stored === null) return null;
      const next = decide(stored.data);
      if (next === stored.data) return stored.data;
      const written = await store.update(documentName(number), next, stored.revision);
      if (written !== null) return written.data;
    }
    throw conflict(number);
  }

  return {
    async newNumber() {
      for (let made = 0; made < ATTEMPTS; made += 1) {
        const number = String(FIRST_NUMBER + Math.floor(ports.random.next() * NUMBERS));
        if ((await store.read(documentName(number))) === null) return number;
      }
      throw conflict('new');
    },
    async open(number, { conversationSid, ...facts }) {
      const record: CaseRecord = {
        version: 1,
        number,
        status: 'open',
        ...facts,
        conversationSids: conversationSid === null ? [] : [conversationSid],
        agent: null,
        rating: null,
        openedAt: ports.clock.now(),
        closedAt: null,
      };
      const created = await store.create(documentName(number), record);
      if (created !== null) return created.data;
      const existing = await store.read<CaseRecord>(documentName(number));
      if (existing?.data.memberId === facts.memberId) return existing.data;
      throw conflict(number);
    },
    find: async (number) =>
      isCaseNumber(number) ? ((await store.read<CaseRecord>(documentName(number)))?.data ?? null) : null,
    close: (number, agent) =>
      change(number, (record) =>
        record.status === 'closed' ? record : { ...record, status: 'closed', agent, closedAt: ports.clock.now() },
      ),
    async rate(number, memberId, rating) {
      if (!isCaseNumber(number) || !Number.isInteger(rating) || rating < 1 || rating > 5) return 'not-found';
      let result: 'recorded' | 'already-rated' | 'not-found' = 'not-found';
      await change(number, (record) => {
        if (record.memberId !== memberId) return record;
        result = record.rating === null ? 'recorded' : 'already-rated';
        return record.rating === null ? { ...record, rating } : record;
      });
      return result;
    },
  };
}

function isCaseNumber(text: string): boolean {
  return /^\d{10}$/.test(text);
}

function documentName(number: string): string {
  return `case.${number}`;
}

function conflict(number: string): Fault {
  return new Fault('STORE_CONFLICT', `Case ${number} is taken or being changed by too many at once`, {
    remedy: 'Nothing to do if it passes: the next event repeats the work.',
    status: 503,
  });
}
