import { useEffect, useState } from 'preact/hooks';
import { advanceClock, resetSandbox } from '../api.ts';
import { forgetEverything, refreshAll } from '../live.ts';
import { attempt, connected, info, sandboxNow } from '../state.ts';
import { IconButton } from '../ui/controls.tsx';
import { Icon } from '../ui/icons.tsx';
import { theme, toggleTheme } from '../ui/theme.ts';

const JUMPS = [
  ['+1 min', 'one minute', 60_000],
  ['+15 min', 'fifteen minutes', 900_000],
  ['+1 h', 'one hour', 3_600_000],
] as const;

export function TopBar() {
  return (
    <header class="top-bar">
      <span class="brand">
        <span class="brand-mark" aria-hidden="true" />
        <h1>discord-flex</h1>
        <span class="tag">Sandbox</span>
      </span>
      <span class={connected.value ? 'link-state' : 'link-state down'}>
        {connected.value ? 'Live' : 'Disconnected'}
      </span>
      <span class="spacer" />
      <fieldset class="clock" aria-label="Clock">
        <Icon name="clock" size={15} />
        <Clock />
        {JUMPS.map(([label, spoken, milliseconds]) => (
          <button
            type="button"
            key={label}
            class="chip"
            aria-label={`Move the clock forward by ${spoken}`}
            onClick={() => void attempt(() => advanceClock(milliseconds)).then(refreshAll)}
          >
            {label}
          </button>
        ))}
      </fieldset>
      <ResetButton />
      <IconButton
        icon={theme.value === 'dark' ? 'sun' : 'moon'}
        label={theme.value === 'dark' ? 'Light colours' : 'Dark colours'}
        onClick={toggleTheme}
      />
    </header>
  );
}

function Clock() {
  const [, tick] = useState(0);

  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, []);

  const now = new Date(sandboxNow());
  return (
    <time class="now" title={`Time in the sandbox${info.value === null ? '' : `, version ${info.value.version}`}`}>
      {now.toLocaleDateString(undefined, { month: 'short', day: 'numeric' })}{' '}
      {now.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' })}
    </time>
  );
}

/** Asks once more before it throws everything away. */
function ResetButton() {
  const [sure, setSure] = useState(false);

  useEffect(() => {
    if (!sure) return undefined;
    const timer = setTimeout(() => setSure(false), 4_000);
    return () => clearTimeout(timer);
  }, [sure]);

  function press(): void {
    setSure(!sure);
    if (sure) void attempt(resetSandbox).then(forgetEverything);
  }

  return (
    <button type="button" class={sure ? 'chip reset sure' : 'chip reset'} onClick={press}>
      <Icon name="restart" size={14} /> {sure ? 'Really reset?' : 'Reset'}
    </button>
  );
}
