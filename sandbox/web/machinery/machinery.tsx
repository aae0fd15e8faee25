import { signal } from '@preact/signals';
import { FaultsPane } from './faults.tsx';
import { TracePane } from './trace.tsx';

const KEY = 'sandbox-trace-height';
const LOWEST = 90;
const STEP = 24;

function highest(): number {
  return Math.round(window.innerHeight * 0.7);
}

const height = signal(Number(localStorage.getItem(KEY)) || Math.round(window.innerHeight * 0.26));

function resize(to: number): void {
  height.value = Math.min(highest(), Math.max(LOWEST, Math.round(to)));
  localStorage.setItem(KEY, String(height.value));
}

export function Machinery() {
  return (
    <div class="machinery" style={{ height: `${height.value}px` }}>
      <Resizer />
      <TracePane />
      <FaultsPane />
    </div>
  );
}

function Resizer() {
  function onPointerDown(event: PointerEvent): void {
    const bar = event.currentTarget;
    if (!(bar instanceof HTMLElement)) return;
    event.preventDefault();
    bar.setPointerCapture(event.pointerId);
    const move = (at: PointerEvent) => resize(window.innerHeight - at.clientY);
    const end = () => {
      bar.removeEventListener('pointermove', move);
      bar.removeEventListener('pointerup', end);
    };
    bar.addEventListener('pointermove', move);
    bar.addEventListener('pointerup', end);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'ArrowUp') resize(height.value + STEP);
    if (event.key === 'ArrowDown') resize(height.value - STEP);
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved is a widget; <hr> is none
    <div
      class="resizer"
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label="Height of the trace"
      aria-valuenow={height.value}
      aria-valuemin={LOWEST}
      aria-valuemax={highest()}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    />
  );
}
