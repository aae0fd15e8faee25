import { useState } from 'preact/hooks';
import type { WorkerView } from '../../control/types.ts';
import { addWorker, setAvailable } from '../api.ts';
import { refreshFlex } from '../live.ts';
import { attempt, worker, workerSid, workers } from '../state.ts';
import { Avatar, IconButton, Name, Popover, Switch } from '../ui/controls.tsx';
import { Icon } from '../ui/icons.tsx';
import { task } from './desk-state.ts';
import { TaskList } from './task-list.tsx';
import { TaskPane } from './task-pane.tsx';

export function Desk() {
  const view = worker.value;
  const shown = task.value;
  return (
    <section class="desk" aria-label="Agent desk">
      {view === null ? <header class="desk-head" /> : <DeskHead worker={view} />}
      <div class="desk-body">
        <TaskList />
        {shown === undefined || view === null ? <NoTask /> : <TaskPane key={shown.sid} task={shown} worker={view} />}
      </div>
    </section>
  );
}

function DeskHead({ worker: view }: { worker: WorkerView }) {
  const [open, setOpen] = useState(false);
  return (
    <header class="desk-head">
      <Icon name="headset" size={20} />
      <h2>Agent desk</h2>
      <span class="spacer" />
      <Switch
        label={view.available ? 'Available' : 'Offline'}
        on={view.available}
        onChange={(on) => void attempt(() => setAvailable(view.sid, on)).then(refreshFlex)}
      />
      <div class="worker-menu">
        <button
          type="button"
          class="worker-button"
          aria-label={`Agent: ${view.name}`}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Avatar id={view.sid} name={view.name} size={26} />
          <Name>{view.name}</Name>
        </button>
        {open && <WorkerMenu current={view.sid} onClose={() => setOpen(false)} />}
      </div>
    </header>
  );
}

function WorkerMenu({ current, onClose }: { current: string; onClose: () => void }) {
  const [name, setName] = useState('');

  async function add(): Promise<void> {
    if (name.trim() === '') return;
    await attempt(() => addWorker(name.trim()));
    setName('');
    refreshFlex();
  }

  return (
    <Popover label="Agents" onClose={onClose}>
      <h4>You are</h4>
      <ul class="member-list" aria-label="Agents">
        {workers.value.map((one) => (
          <li key={one.sid}>
            <button type="button" aria-current={one.sid === current} onClick={() => (workerSid.value = one.sid)}>
              <Avatar id={one.sid} name={one.name} size={24} />
              <Name>{one.name}</Name>
              <small>{one.available ? 'available' : 'offline'}</small>
            </button>
          </li>
        ))}
      </ul>
      <div class="inline-form">
        <input
          aria-label="New agent's name"
          placeholder="New agent…"
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void add();
          }}
        />
        <IconButton icon="plus" label="Add agent" disabled={name.trim() === ''} onClick={() => void add()} />
      </div>
    </Popover>
  );
}

function NoTask() {
  return (
    <div class="no-task">
      <Icon name="headset" size={44} />
      <p>No tasks.</p>
      <small>When a member asks for a person, the request comes in here.</small>
    </div>
  );
}
