import fc from 'fast-check';
import { type Interaction, parseInteraction } from '../../src/discord/interaction.ts';
import { IMAGE, IN_DM, IN_GUILD, MEMBER_ID, USER } from './payloads.ts';

type Payload = Readonly<Record<string, unknown>>;

const TARGET = { id: '1440000000000009001', content: 'some text', author: { id: '1440000000000000043' } };
const LABELS = [
  { type: 10, id: 1 },
  { type: 18, id: 2, component: { type: 4, id: 3, custom_id: 'what', value: 'It broke' } },
  { type: 18, id: 4, component: { type: 22, id: 5, custom_id: 'boxes', values: [] } },
  { type: 18, id: 6, component: { type: 23, id: 7, custom_id: 'contact', value: true } },
  { type: 18, id: 8, component: { type: 21, id: 9, custom_id: 'severity', value: null } },
];

const GUILD_BASE = {
  id: IN_GUILD.id,
  token: IN_GUILD.token,
  guildId: '1440000000000000200',
  channelId: '1440000000000000500',
  locale: 'de',
  member: { id: MEMBER_ID, displayName: 'Annie' },
};
const DM_BASE = {
  ...GUILD_BASE,
  guildId: null,
  channelId: '1440000000000000600',
  member: { id: MEMBER_ID, displayName: 'Ann' },
};

function command(data: Payload, place: Payload = IN_GUILD): Payload {
  return { ...place, type: 2, data: { id: '1440000000000000800', type: 1, ...data } };
}

describe('interaction', () => {
  describe('parseInteraction()', () => {
    it.each<{ what: string; body: Payload; parsed: Interaction }>([
      { what: 'a PING', body: { id: '1', type: 1, user: { id: '643945264868098049' } }, parsed: { kind: 'ping' } },
      {
        what: 'a command without options',
        body: command({ name: 'helpme' }),
        parsed: { ...GUILD_BASE, kind: 'command', name: 'helpme', options: {}, files: [] },
      },
      {
        what: 'a command in the DM',
        body: command({ name: 'helpme', options: [{ name: 'question', type: 3, value: 'Key lost' }] }, IN_DM),
        parsed: { ...DM_BASE, kind: 'command', name: 'helpme', options: { question: 'Key lost' }, files: [] },
      },
      {
        what: 'options of every plain kind',
        body: command({
          name: 'rate',
          options: [
            { name: 'text', type: 3, value: '' },
            { name: 'count', type: 4, value: 3 },
            { name: 'stars', type: 10, value: 2.5 },
            { name: 'sure', type: 5, value: false },
          ],
        }),
        parsed: {
          ...GUILD_BASE,
          kind: 'command',
          name: 'rate',
          options: { text: '', count: '3', stars: '2.5', sure: 'false' },
          files: [],
        },
      },
      {
        what: 'a file option',
        body: command({
          name: 'reply',
          options: [{ name: 'file', type: 11, value: IMAGE.id }],
          resolved: { attachments: { [IMAGE.id]: IMAGE } },
        }),
        parsed: { ...GUILD_BASE, kind: 'command', name: 'reply', options: {}, files: [IMAGE] as never },
      },
      {
        what: 'a file option whose file Discord left out',
        body: command({ name: 'reply', options: [{ name: 'file', type: 11, value: IMAGE.id }] }),
        parsed: { ...GUILD_BASE, kind: 'command', name: 'reply', options: {}, files: [] },
      },
      {
        what: 'a message command',
        body: command({
          name: 'Send to support',
          type: 3,
          target_id: TARGET.id,
          resolved: { messages: { [TARGET.id]: TARGET } },
        }),
        parsed: { ...GUILD_BASE, kind: 'message-command', name: 'Send to support', target: TARGET as never },
      },
      {
        what: 'a button',
        body: {
          ...IN_DM,
          type: 3,
          data: { component_type: 2, custom_id: 'topic:reset%3Apassword' },
          message: { id: '1440000000000009002' },
        },
        parsed: {
          ...DM_BASE,
          kind: 'component',
          name: 'topic',
          values: ['reset:password'],
          messageId: '1440000000000009002',
        },
      },
      {
        what: 'a form',
        body: { ...IN_DM, type: 5, data: { custom_id: 'reply:1', components: LABELS } },
        parsed: { ...DM_BASE, kind: 'modal', name: 'reply', values: ['1'], fields: { what: 'It broke' } },
      },
      {
        what: 'autocomplete, which no command of ours asks for',
        body: { ...IN_GUILD, type: 4, data: { name: 'helpme', type: 1 } },
        parsed: { kind: 'unsupported', type: 4, base: GUILD_BASE },
      },
      {
        what: 'a kind of a later year',
        body: { ...IN_GUILD, type: 99, data: {} },
        parsed: { kind: 'unsupported', type: 99, base: GUILD_BASE },
      },
      {
        what: 'a user command',
        body: command({ name: 'Look up', type: 2, target_id: MEMBER_ID }),
        parsed: { kind: 'unsupported', type: 2, base: GUILD_BASE },
      },
      {
        what: 'a message command without its message',
        body: command({ name: 'Send to support', type: 3, target_id: TARGET.id }),
        parsed: { kind: 'unsupported', type: 2, base: GUILD_BASE },
      },
      {
        what: 'an interaction of nobody',
        body: { ...IN_GUILD, member: undefined, type: 2, data: { name: 'helpme', type: 1 } },
        parsed: { kind: 'unsupported', type: 2, base: null },
      },
      { what: 'no type', body: { ...IN_GUILD, data: {} }, parsed: { kind: 'malformed' } },
      { what: 'a type that is a text', body: { ...IN_GUILD, type: '2', data: {} }, parsed: { kind: 'malformed' } },
      {
        what: 'a button without its message',
        body: { ...IN_DM, type: 3, data: { component_type: 2, custom_id: 'help' } },
        parsed: { kind: 'malformed' },
      },
      { what: 'nothing', body: {}, parsed: { kind: 'malformed' } },
    ])('reads $what', ({ body, parsed }) => {
      const interaction = parseInteraction(body);

      expect(interaction).toEqual(parsed);
    });

    it.each<{ from: string; place: Payload; name: string }>([
      { from: 'the nickname', place: IN_GUILD, name: 'Annie' },
      { from: 'the display name', place: { ...IN_GUILD, member: { nick: null, user: USER } }, name: 'Ann' },
      { from: 'the user name', place: { ...IN_DM, user: { ...USER, global_name: null } }, name: 'ann_1' },
      { from: 'nothing', place: { ...IN_DM, user: { id: MEMBER_ID } }, name: 'member' },
    ])('takes the name from $from', ({ place, name }) => {
      const interaction = parseInteraction(command({ name: 'helpme' }, place));

      expect(interaction).toMatchObject({ member: { id: MEMBER_ID, displayName: name } });
    });

    it.each<{ from: string; keys: Payload; locale: string }>([
      { from: 'the member', keys: {}, locale: 'de' },
      { from: 'the server', keys: { locale: undefined }, locale: 'en-US' },
      { from: 'nothing', keys: { locale: undefined, guild_locale: undefined }, locale: 'en-US' },
    ])('takes the language from $from', ({ keys, locale }) => {
      const interaction = parseInteraction(command({ name: 'helpme' }, { ...IN_GUILD, ...keys }));

      expect(interaction).toMatchObject({ locale });
    });

    it.each(['1', '', '../../users', '1440000000000000901/../x', 1_440_000_000_000_000, null])(
      'takes %p for no id of an interaction, because ids stand in addresses',
      (id) => {
        const interaction = parseInteraction(command({ name: 'helpme' }, { ...IN_GUILD, id }));

        expect(interaction).toEqual({ kind: 'unsupported', type: 2, base: null });
      },
    );

    it('reads an option called __proto__ without changing any object', () => {
      const body: Payload = JSON.parse(
        JSON.stringify(command({ name: 'bug', options: [{ name: '__proto__', type: 3, value: 'x' }] })),
      );

      const interaction = parseInteraction(body);

      expect(interaction).toMatchObject({ kind: 'command', name: 'bug' });
      expect(Object.keys({})).toEqual([]);
    });
  });

  describe('parseInteraction() with what nobody expects', () => {
    const KINDS = ['ping', 'command', 'message-command', 'component', 'modal', 'unsupported', 'malformed'];
    const junk = fc.oneof(
      fc.anything({ maxDepth: 2, maxKeys: 3 }),
      fc.json({ maxDepth: 2 }).map((text): unknown => JSON.parse(text)),
    );
    /** Mostly what is expected there, so that the junk elsewhere gets far. */
    const mostly = <T>(expected: fc.Arbitrary<T>) =>
      fc.oneof({ weight: 4, arbitrary: expected }, { weight: 1, arbitrary: junk });
    const labels = fc.array(fc.record({ component: mostly(fc.record({ custom_id: fc.string(), value: junk })) }));
    const data = mostly(
      fc.record(
        {
          type: mostly(fc.constantFrom(1, 2, 3)),
          name: mostly(fc.string()),
          custom_id: mostly(fc.oneof(fc.string(), fc.constantFrom('a:%', '%E0%A4%A', ':::'))),
          target_id: mostly(fc.constantFrom(TARGET.id, TARGET.id, '__proto__', 'constructor')),
          options: mostly(fc.array(fc.record({ name: mostly(fc.string()), type: junk, value: junk }))),
          components: mostly(labels),
          resolved: mostly(fc.record({ messages: mostly(fc.constant({ [TARGET.id]: TARGET })), attachments: junk })),
        },
        { requiredKeys: ['type', 'name', 'custom_id', 'target_id', 'resolved'] },
      ),
    );
    const message = mostly(fc.record({ id: mostly(fc.constant(TARGET.id)) }));
    const type = fc.constantFrom(1, 2, 2, 2, 3, 3, 4, 5, 6);
    const signed = fc.record({ ...constants(IN_GUILD), type, data, message });
    const forged = fc.record({
      type: fc.oneof(type, junk),
      id: junk,
      token: junk,
      member: junk,
      user: junk,
      data,
      message,
    });

    it('R21 always gives a value', () => {
      fc.assert(
        fc.property(fc.oneof(signed, forged, fc.dictionary(fc.string(), junk)), (body) => {
          const interaction = parseInteraction(body);

          expect(KINDS).toContain(interaction.kind);
        }),
        { numRuns: 1_000 },
      );
    });

    it('R21 hands on texts only where texts are promised', () => {
      const kinds = new Set<string>();
      fc.assert(
        fc.property(signed, (body) => {
          const interaction = parseInteraction(body);

          kinds.add(interaction.kind);
          expect(textsOf(interaction).every((text) => typeof text === 'string')).toBe(true);
        }),
        { numRuns: 1_000 },
      );
      expect([...kinds]).toEqual(expect.arrayContaining(['command', 'component', 'modal', 'unsupported']));
    });
  });
});

function constants<T extends object>(values: T): { [K in keyof T]: fc.Arbitrary<T[K]> } {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fc.constant(value)])) as {
    [K in keyof T]: fc.Arbitrary<T[K]>;
  };
}

function textsOf(interaction: Interaction): readonly unknown[] {
  if (!('member' in interaction)) return [];
  const { id, token, locale, member, name } = interaction;
  const texts = [id, token, locale, member.id, member.displayName, name];
  switch (interaction.kind) {
    case 'command':
      return [...texts, ...Object.values(interaction.options)];
    case 'modal':
      return [...texts, ...interaction.values, ...Object.values(interaction.fields)];
    case 'component':
      return [...texts, ...interaction.values, interaction.messageId];
    case 'message-command':
      return texts;
  }
}
