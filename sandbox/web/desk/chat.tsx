import { useRef, useState } from 'preact/hooks';
import type { FileUpload } from '../../control/types.ts';
import { sayToMember } from '../api.ts';
import { toUpload } from '../format.ts';
import { refreshFlex } from '../live.ts';
import { attempt } from '../state.ts';
import { IconButton } from '../ui/controls.tsx';
import { FileChips } from '../ui/file-chips.tsx';
import { ScrollPane } from '../ui/scroll-pane.tsx';
import { useStickyScroll } from '../ui/sticky-scroll.ts';
import { Bubble } from './bubble.tsx';
import { customerOf, isOffered } from './desk-state.ts';
import type { TaskPaneProps } from './task-pane.tsx';

export function Chat({ task, worker }: TaskPaneProps) {
  const messages = task.conversation?.messages ?? [];
  const scroll = useStickyScroll(task.sid, messages.length);
  return (
    <>
      <ScrollPane
        scroll={scroll}
        role="log"
        label={`Conversation with ${customerOf(task)}`}
        class="chat"
        jumpLabel="Jump to newest"
      >
        {messages.map((message, index) => (
          <Bubble
            key={message.sid}
            message={message}
            before={messages[index - 1]}
            own={message.author === worker.identity && task.status === 'assigned'}
            taskSid={task.sid}
            workerSid={worker.sid}
          />
        ))}
      </ScrollPane>
      {task.status === 'assigned' ? <ChatComposer task={task} worker={worker} /> : <ChatClosed task={task} />}
    </>
  );
}

function ChatClosed({ task }: { task: TaskPaneProps['task'] }) {
  const words = isOffered(task)
    ? 'Accept the task to answer.'
    : task.status === 'wrapping'
      ? 'The chat has ended. Complete the task.'
      : 'The chat has ended.';
  return <p class="chat-closed">{words}</p>;
}

function ChatComposer({ task, worker }: TaskPaneProps) {
  const [text, setText] = useState('');
  const [files, setFiles] = useState<readonly FileUpload[]>([]);
  const input = useRef<HTMLInputElement>(null);

  async function take(list: FileList | null): Promise<void> {
    const uploads = await Promise.all([...(list ?? [])].map(toUpload));
    setFiles([...files, ...uploads]);
  }

  async function send(): Promise<void> {
    const body = text.trim();
    if (body === '' && files.length === 0) return;
    setText('');
    setFiles([]);
    const sent = await attempt(async () => {
      for (const media of files) await sayToMember(worker.sid, task.sid, { media });
      if (body !== '') await sayToMember(worker.sid, task.sid, { body });
    });
    if (!sent) setText((now) => (now === '' ? body : now));
    refreshFlex();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void send();
  }

  return (
    <div class="chat-composer">
      {files.length > 0 && (
        <FileChips files={files} onRemove={(at) => setFiles(files.filter((_, index) => index !== at))} />
      )}
      <div class="composer-row">
        <IconButton icon="clip" label="Attach to chat" onClick={() => input.current?.click()} />
        <input
          ref={input}
          type="file"
          multiple
          hidden
          aria-label="Files for the chat"
          onChange={(event) => {
            const field = event.currentTarget;
            void take(field.files).then(() => (field.value = ''));
          }}
        />
        <textarea
          dir="auto"
          rows={Math.min(6, text.split('\n').length)}
          value={text}
          placeholder={`Write to ${customerOf(task)}`}
          aria-label="Write to the member"
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <IconButton
          icon="send"
          label="Send to the member"
          disabled={text.trim() === '' && files.length === 0}
          onClick={() => void send()}
        />
      </div>
    </div>
  );
}
