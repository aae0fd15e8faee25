import type { ComponentChildren } from 'preact';
import type { DeskTask } from '../../control/types.ts';

export function TaskInfo({ task }: { task: DeskTask }) {
  const conversation = task.conversation;
  return (
    <div class="task-info">
      <Facts
        title="Task"
        facts={{ sid: task.sid, status: task.status, reservation: task.reservation?.status ?? '–' }}
      />
      <Facts title="Task attributes" facts={task.attributes} />
      {conversation !== null && (
        <>
          <Facts title="Conversation" facts={{ sid: conversation.sid, state: conversation.state }} />
          <Facts title="Conversation attributes" facts={conversation.attributes} />
          <Facts
            title="Participants"
            facts={Object.fromEntries(conversation.participants.map((one) => [one.identity || one.sid, one.name]))}
          />
        </>
      )}
    </div>
  );
}

function Facts({ title, facts }: { title: string; facts: Readonly<Record<string, unknown>> }) {
  const entries = Object.entries(facts);
  return (
    <section>
      <h4>{title}</h4>
      {entries.length === 0 && <p class="empty">None</p>}
      <dl>
        {entries.map(([key, value]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{draw(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function draw(value: unknown): ComponentChildren {
  if (typeof value === 'string') {
    if (!/^https?:\/\//.test(value)) return <bdi>{value}</bdi>;
    return (
      <a href={value} target="_blank" rel="noopener noreferrer">
        {value}
      </a>
    );
  }
  return <code>{JSON.stringify(value)}</code>;
}
