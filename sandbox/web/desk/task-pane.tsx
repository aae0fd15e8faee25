import { useState } from 'preact/hooks';
import type { DeskTask, WorkerView } from '../../control/types.ts';
import { cancelTask, stepTask, type TaskStep, transferTask } from '../api.ts';
import { refreshFlex } from '../live.ts';
import { attempt, workers } from '../state.ts';
import { Avatar, IconButton, Name, Popover } from '../ui/controls.tsx';
import { Chat } from './chat.tsx';
import { customerOf, isOver, STATUS_WORDS } from './desk-state.ts';
import { TaskInfo } from './task-info.tsx';

export interface TaskPaneProps {
  readonly task: DeskTask;
  readonly worker: WorkerView;
}

const TABS = [
  ['chat', 'Chat'],
  ['info', 'Info'],
] as const;

export function TaskPane({ task, worker }: TaskPaneProps) {
  const [tab, setTab] = useState<'chat' | 'info'>('chat');
  const customer = customerOf(task);
  return (
    <div class="task-pane">
      <header class="task-head">
        <Avatar id={customer} name={customer} size={30} />
        <div class="task-title">
          <h3>
            <Name>{customer}</Name>
          </h3>
          <small>
            <span class={`status ${task.status}`}>{STATUS_WORDS[task.status]}</span>
          </small>
        </div>
        <span class="spacer" />
        <TaskActions task={task} worker={worker} />
      </header>
      <div class="tabs" role="tablist" aria-label="Task">
        {TABS.map(([key, label]) => (
          <button type="button" role="tab" key={key} aria-selected={tab === key} onClick={() => setTab(key)}>
            {label}
          </button>
        ))}
      </div>
      <div class="tab-panel" role="tabpanel" aria-label={tab === 'chat' ? 'Chat' : 'Info'}>
        {tab === 'chat' ? <Chat task={task} worker={worker} /> : <TaskInfo task={task} />}
      </div>
    </div>
  );
}

function TaskActions({ task, worker }: TaskPaneProps) {
  const [open, setOpen] = useState(false);

  function step(name: TaskStep): void {
    void attempt(() => stepTask(worker.sid, task.sid, name)).then(refreshFlex);
  }

  if (isOver(task)) return null;
  return (
    <>
      {task.status === 'assigned' && (
        <button type="button" class="button danger" onClick={() => step('wrap-up')}>
          Wrap up
        </button>
      )}
      {task.status === 'wrapping' && (
        <button type="button" class="button primary" onClick={() => step('complete')}>
          Complete
        </button>
      )}
      <div class="task-more">
        <IconButton icon="dots" label="More task actions" pressed={open} onClick={() => setOpen(!open)} />
        {open && <MoreActions task={task} worker={worker} onClose={() => setOpen(false)} />}
      </div>
    </>
  );
}

function MoreActions({ task, worker, onClose }: TaskPaneProps & { onClose: () => void }) {
  const others = workers.value.filter((one) => one.sid !== worker.sid);

  function act(doIt: () => Promise<unknown>): void {
    onClose();
    void attempt(doIt).then(refreshFlex);
  }

  const assigned = task.status === 'assigned';
  return (
    <Popover label="Task actions" role="menu" class="menu" onClose={onClose}>
      {assigned && (
        <button type="button" role="menuitem" onClick={() => act(() => stepTask(worker.sid, task.sid, 'leave'))}>
          Leave, keep the conversation
        </button>
      )}
      {assigned &&
        others.map((other) => (
          <button
            type="button"
            role="menuitem"
            key={other.sid}
            onClick={() => act(() => transferTask(worker.sid, task.sid, other.sid))}
          >
            Transfer to {other.name}
          </button>
        ))}
      {assigned && others.length === 0 && <p class="menu-note">Add a second agent to transfer.</p>}
      <button
        type="button"
        role="menuitem"
        class="danger"
        onClick={() => act(() => cancelTask(worker.sid, task.sid, 'Task timed out in the workflow'))}
      >
        Cancel, as a workflow time-out does
      </button>
    </Popover>
  );
}
