import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { hideToast, toasts } from '../state.ts';
import { Icon, type IconName } from './icons.tsx';

interface IconButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick: () => void;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly danger?: boolean;
  readonly size?: number;
}

/** A button that is only a drawing: its name is spoken and shown as a tip. */
export function IconButton({ icon, label, onClick, pressed, disabled = false, danger = false, size }: IconButtonProps) {
  return (
    <button
      type="button"
      class={danger ? 'icon-button danger' : 'icon-button'}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} {...(size === undefined ? {} : { size })} />
    </button>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

export function Switch({ label, on, onChange }: SwitchProps) {
  return (
    <button type="button" role="switch" class="switch" aria-checked={on} onClick={() => onChange(!on)}>
      <span class="switch-track" aria-hidden="true" />
      <span>{label}</span>
    </button>
  );
}

const HUES = [262, 212, 172, 142, 96, 38, 18, 340, 312, 236] as const;

function hueOf(id: string): number {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + char.charCodeAt(0)) % 9_973;
  return HUES[sum % HUES.length] ?? 212;
}

/** Initials on a colour that belongs to the id. */
export function Avatar({
  id,
  name,
  bot = false,
  size = 36,
}: {
  id: string;
  name: string;
  bot?: boolean;
  size?: number;
}) {
  const style = { '--hue': String(hueOf(id)), '--size': `${size}px` };
  return (
    <span class="avatar" style={style} aria-hidden="true">
      {bot ? <Icon name="bot" size={Math.round(size * 0.58)} /> : ([...name.trim()][0] ?? '?').toUpperCase()}
    </span>
  );
}

/** A name of unknown script: kept from turning the line around it (R on right-to-left names). */
export function Name({ children }: { children: string }) {
  return <bdi>{children}</bdi>;
}

interface PopoverProps {
  readonly label: string;
  readonly role?: 'dialog' | 'menu' | 'listbox';
  readonly class?: string;
  readonly style?: Readonly<Record<string, string>>;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

const FOCUSABLE = 'button:not(:disabled), input, select, textarea, a[href]';

/** Floats above the page; closes on Escape, on a click elsewhere, and gives the focus back. */
export function Popover({ label, role = 'dialog', class: extra = '', style, onClose, children }: PopoverProps) {
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const before = document.activeElement;
    box.current?.querySelector<HTMLElement>(FOCUSABLE)?.focus();
    function onPointer(event: PointerEvent): void {
      // The button that opened it stands beside it and toggles by itself.
      if (event.target instanceof Node && box.current?.parentElement?.contains(event.target) === false) onClose();
    }
    document.addEventListener('pointerdown', onPointer, true);
    return () => {
      document.removeEventListener('pointerdown', onPointer, true);
      const inside = document.activeElement === document.body || box.current?.contains(document.activeElement) === true;
      if (inside && before instanceof HTMLElement) before.focus();
    };
  }, []);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    }
    if (role !== 'menu' || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
    event.preventDefault();
    const items = [...(box.current?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])];
    const at = items.findIndex((item) => item.isSameNode(document.activeElement));
    items.at((at + (event.key === 'ArrowDown' ? 1 : -1)) % items.length)?.focus();
  }

  return (
    <div ref={box} class={`popover ${extra}`} style={style ?? {}} {...{ role, onKeyDown, 'aria-label': label }}>
      {children}
    </div>
  );
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-label="Notices of the page">
      {toasts.value.map((toast) => (
        <div class="toast" key={toast.id}>
          <span>{toast.text}</span>
          <IconButton icon="cross" label="Close" size={14} onClick={() => hideToast(toast.id)} />
        </div>
      ))}
    </div>
  );
}
