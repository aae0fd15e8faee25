import { useState } from 'preact/hooks';
import type { DeskMessage } from '../../control/types.ts';
import { deleteDeskMessage, editDeskMessage } from '../api.ts';
import { FileCard } from '../client/message-parts.tsx';
import { clockTime, fullTime } from '../format.ts';
import { refreshFlex } from '../live.ts';
import { attempt } from '../state.ts';
import { IconButton, Name } from '../ui/controls.tsx';
import { Icon } from '../ui/icons.tsx';

interface BubbleProps {
  readonly message: DeskMessage;
  readonly before: DeskMessage | undefined;
  /** The agent at this desk wrote it and may still change it. */
  readonly own: boolean;
  readonly taskSid: string;
  readonly workerSid: string;
}

const ROLES: Readonly<Record<DeskMessage['kind'], string>> = {
  member: 'member',
  bot: 'virtual agent',
  agent: 'agent',
  system: 'system',
};

export function Bubble({ message, before, own, taskSid, workerSid }: BubbleProps) {
  const [editing, setEditing] = useState(false);
  const together = before?.author === message.author && before.kind === message.kind && message.kind !== 'system';

  async function save(text: string): Promise<void> {
    const body = text.trim();
    if (
      body === '' ||
      body === message.body ||
      (await attempt(() => editDeskMessage(workerSid, taskSid, message.sid, body)))
    ) {
      setEditing(false);
    }
    refreshFlex();
  }

  function remove(): void {
    void attempt(() => deleteDeskMessage(workerSid, taskSid, message.sid)).then(refreshFlex);
  }

  return (
    <article
      class={`bubble ${message.kind}`}
      aria-label={`${message.authorName} (${ROLES[message.kind]}), ${clockTime(message.at)}`}
    >
      {!together && message.kind !== 'system' && (
        <div class="bubble-head">
          {message.kind === 'bot' && <Icon name="bot" size={14} />}
          <strong>
            <Name>{message.authorName}</Name>
          </strong>
          <span class="role">{ROLES[message.kind]}</span>
        </div>
      )}
      <div class="bubble-body">
        {editing ? (
          <BubbleEditor text={message.body} onSave={save} onCancel={() => setEditing(false)} />
        ) : (
          <BubbleText message={message} />
        )}
        {own && !editing && (
          <span class="bubble-actions">
            {message.body !== '' && (
              <IconButton icon="pencil" label="Edit message" size={14} onClick={() => setEditing(true)} />
            )}
            <IconButton icon="trash" label="Delete message" size={14} danger onClick={remove} />
          </span>
        )}
      </div>
    </article>
  );
}

function BubbleText({ message }: { message: DeskMessage }) {
  return (
    <>
      {message.body !== '' && (
        <span class="bubble-text" dir="auto">
          {withLinks(message.body)}
        </span>
      )}
      {message.media.map((media) => (
        <FileCard key={media.sid} file={media} />
      ))}
      <time title={fullTime(message.at)}>
        {clockTime(message.at)}
        {message.editedAt !== null && ' · edited'}
      </time>
    </>
  );
}

/** Flex shows plain text; only web addresses can be clicked. */
function withLinks(text: string) {
  return text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,:;!?)\]])/).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <a key={index} href={part} target="_blank" rel="noopener noreferrer">
        {part}
      </a>
    ),
  );
}

interface BubbleEditorProps {
  readonly text: string;
  readonly onSave: (text: string) => Promise<void>;
  readonly onCancel: () => void;
}

function BubbleEditor({ text: start, onSave, onCancel }: BubbleEditorProps) {
  const [text, setText] = useState(start);
  return (
    <textarea
      aria-label="Edit chat message"
      value={text}
      rows={Math.min(6, text.split('\n').length)}
      ref={(box) => box?.focus()}
      onInput={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
        if (event.key !== 'Enter' || event.shiftKey) return;
        event.preventDefault();
        void onSave(text);
      }}
    />
  );
}
