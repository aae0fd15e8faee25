import type { CommandOptionView, CommandView, FileUpload } from '../../control/types.ts';

/** A slash command that is being filled in. */
export interface CommandEntry {
  readonly command: CommandView;
  readonly values: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, FileUpload>>;
  /** Names of the options that have a field: the required ones, and those that were asked for. */
  readonly shown: readonly string[];
}

type Context = 'guild' | 'dm';

function offered(commands: readonly CommandView[], context: Context): CommandView[] {
  return commands.filter((one) => one.kind === 'slash' && one.contexts.includes(context));
}

/** The commands that `typed` (`/he`) may become; those that begin with it come first. */
export function matchCommands(commands: readonly CommandView[], context: Context, typed: string): CommandView[] {
  const match = /^\/([^\s/]*)$/.exec(typed);
  if (match === null) return [];
  const wanted = (match[1] ?? '').toLowerCase();
  const found = offered(commands, context).filter((one) => one.name.includes(wanted));
  const rank = (one: CommandView) => (one.name.startsWith(wanted) ? 0 : 1);
  return found.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

/** A name followed by a space is chosen; what is already typed behind it goes into the first text option. */
export function entryFromText(
  commands: readonly CommandView[],
  context: Context,
  typed: string,
): CommandEntry | undefined {
  const match = /^\/(\S+)\s(.*)$/s.exec(typed);
  const command = offered(commands, context).find((one) => one.name === match?.[1]);
  return command === undefined ? undefined : startEntry(command, match?.[2] ?? '');
}

export function startEntry(command: CommandView, rest = ''): CommandEntry {
  const first = command.options.find((option) => option.kind === 'string' && option.choices.length === 0);
  const text = rest.trim();
  const shown = command.options.filter((option) => option.required).map((option) => option.name);
  if (text === '' || first === undefined) return { command, values: {}, files: {}, shown };
  const withFirst = shown.includes(first.name) ? shown : [...shown, first.name];
  return { command, values: { [first.name]: text }, files: {}, shown: withFirst };
}

export function shownOptions(entry: CommandEntry): CommandOptionView[] {
  return entry.shown.flatMap((name) => entry.command.options.filter((option) => option.name === name));
}

export function hiddenOptions(entry: CommandEntry): CommandOptionView[] {
  return entry.command.options.filter((option) => !entry.shown.includes(option.name));
}

export function withOption(entry: CommandEntry, name: string): CommandEntry {
  return entry.shown.includes(name) ? entry : { ...entry, shown: [...entry.shown, name] };
}

export function withoutOption(entry: CommandEntry, name: string): CommandEntry {
  const { [name]: _value, ...values } = entry.values;
  const { [name]: _file, ...files } = entry.files;
  return { ...entry, values, files, shown: entry.shown.filter((one) => one !== name) };
}

export function withValue(entry: CommandEntry, name: string, value: string): CommandEntry {
  return { ...entry, values: { ...entry.values, [name]: value } };
}

export function withFile(entry: CommandEntry, name: string, file: FileUpload): CommandEntry {
  return { ...entry, files: { ...entry.files, [name]: file } };
}

/** What Discord's client says before it lets a command go: by option name, in the order of the fields. */
export function faultsOf(entry: CommandEntry): ReadonlyMap<string, string> {
  const faults = new Map<string, string>();
  for (const option of shownOptions(entry)) {
    const fault = faultOf(option, entry);
    if (fault !== undefined) faults.set(option.name, fault);
  }
  return faults;
}

function faultOf(option: CommandOptionView, entry: CommandEntry): string | undefined {
  const value = entry.values[option.name] ?? '';
  const given = option.kind === 'attachment' ? entry.files[option.name] !== undefined : value.trim() !== '';
  if (!given) return option.required ? 'This option is required. Specify a value.' : undefined;
  if (option.kind === 'integer' && !/^-?\d{1,15}$/.test(value.trim())) return 'Enter a whole number.';
  if (option.maxLength !== null && value.length > option.maxLength)
    return `Use ${option.maxLength} characters or fewer.`;
  return undefined;
}

/** The values as the control API takes them; options left empty are left out. */
export function optionValues(entry: CommandEntry): Record<string, string | number | boolean> {
  const values: Record<string, string | number | boolean> = {};
  for (const option of shownOptions(entry)) {
    const value = (entry.values[option.name] ?? '').trim();
    if (value === '' || option.kind === 'attachment') continue;
    if (option.kind === 'integer') values[option.name] = Number(value);
    else if (option.kind === 'boolean') values[option.name] = value === 'true';
    else values[option.name] = value;
  }
  return values;
}
