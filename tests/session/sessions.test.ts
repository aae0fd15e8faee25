import {
  conversationAttributes,
  conversationName,
  memberIdentity,
  newSession,
  type Session,
} from '../../src/session/session.ts';
import { createSessions, documentName } from '../../src/session/sessions.ts';
import { settleOutbound } from '../../src/session/transitions.ts';
import type { Store } from '../../src/store/store.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { createMemoryStore, type MemoryStore } from '../support/memory-store.ts';
import { delivered, line, MEMBER, MEMBER_ID, NOW, range, sessionWith, sid, snowflake } from './sample.ts';

let clock: FakeClock;
let store: MemoryStore;

beforeEach(() => {
  clock = createFakeClock(NOW);
  store = createMemoryStore(clock);
});

/** The sessions as one run of a Function sees them: each run has its own memory. */
function run(timeLeft = 9_000) {
  return createSessions(store, { clock, random: { next: () => 0.5 }, deadline: { at: clock.now() + timeLeft } });
}

function counted(session: Session): Session {
  return { ...session, joins: session.joins + 1 };
}

async function stored(): Promise<Session | undefined> {
  return (await store.read<Session>(documentName(MEMBER_ID)))?.data;
}

describe('sessions', () => {
  describe('of()', () => {
    it('creates the session of a member nobody has seen', async () => {
      const session = await run().of(MEMBER);

      expect(session).toEqual(newSession(MEMBER, NOW));
      expect(await stored()).toEqual(session);
    });

    it('gives the session there is', async () => {
      await run().of(MEMBER);
      await run().change(MEMBER_ID, counted);

      const session = await run().of({ ...MEMBER, displayName: 'Somebody else' });

      expect(session).toMatchObject({ joins: 1, displayName: 'Ann' });
    });

    it('R08 gives twenty runs at once the same session', async () => {
      const sessions = await Promise.all(
        range(20).map((number) => run().of({ ...MEMBER, displayName: `Ann ${number}` })),
      );

      expect(store.names()).toEqual([documentName(MEMBER_ID)]);
      for (const session of sessions) expect(session).toEqual(await stored());
    });
  });

  describe('load() and reload()', () => {
    it('give null for a member nobody has seen', async () => {
      expect([await run().load(MEMBER_ID), await run().reload(MEMBER_ID)]).toEqual([null, null]);
    });

    it('remember within a run, and look again when asked to', async () => {
      const mine = run();
      await mine.of(MEMBER);
      await run().change(MEMBER_ID, counted);

      const remembered = await mine.load(MEMBER_ID);
      const looked = await mine.reload(MEMBER_ID);

      expect([remembered?.joins, looked?.joins, (await mine.load(MEMBER_ID))?.joins]).toEqual([0, 1, 1]);
    });

    it('X15 notice that the session was deleted', async () => {
      const mine = run();
      await mine.of(MEMBER);
      await store.remove(documentName(MEMBER_ID));

      const looked = await mine.reload(MEMBER_ID);

      expect([looked, await mine.load(MEMBER_ID)]).toEqual([null, null]);
    });
  });

  describe('change()', () => {
    it('writes what is decided', async () => {
      const mine = run();
      await mine.of(MEMBER);

      const changed = await mine.change(MEMBER_ID, counted);

      expect(changed.joins).toBe(1);
      expect(await stored()).toEqual(changed);
    });

    it('writes nothing when the same session is answered', async () => {
      const mine = run();
      await mine.of(MEMBER);
      const before = await store.read(documentName(MEMBER_ID));

      const same = await mine.change(MEMBER_ID, (session) => session);

      expect(same).toEqual(before?.data);
      expect(await store.read(documentName(MEMBER_ID))).toEqual(before);
    });

    it('R02 decides anew on what another run has written', async () => {
      const mine = run();
      await mine.of(MEMBER);
      await run().change(MEMBER_ID, (session) => ({ ...session, state: 'queued' }));
      const found: string[] = [];

      const changed = await mine.change(MEMBER_ID, (session) => {
        found.push(session.state);
        return counted(session);
      });

      expect(found).toEqual(['none', 'queued']);
      expect(changed).toMatchObject({ state: 'queued', joins: 1 });
    });

    it('R02 loses none of the changes of eight runs at once', async () => {
      await run().of(MEMBER);

      await Promise.all(range(8).map(() => run(600_000).change(MEMBER_ID, counted)));

      expect((await stored())?.joins).toBe(8);
    });

    it('gives up with the time that is left, and says so', async () => {
      await run().of(MEMBER);
      const others = createSessions(store, { clock, random: { next: () => 0 }, deadline: { at: Infinity } });
      const contested: Store = {
        ...store,
        async update(name, data, revision) {
          await others.change(MEMBER_ID, counted);
          return store.update(name, data, revision);
        },
      };
      const late = createSessions(contested, { clock, random: { next: () => 0.5 }, deadline: { at: NOW + 100 } });

      const changing = late.change(MEMBER_ID, (session) => ({ ...session, state: 'queued' }));

      await expect(changing).rejects.toMatchObject({ code: 'STORE_CONFLICT', status: 503 });
      expect((await stored())?.state).toBe('none');
      expect(clock.now()).toBeLessThanOrEqual(NOW + 100);
    });

    it('X15 refuses a member whose session was deleted', async () => {
      const mine = run();
      await mine.of(MEMBER);
      await store.remove(documentName(MEMBER_ID));

      const changing = mine.change(MEMBER_ID, counted);

      await expect(changing).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
      expect(store.names()).toEqual([]);
    });

    it('R22 writes a session that has grown too large in a size the store takes', async () => {
      const mine = run();
      await mine.of(MEMBER);

      const changed = await mine.change(MEMBER_ID, (session) => ({
        ...settleOutbound(
          session,
          60,
          range(60).map((number) => delivered(number, 17)),
        ),
        lines: range(8).map((number) => line(`line:${number}`, '한'.repeat(1_500))),
      }));

      expect(changed.lines.at(-1)?.key).toBe('line:7');
      expect(await stored()).toEqual(changed);
    });
  });

  describe('claim()', () => {
    it('writes when the session is still what was loaded', async () => {
      const mine = run();
      const base = await mine.of(MEMBER);

      const claimed = await mine.claim(base, { ...base, state: 'bot' });

      expect(claimed?.state).toBe('bot');
      expect(await stored()).toEqual(claimed);
    });

    it('R02 gives null when another run wrote first, and changes nothing', async () => {
      const mine = run();
      const base = await mine.of(MEMBER);
      await run().change(MEMBER_ID, counted);

      const claimed = await mine.claim(base, { ...base, state: 'bot' });

      expect(claimed).toBeNull();
      expect(await stored()).toMatchObject({ state: 'none', joins: 1 });
    });

    it('R02 sees what the other run wrote at the next look', async () => {
      const mine = run();
      const base = await mine.of(MEMBER);
      await run().change(MEMBER_ID, counted);
      await mine.claim(base, { ...base, state: 'bot' });

      expect((await mine.load(MEMBER_ID))?.joins).toBe(1);
    });

    it('R02 gives null when the run itself has changed the session since', async () => {
      const mine = run();
      const base = await mine.of(MEMBER);
      await mine.change(MEMBER_ID, counted);

      expect(await mine.claim(base, { ...base, state: 'bot' })).toBeNull();
      expect((await stored())?.state).toBe('none');
    });

    it('R02 gives null for a session that this run never loaded', async () => {
      await run().of(MEMBER);
      const foreign = sessionWith();

      expect(await run().claim(foreign, { ...foreign, state: 'bot' })).toBeNull();
    });

    it('R08 lets one of ten runs at once have it', async () => {
      await run().of(MEMBER);

      const claimed = await Promise.all(
        range(10).map(async (number) => {
          const mine = run();
          const base = await mine.load(MEMBER_ID);
          return base === null ? null : mine.claim(base, { ...base, kickedAt: number });
        }),
      );

      expect(claimed.filter((one) => one !== null)).toHaveLength(1);
    });
  });
});

describe('session', () => {
  describe('memberIdentity()', () => {
    it('holds none of the characters Conversations reserves', () => {
      expect(memberIdentity(MEMBER_ID)).toMatch(/^discord_\d+$/);
    });
  });

  describe('conversationName()', () => {
    it('R08 is the same for everybody who opens this Conversation, and new for the next one', () => {
      const names = [3, 3, 4].map((counter) => conversationName(sessionWith({ counter })));

      expect(names).toEqual([`discord-${MEMBER_ID}-3`, `discord-${MEMBER_ID}-3`, `discord-${MEMBER_ID}-4`]);
    });
  });

  describe('conversationAttributes()', () => {
    it('S7 says where the member is and what Studio decides on, as texts', () => {
      const attributes = conversationAttributes(
        sessionWith({ state: 'queued', caseId: '7321836437', previousConversationSid: sid('CH', 2) }),
      );

      expect(attributes).toEqual({
        customChannelType: 'discord',
        memberId: MEMBER_ID,
        channelId: snowflake(600),
        guildId: MEMBER.guildId,
        locale: 'de',
        status: 'queued',
        caseId: '7321836437',
        previousConversationSid: sid('CH', 2),
      });
    });

    it('leaves out nothing that is not known, because Liquid would not match it', () => {
      const attributes = conversationAttributes(newSession({ ...MEMBER, guildId: null }, NOW));

      expect(attributes).toMatchObject({ channelId: '', guildId: '', caseId: '', previousConversationSid: '' });
    });
  });
});
