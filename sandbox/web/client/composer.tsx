import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ChannelView, CommandView, FileUpload } from '../../control/types.ts';
import { type SpecialMessage, sendMessage } from '../api.ts';
import { toUpload } from '../format.ts';
import { attempt, member } from '../state.ts';
import { IconButton, Name, Popover } from '../ui/controls.tsx';
import { FileChips } from '../ui/file-chips.tsx';
import { Icon } from '../ui/icons.tsx';
import { editingId, replyingTo } from './client-state.ts';
import { type CommandEntry, entryFromText, matchCommands, startEntry } from './command-entry.ts';
import { CommandForm } from './command-form.tsx';
import { CommandPicker, PICKER_ID } from './command-picker.tsx';

/** Texts that were begun and left, by channel. */
const drafts = new Map<string, string>();

export function Composer({ channel }: { channel: ChannelView }) {
  const [entry, setEntry] = useState<CommandEntry | null>(null);
  if (!channel.canWrite) {
    return (
      <div class="composer">
        <p class="composer-closed">You do not have permission to send messages in this channel.</p>
      </div>
    );
  }
  return (
    <div class="composer">
      {entry === null ? (
        <TextEntry channel={channel} onCommand={setEntry} />
      ) : (
        <CommandForm channelId={channel.id} start={entry} onEnd={() => setEntry(null)} />
      )}
      <p class="typing" aria-live="polite">
        {channel.typing.length > 0 && (
          <>
            <span class="dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            <strong>{channel.typing.join(', ')}</strong> {channel.typing.length === 1 ? 'is' : 'are'} typing…
          </>
        )}
      </p>
    </div>
  );
}

interface TextEntryProps {
  readonly channel: ChannelView;
  readonly onCommand: (entry: CommandEntry) => void;
}

function TextEntry({ channel, onCommand }: TextEntryProps) {
  const [text, setText] = useState(drafts.get(channel.id) ?? '');
  const [files, setFiles] = useState<readonly FileUpload[]>([]);
  const [picked, setPicked] = useState(0);
  const box = useRef<HTMLTextAreaElement>(null);
  const commands = member.value?.commands ?? [];
  const context = channel.kind === 'dm' ? 'dm' : 'guild';
  const matches = matchCommands(commands, context, text);

  useLayoutEffect(() => box.current?.focus(), [channel.id, replyingTo.value?.id]);

  function type(value: string): void {
    const chosen = entryFromText(commands, context, value);
    if (chosen !== undefined) {
      choose(chosen.command, chosen);
      return;
    }
    setPicked(0);
    setText(value);
    drafts.set(channel.id, value);
  }

  function choose(command: CommandView, chosen = startEntry(command)): void {
    type('');
    onCommand(chosen);
  }

  async function take(list: Iterable<File>): Promise<void> {
    const uploads = await Promise.all([...list].map(toUpload));
    setFiles([...files, ...uploads].slice(0, 10));
  }

  async function send(kind?: SpecialMessage): Promise<void> {
    const viewer = member.value;
    if (viewer === null || (kind === undefined && text.trim() === '' && files.length === 0)) return;
    const reply = replyingTo.value?.id;
    const message = {
      channelId: channel.id,
      content: kind === undefined ? text : '',
      ...(files.length > 0 && kind === undefined ? { files } : {}),
      ...(reply === undefined ? {} : { replyTo: reply }),
      ...(kind === undefined ? {} : { kind }),
    };
    if (kind === undefined) type('');
    setFiles([]);
    replyingTo.value = null;
    const sent = await attempt(() => sendMessage(viewer.id, message));
    if (!sent && box.current?.value === '') type(message.content);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (matches.length > 0 && onPickerKey(event)) return;
    if (event.key === 'Escape') replyingTo.value = null;
    if (event.key === 'ArrowUp' && text === '') editLast();
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    void send();
  }

  function onPickerKey(event: KeyboardEvent): boolean {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    const command = matches[picked % matches.length];
    if (step !== undefined) setPicked((picked + step + matches.length) % matches.length);
    else if (event.key === 'Escape') type('');
    else if ((event.key === 'Enter' || event.key === 'Tab') && command !== undefined) choose(command);
    else return false;
    event.preventDefault();
    return true;
  }

  function editLast(): void {
    const last = channel.messages.findLast((message) => message.author.id === member.value?.id && !message.ephemeral);
    if (last !== undefined) editingId.value = last.id;
  }

  return (
    <>
      {matches.length > 0 && <CommandPicker matches={matches} picked={picked} onPick={choose} />}
      <ReplyBar />
      {files.length > 0 && (
        <FileChips files={files} onRemove={(at) => setFiles(files.filter((_, index) => index !== at))} />
      )}
      <div class="composer-row">
        <PlusMenu onFiles={take} onSpecial={send} />
        <textarea
          ref={box}
          dir="auto"
          rows={Math.min(8, text.split('\n').length)}
          value={text}
          placeholder={`Message ${channel.kind === 'dm' ? '@' : '#'}${channel.name}`}
          aria-label={`Message ${channel.name}`}
          aria-autocomplete="list"
          aria-controls={matches.length > 0 ? PICKER_ID : undefined}
          aria-activedescendant={matches.length > 0 ? `${PICKER_ID}-${picked}` : undefined}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const pasted = event.clipboardData?.files;
            if (pasted !== undefined && pasted.length > 0) void take(pasted);
          }}
        />
        <IconButton
          icon="send"
          label="Send message"
          disabled={text.trim() === '' && files.length === 0}
          onClick={() => void send()}
        />
      </div>
    </>
  );
}

function ReplyBar() {
  const target = replyingTo.value;
  if (target === null) return null;
  return (
    <div class="reply-bar">
      <span>
        Replying to{' '}
        <strong>
          <Name>{target.author.name}</Name>
        </strong>
      </span>
      <IconButton icon="cross" size={14} label="Cancel reply" onClick={() => (replyingTo.value = null)} />
    </div>
  );
}

/** What a member can send that is not text: the Functions have to bear all of it. */
const SPECIALS = [
  ['sticker', 'Send a sticker'],
  ['voice', 'Send a voice message'],
  ['poll', 'Create a poll'],
  ['forward', 'Forward a message'],
] as const;

interface PlusMenuProps {
  readonly onFiles: (files: Iterable<File>) => Promise<void>;
  readonly onSpecial: (kind: SpecialMessage) => Promise<void>;
}

function PlusMenu({ onFiles, onSpecial }: PlusMenuProps) {
  const [open, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  function choose(act: () => void): void {
    setOpen(false);
    act();
  }

  return (
    <div class="plus-menu">
      <IconButton icon="plus" label="Attach" pressed={open} onClick={() => setOpen(!open)} />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Upload files"
        onChange={(event) => {
          void onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
      {open && (
        <Popover label="Attach" role="menu" class="menu" onClose={() => setOpen(false)}>
          <button type="button" role="menuitem" onClick={() => choose(() => input.current?.click())}>
            <span>Upload a file</span>
            <Icon name="clip" size={16} />
          </button>
          {SPECIALS.map(([kind, label]) => (
            <button type="button" role="menuitem" key={kind} onClick={() => choose(() => void onSpecial(kind))}>
              <span>{label}</span>
            </button>
          ))}
        </Popover>
      )}
    </div>
  );
}
