import { useEffect } from 'preact/hooks';
import type { DeskTask } from '../../control/types.ts';
import { answerReservation, type ReservationAction } from '../api.ts';
import { age } from '../format.ts';
import { refreshFlex } from '../live.ts';
import { attempt, worker } from '../state.ts';
import { Avatar, Name } from '../ui/controls.tsx';
import { Icon } from '../ui/icons.tsx';
import * as desk from './desk-state.ts';

export function TaskList() {
  const tasks = worker.value?.tasks ?? [];
  const offered = tasks.filter(desk.isOffered);
  const rest = tasks.filter((one) => !desk.isOffered(one));
  return (
    <div class="task-list">
      {offered.map((one) => (
        <IncomingTask key={one.sid} task={one} />
      ))}
      <h3>Tasks</h3>
      {rest.length === 0 && offered.length === 0 && <p class="empty">Nothing yet</p>}
      <ul aria-label="Tasks">
        {rest.map((one) => (
          <TaskLine key={one.sid} task={one} />
        ))}
      </ul>
    </div>
  );
}

function IncomingTask({ task }: { task: DeskTask }) {
  const customer = desk.customerOf(task);

  function answer(action: ReservationAction): void {
    const sid = worker.value?.sid;
    const reservation = task.reservation?.sid;
    if (sid === undefined || reservation === undefined) return;
    if (action === 'accept') desk.chosenTaskSid.value = task.sid;
    void attempt(() => answerReservation(sid, reservation, action)).then(refreshFlex);
  }

  return (
    <fieldset class="incoming" aria-label={`Incoming task from ${customer}`}>
      <button
        type="button"
        class="incoming-head"
        aria-label={`Look at the task from ${customer}`}
        onClick={() => (desk.chosenTaskSid.value = task.sid)}
      >
        <Avatar id={customer} name={customer} size={30} />
        <span>
          <strong>
            <Name>{customer}</Name>
          </strong>
          <small>Incoming · {age(task.age)}</small>
        </span>
      </button>
      <div class="incoming-actions">
        <button type="button" class="button success" onClick={() => answer('accept')}>
          Accept
        </button>
        <button type="button" class="button secondary" onClick={() => answer('reject')}>
          Reject
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label="Let it time out"
          title="Let it time out, as if nobody was at the desk"
          onClick={() => answer('timeout')}
        >
          <Icon name="clock" size={16} />
        </button>
      </div>
    </fieldset>
  );
}

function TaskLine({ task }: { task: DeskTask }) {
  const customer = desk.customerOf(task);
  const last = desk.lastMessageOf(task);
  const current = desk.task.value?.sid === task.sid;
  const count = task.conversation?.messages.length ?? 0;
  const unseen = count - (desk.seenMessages.value[task.sid] ?? 0);

  useEffect(() => {
    if (current && unseen !== 0) desk.seenMessages.value = { ...desk.seenMessages.value, [task.sid]: count };
  }, [current, unseen]);

  return (
    <li>
      <button
        type="button"
        class={`task-line ${task.status}`}
        aria-current={current}
        aria-label={`Task from ${customer}, ${desk.STATUS_WORDS[task.status]}`}
        onClick={() => (desk.chosenTaskSid.value = task.sid)}
      >
        <Avatar id={customer} name={customer} size={28} />
        <span class="task-text">
          <strong>
            <Name>{customer}</Name>
          </strong>
          <small class="task-last">{last === undefined ? age(task.age) : last.body || 'Media'}</small>
        </span>
        {!current && unseen > 0 && !desk.isOver(task) ? (
          <span class="badge">{unseen}</span>
        ) : (
          <span class={`status ${task.status}`}>{desk.STATUS_WORDS[task.status]}</span>
        )}
      </button>
    </li>
  );
}
