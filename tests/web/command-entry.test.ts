import type { CommandOptionView, CommandView } from '../../sandbox/control/types.ts';
import * as entries from '../../sandbox/web/client/command-entry.ts';

function option(part: Partial<CommandOptionView> & { name: string }): CommandOptionView {
  return { description: '', kind: 'string', required: false, maxLength: null, choices: [], ...part };
}

function command(
  name: string,
  options: readonly CommandOptionView[] = [],
  part: Partial<CommandView> = {},
): CommandView {
  return { id: name, kind: 'slash', name, description: '', contexts: ['guild', 'dm'], options, ...part };
}

const bug = command('bug', [
  option({ name: 'description', required: true, maxLength: 10 }),
  option({ name: 'severity', kind: 'integer' }),
  option({ name: 'public', kind: 'boolean' }),
  option({ name: 'screenshot', kind: 'attachment' }),
]);
const commands = [
  command('debug'),
  bug,
  command('build', [], { contexts: ['guild'] }),
  command('bump', [], { kind: 'message' }),
];
const picture = { filename: 'a.png', contentType: 'image/png', data: '' };

describe('web/client/command-entry', () => {
  describe('matchCommands()', () => {
    it.each([
      ['/', 'guild', ['bug', 'build', 'debug']],
      ['/bu', 'guild', ['bug', 'build', 'debug']],
      ['/BU', 'dm', ['bug', 'debug']],
      ['/x', 'guild', []],
      ['bug', 'guild', []],
      ['/bug ', 'guild', []],
      ['/usr/bin', 'guild', []],
    ] as const)('offers for %s in a %s: %j', (typed, context, expected) => {
      expect(entries.matchCommands(commands, context, typed).map((one) => one.name)).toEqual(expected);
    });
  });

  describe('entryFromText()', () => {
    it('chooses the command once its name is followed by a space, and keeps what comes behind it', () => {
      const entry = entries.entryFromText(commands, 'guild', '/bug it broke');

      expect(entry).toMatchObject({ command: bug, values: { description: 'it broke' }, shown: ['description'] });
    });

    it.each([['/bug'], ['/nothing at all'], ['/bump it'], ['bug it']])('chooses nothing for %s', (typed) => {
      expect(entries.entryFromText(commands, 'guild', typed)).toBeUndefined();
    });

    it('chooses nothing that is not offered in a direct message', () => {
      expect(entries.entryFromText(commands, 'dm', '/build ')).toBeUndefined();
    });
  });

  describe('faultsOf()', () => {
    it.each([
      ['a required option is empty', { description: ' ' }, ['description']],
      ['a text is too long', { description: 'eleven char' }, ['description']],
      ['a number is none', { description: 'a', severity: '1.5' }, ['severity']],
      ['all is well', { description: 'ten charac', severity: '-3' }, []],
    ])('names the options at fault when %s', (_when, values, expected) => {
      const entry = { ...entries.withOption(entries.startEntry(bug), 'severity'), values };

      expect([...entries.faultsOf(entry).keys()]).toEqual(expected);
    });

    it('asks for a file where one is required', () => {
      const upload = command('upload', [option({ name: 'file', kind: 'attachment', required: true })]);
      const entry = entries.startEntry(upload);

      expect([...entries.faultsOf(entry).keys()]).toEqual(['file']);
      expect(entries.faultsOf(entries.withFile(entry, 'file', picture)).size).toBe(0);
    });
  });

  describe('optionValues()', () => {
    it('gives each value the type of its option, and leaves out what is empty', () => {
      let entry = entries.startEntry(bug, 'it broke');
      for (const name of ['severity', 'public', 'screenshot']) entry = entries.withOption(entry, name);
      entry = entries.withValue(entries.withValue(entry, 'severity', '2'), 'public', 'false');

      expect(entries.optionValues(entry)).toEqual({ description: 'it broke', severity: 2, public: false });
      expect(entries.optionValues(entries.withValue(entry, 'severity', ''))).not.toHaveProperty('severity');
    });

    it('forgets what stood in an option that was taken away', () => {
      const entry = entries.withValue(entries.withOption(entries.startEntry(bug, 'a'), 'severity'), 'severity', '2');

      const without = entries.withoutOption(entry, 'severity');

      expect(entries.optionValues(without)).toEqual({ description: 'a' });
      expect(entries.hiddenOptions(without).map((one) => one.name)).toEqual(['severity', 'public', 'screenshot']);
    });
  });
});
