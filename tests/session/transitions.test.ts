import { isOpen, KEPT, type Session, type SessionState } from '../../src/session/session.ts';
import {
  agentPassedOn,
  endConversation,
  joinAgent,
  queueForAgent,
  returnToBot,
  settleInbound,
  settleOutbound,
  startConversation,
  withLines,
  withoutLines,
} from '../../src/session/transitions.ts';
import { delivered, KIM, line, NOW, range, relayed, sessionWith, sid, snowflake } from './sample.ts';

const LATER = NOW + 60_000;
const OPENING = { key: 'opening', until: LATER };
const TASK = { sid: sid('WT', 1), workspaceSid: sid('WS', 1), interactionSid: sid('KD', 1), channelSid: sid('UO', 1) };
const SAM = { identity: 'sam_40example_2Ecom', name: 'Sam' } as const;

const none = sessionWith();
const bot = sessionWith({ state: 'bot', counter: 3, conversationSid: sid('CH', 3), botIndex: 5 });
const queued: Session = { ...bot, state: 'queued', caseId: '7321836437', task: TASK };
const agent: Session = { ...queued, state: 'agent', agent: KIM, joins: 1 };
const ended: Session = { ...agent, state: 'ended', agent: null, task: null };

describe('transitions', () => {
  it.each<{
    from: SessionState;
    to: SessionState;
    what: string;
    next: Session;
    fields: Partial<Session>;
    said: readonly string[];
  }>([
    {
      from: 'none',
      to: 'bot',
      what: 'startConversation()',
      next: startConversation(none, OPENING, LATER),
      fields: { counter: 1, conversationSid: null, previousConversationSid: null, opening: OPENING, botIndex: -1 },
      said: [],
    },
    {
      from: 'ended',
      to: 'bot',
      what: 'startConversation()',
      next: startConversation(ended, OPENING, LATER),
      fields: {
        counter: 4,
        conversationSid: null,
        previousConversationSid: sid('CH', 3),
        caseId: null,
        task: null,
        agent: null,
        joins: 0,
        botIndex: -1,
      },
      said: [],
    },
    {
      from: 'bot',
      to: 'queued',
      what: 'queueForAgent()',
      next: queueForAgent(bot, '7321836437', [line('case'), line('transfer')], LATER),
      fields: { caseId: '7321836437', task: null, agent: null, conversationSid: sid('CH', 3) },
      said: ['case', 'transfer'],
    },
    {
      from: 'queued',
      to: 'agent',
      what: 'joinAgent()',
      next: joinAgent(queued, KIM, (join) => line(`joined:${join}`), LATER),
      fields: { agent: KIM, joins: 1, task: TASK },
      said: ['joined:1'],
    },
    {
      from: 'bot',
      to: 'agent',
      what: 'joinAgent()',
      next: joinAgent(bot, KIM, (join) => line(`joined:${join}`), LATER),
      fields: { agent: KIM, joins: 1 },
      said: ['joined:1'],
    },
    {
      from: 'agent',
      to: 'agent',
      what: 'joinAgent() of another one',
      next: joinAgent(agent, SAM, (join) => line(`joined:${join}`), LATER),
      fields: { agent: SAM, joins: 2 },
      said: ['joined:2'],
    },
    {
      from: 'queued',
      to: 'bot',
      what: 'returnToBot()',
      next: returnToBot(queued, line('no-agent'), LATER),
      fields: { task: null, agent: null, caseId: '7321836437', conversationSid: sid('CH', 3) },
      said: ['no-agent'],
    },
    {
      from: 'agent',
      to: 'bot',
      what: 'returnToBot()',
      next: returnToBot(agent, line('agent-left'), LATER),
      fields: { task: null, agent: null, joins: 1 },
      said: ['agent-left'],
    },
    {
      from: 'agent',
      to: 'queued',
      what: 'agentPassedOn()',
      next: agentPassedOn(agent, line('passed-on'), LATER),
      fields: { agent: null, task: TASK, caseId: '7321836437' },
      said: ['passed-on'],
    },
    ...([bot, queued, agent] as const).map((session) => ({
      from: session.state,
      to: 'ended' as const,
      what: 'endConversation()',
      next: endConversation(session, [line('farewell'), line('rating')], LATER),
      fields: { agent: null, task: null, caseId: session.caseId, conversationSid: sid('CH', 3), counter: 3 },
      said: ['farewell', 'rating'],
    })),
  ])('R39 goes from $from to $to by $what', ({ to, next, fields, said }) => {
    expect(next).toMatchObject({ state: to, stateSince: LATER, ...fields });
    expect(next.lines.map(({ key }) => key)).toEqual(said);
  });

  describe('startConversation()', () => {
    it('R10 forgets the records of the Conversation before, and keeps the cursor and what is pending', () => {
      const items = [{ id: snowflake(8), pushed: null }];
      const pending = { key: 'attempt', at: NOW, conversationSid: sid('CH', 1), items };
      const before: Session = {
        ...ended,
        inbound: { cursor: snowflake(7), pending, recent: [relayed(7)] },
        outbound: { index: 12, recent: [delivered(1)] },
        lines: [line('farewell')],
      };

      const next = startConversation(before, OPENING, LATER);

      expect(next.inbound).toEqual({ cursor: snowflake(7), pending, recent: [] });
      expect(next.outbound).toEqual({ index: -1, recent: [] });
      expect(next.lines).toEqual(before.lines);
    });

    it('keeps the link to the last Conversation when one could not be set up in between', () => {
      const failed: Session = { ...ended, conversationSid: null, previousConversationSid: sid('CH', 2) };

      expect(startConversation(failed, OPENING, LATER).previousConversationSid).toBe(sid('CH', 2));
    });
  });

  describe('joinAgent()', () => {
    it('R09 tells of one agent once, however often the join is noticed', () => {
      const noticed = [1, 2, 3].reduce(
        (session) => joinAgent(session, KIM, (join) => line(`joined:${join}`), LATER),
        queued,
      );

      expect(noticed.joins).toBe(1);
      expect(noticed.lines.map(({ key }) => key)).toEqual(['joined:1']);
    });

    it('answers the same session when nothing has changed', () => {
      expect(joinAgent(agent, KIM, () => line('again'), LATER)).toBe(agent);
    });

    it('tells of an agent who comes back after another one', () => {
      const back = joinAgent(
        joinAgent(agent, SAM, (join) => line(`joined:${join}`), LATER),
        KIM,
        (join) => line(`joined:${join}`),
        LATER,
      );

      expect(back.lines.map(({ key }) => key)).toEqual(['joined:2', 'joined:3']);
    });
  });

  describe('withLines()', () => {
    it('adds what is new, in order', () => {
      const session = withLines(withLines(bot, [line('a')]), [line('b'), line('c')]);

      expect(session.lines.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
    });

    it('R02 adds nothing twice, and answers the same session when nothing is new', () => {
      const once = withLines(bot, [line('a'), line('b')]);

      expect(withLines(once, [line('b', 'other words'), line('a')])).toBe(once);
    });

    it('R22 lets the oldest give way at the bound', () => {
      const session = withLines(
        bot,
        range(KEPT.lines + 3).map((number) => line(String(number))),
      );

      expect(session.lines.map(({ key }) => key)).toEqual(range(KEPT.lines).map((number) => String(number + 3)));
    });
  });

  describe('withoutLines()', () => {
    it('takes off what was sent and nothing else', () => {
      const session = withLines(bot, [line('a'), line('b'), line('c')]);

      expect(withoutLines(session, new Set(['a', 'c', 'x'])).lines).toEqual([line('b')]);
    });
  });

  describe('settleInbound()', () => {
    const conversationSid = sid('CH', 1);
    const pending = { key: 'attempt', at: NOW, conversationSid, items: [{ id: snowflake(8), pushed: 'text' }] };
    const claimed: Session = {
      ...bot,
      conversationSid,
      inbound: { cursor: snowflake(8), pending, recent: [relayed(7)] },
    };

    it('records what became of the messages and closes the attempt', () => {
      const settled = settleInbound(claimed, 'attempt', [relayed(8)]);

      expect(settled.inbound).toEqual({ cursor: snowflake(8), pending: null, recent: [relayed(7), relayed(8)] });
    });

    it('R06 leaves the attempt of a later run open', () => {
      const settled = settleInbound(claimed, 'earlier', [relayed(6)]);

      expect(settled.inbound.pending).toEqual(pending);
    });

    it('R02 keeps one record of a message, the newer one', () => {
      const edited = { ...relayed(7), editedAt: 'later' };

      const settled = settleInbound(claimed, 'attempt', [edited]);

      expect(settled.inbound.recent).toEqual([edited]);
    });

    it('R10 leaves no record of messages that stand in the Conversation before', () => {
      const goneOn: Session = {
        ...claimed,
        conversationSid: sid('CH', 2),
        inbound: { ...claimed.inbound, recent: [] },
      };

      const settled = settleInbound(goneOn, 'attempt', [relayed(8)]);

      expect(settled.inbound).toEqual({ cursor: snowflake(8), pending: null, recent: [] });
    });

    it('R22 keeps the newest records', () => {
      const settled = settleInbound(
        claimed,
        'attempt',
        range(40).map((number) => relayed(100 + number)),
      );

      expect(settled.inbound.recent.map(({ id }) => id)).toEqual(
        range(KEPT.relayed).map((number) => snowflake(116 + number)),
      );
    });
  });

  describe('settleOutbound()', () => {
    const drained: Session = { ...agent, outbound: { index: 9, recent: [delivered(1)] } };

    it.each<{ index: number; cursor: number }>([
      { index: 12, cursor: 12 },
      { index: 9, cursor: 9 },
      { index: 4, cursor: 9 },
      { index: -1, cursor: 9 },
    ])('R25 moves the cursor from 9 to $cursor for $index, never back', ({ index, cursor }) => {
      expect(settleOutbound(drained, index, []).outbound.index).toBe(cursor);
    });

    it('R02 keeps one record of a message delivered by two runs', () => {
      const settled = settleOutbound(settleOutbound(drained, 10, [delivered(2)]), 10, [delivered(2)]);

      expect(settled.outbound.recent).toEqual([delivered(1), delivered(2)]);
    });

    it('R22 keeps the newest records', () => {
      const settled = settleOutbound(
        drained,
        99,
        range(40).map((number) => delivered(100 + number)),
      );

      expect(settled.outbound.recent.map(({ sid: found }) => found)).toEqual(
        range(KEPT.delivered).map((number) => sid('IM', 116 + number)),
      );
    });
  });
});

describe('session', () => {
  describe('isOpen()', () => {
    it.each<{ session: Session; open: boolean }>([
      { session: none, open: false },
      { session: bot, open: true },
      { session: queued, open: true },
      { session: agent, open: true },
      { session: ended, open: false },
    ])('answers $open for $session.state', ({ session, open }) => {
      expect(isOpen(session)).toBe(open);
    });
  });
});
