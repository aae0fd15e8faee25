import type { ComponentChildren } from 'preact';
import { Icon } from './icons.tsx';
import type { StickyScroll } from './sticky-scroll.ts';

interface ScrollPaneProps {
  readonly scroll: StickyScroll;
  readonly role: 'log' | 'group';
  readonly label: string;
  readonly class: string;
  /** On the button that leads back to the end. */
  readonly jumpLabel: string;
  readonly children: ComponentChildren;
}

/** A list that grows at its end, with a way back for whoever has scrolled up. */
export function ScrollPane({ scroll, role, label, class: name, jumpLabel, children }: ScrollPaneProps) {
  return (
    <div class="scroll-frame">
      <div
        class={`scroll-pane ${name}`}
        ref={scroll.pane}
        onScroll={scroll.onScroll}
        // What scrolls must be within reach of the keyboard.
        {...{ role, tabIndex: 0, 'aria-label': label }}
      >
        <div ref={scroll.content} class={`${name}-content`}>
          {children}
        </div>
      </div>
      {!scroll.atEnd && (
        <button type="button" class="jump" onClick={scroll.jump}>
          <Icon name="down" size={14} /> {jumpLabel}
        </button>
      )}
    </div>
  );
}
