import { useLayoutEffect, useRef } from 'preact/hooks';
import type { CommandView } from '../../control/types.ts';
import { member } from '../state.ts';
import { Avatar } from '../ui/controls.tsx';

export const PICKER_ID = 'command-picker';

interface CommandPickerProps {
  readonly matches: readonly CommandView[];
  readonly picked: number;
  readonly onPick: (command: CommandView) => void;
}

/** The commands that what is typed may become; the text field keeps the focus. */
export function CommandPicker({ matches, picked, onPick }: CommandPickerProps) {
  const list = useRef<HTMLDivElement>(null);
  const bot = member.value?.bot;

  useLayoutEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [picked]);

  return (
    <div class="command-picker">
      <div class="command-picker-head">
        {bot !== undefined && <Avatar id={bot.id} name={bot.name} bot size={18} />}
        <span>{bot?.name ?? 'Commands'}</span>
      </div>
      <div ref={list} id={PICKER_ID} role="listbox" aria-label="Commands">
        {matches.map((command, index) => (
          <div
            key={command.id}
            id={`${PICKER_ID}-${index}`}
            role="option"
            tabIndex={-1}
            class="command-line"
            aria-selected={index === picked}
            onMouseDown={(event) => {
              event.preventDefault();
              onPick(command);
            }}
          >
            <span class="command-line-name">
              /{command.name}
              {command.options.map((option) => (
                <span key={option.name} class={option.required ? 'option-hint required' : 'option-hint'}>
                  {option.name}
                </span>
              ))}
            </span>
            <span class="command-line-text">{command.description}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
