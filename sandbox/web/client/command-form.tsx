import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { CommandOptionView } from '../../control/types.ts';
import { runCommand } from '../api.ts';
import { toUpload } from '../format.ts';
import { attempt, member } from '../state.ts';
import { IconButton } from '../ui/controls.tsx';
import * as entries from './command-entry.ts';

interface CommandFormProps {
  readonly channelId: string;
  readonly start: entries.CommandEntry;
  readonly onEnd: () => void;
}

/** The chosen command with a field for each option: Tab moves on, Enter runs it, Escape leaves it. */
export function CommandForm({ channelId, start, onEnd }: CommandFormProps) {
  const [entry, setEntry] = useState(start);
  const [active, setActive] = useState<string | null>(start.shown[0] ?? null);
  const [tried, setTried] = useState(false);
  const box = useRef<HTMLFieldSetElement>(null);
  const faults = entries.faultsOf(entry);
  const hidden = entries.hiddenOptions(entry);

  // Before the next key arrives: whoever types on after the command's name is in the field already.
  useLayoutEffect(() => {
    const fields = box.current?.querySelectorAll<HTMLElement>('.option input, .option select') ?? [];
    const target =
      fields[entry.shown.length - 1] !== undefined && entry !== start ? fields[fields.length - 1] : fields[0];
    (target ?? box.current)?.focus();
  }, [entry.shown.length]);

  async function run(): Promise<void> {
    const viewer = member.value;
    if (viewer === null) return;
    const wrong = [...faults.keys()][0];
    if (wrong !== undefined) {
      setTried(true);
      setActive(wrong);
      box.current?.querySelector<HTMLElement>(`[data-option="${wrong}"]`)?.focus();
      return;
    }
    const call = { channelId, name: entry.command.name, options: entries.optionValues(entry) };
    onEnd();
    await attempt(() =>
      runCommand(viewer.id, Object.keys(entry.files).length === 0 ? call : { ...call, files: entry.files }),
    );
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === 'Escape') onEnd();
    if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) {
      event.preventDefault();
      void run();
    }
    const empty = event.target instanceof HTMLInputElement ? event.target.value === '' : event.target === box.current;
    if (event.key === 'Backspace' && empty) {
      event.preventDefault();
      onEnd();
    }
  }

  const activeOption = entry.command.options.find((option) => option.name === active);
  return (
    <div class="command-form-frame">
      <CommandHint entry={entry} option={activeOption} fault={tried ? faults.get(active ?? '') : undefined} />
      <fieldset
        ref={box}
        class="command-form"
        tabIndex={-1}
        aria-label={`Command /${entry.command.name}`}
        onKeyDown={onKeyDown}
      >
        <div class="command-parts">
          <span class="command-name">/{entry.command.name}</span>
          {entries.shownOptions(entry).map((option) => (
            <OptionField
              key={option.name}
              option={option}
              entry={entry}
              wrong={tried && faults.has(option.name)}
              onFocus={() => setActive(option.name)}
              onChange={setEntry}
            />
          ))}
          {hidden.map((option) => (
            <button
              type="button"
              key={option.name}
              class="option-more"
              title={option.description}
              onClick={() => {
                setActive(option.name);
                setEntry(entries.withOption(entry, option.name));
              }}
            >
              + {option.name}
            </button>
          ))}
        </div>
        <span class="command-end">
          <IconButton icon="cross" label="Leave command" onClick={onEnd} />
          <IconButton icon="send" label="Run command" onClick={() => void run()} />
        </span>
      </fieldset>
    </div>
  );
}

interface CommandHintProps {
  readonly entry: entries.CommandEntry;
  readonly option: CommandOptionView | undefined;
  readonly fault: string | undefined;
}

function CommandHint({ entry, option, fault }: CommandHintProps) {
  return (
    <div class={fault === undefined ? 'command-hint' : 'command-hint wrong'} role="status">
      <strong>{option?.name ?? `/${entry.command.name}`}</strong>
      <span>{fault ?? option?.description ?? entry.command.description}</span>
      {option === undefined && <kbd>Enter</kbd>}
      {option !== undefined && <small>{option.required ? 'required' : 'optional'}</small>}
    </div>
  );
}

interface OptionFieldProps {
  readonly option: CommandOptionView;
  readonly entry: entries.CommandEntry;
  readonly wrong: boolean;
  readonly onFocus: () => void;
  readonly onChange: (entry: entries.CommandEntry) => void;
}

function OptionField({ option, entry, wrong, onFocus, onChange }: OptionFieldProps) {
  const common = {
    'aria-label': option.name,
    'aria-invalid': wrong,
    'aria-required': option.required,
    'data-option': option.name,
    onFocus,
  };
  const choices = option.kind === 'boolean' ? TRUE_OR_FALSE : option.choices;
  const value = entry.values[option.name] ?? '';

  async function take(file: File | undefined): Promise<void> {
    if (file !== undefined) onChange(entries.withFile(entry, option.name, await toUpload(file)));
  }

  return (
    <span class={wrong ? 'option wrong' : 'option'}>
      <span class="option-name">{option.name}</span>
      {option.kind === 'attachment' ? (
        <input {...common} type="file" onChange={(event) => void take(event.currentTarget.files?.[0])} />
      ) : choices.length > 0 ? (
        <select
          {...common}
          value={value}
          onChange={(event) => onChange(entries.withValue(entry, option.name, event.currentTarget.value))}
        >
          <option value="" />
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.name}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...common}
          type="text"
          dir="auto"
          autocomplete="off"
          inputMode={option.kind === 'integer' ? 'numeric' : 'text'}
          value={value}
          onInput={(event) => onChange(entries.withValue(entry, option.name, event.currentTarget.value))}
        />
      )}
      {!option.required && (
        <IconButton
          icon="cross"
          size={12}
          label={`Remove ${option.name}`}
          onClick={() => onChange(entries.withoutOption(entry, option.name))}
        />
      )}
    </span>
  );
}

const TRUE_OR_FALSE = [
  { name: 'True', value: 'true' },
  { name: 'False', value: 'false' },
] as const;
