import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface StickyScroll {
  readonly pane: RefObject<HTMLDivElement | null>;
  /** The content's wrapper: its growth (images, wrapped lines) keeps the end in view. */
  readonly content: RefObject<HTMLDivElement | null>;
  readonly atEnd: boolean;
  readonly onScroll: () => void;
  readonly jump: () => void;
}

/** Nearer to the end than this counts as being there. */
const NEAR = 24;

/**
 * Follows the newest entry for as long as the reader is at the end, and lets go as soon as they scroll away.
 * A new `key` (another channel) starts at the end again.
 */
export function useStickyScroll(key: string, count: number): StickyScroll {
  const pane = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const shownKey = useRef(key);
  const [atEnd, setAtEnd] = useState(true);

  function toEnd(): void {
    if (pane.current !== null) pane.current.scrollTop = pane.current.scrollHeight;
  }

  function follow(yes: boolean): void {
    following.current = yes;
    setAtEnd(yes);
  }

  useLayoutEffect(() => {
    if (shownKey.current !== key) follow(true);
    shownKey.current = key;
    if (following.current) toEnd();
  }, [key, count]);

  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (following.current) toEnd();
    });
    if (pane.current !== null) observer.observe(pane.current);
    if (content.current !== null) observer.observe(content.current);
    return () => observer.disconnect();
  }, []);

  return {
    pane,
    content,
    atEnd,
    onScroll() {
      const box = pane.current;
      if (box === null) return;
      const near = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
      if (near !== following.current) follow(near);
    },
    jump() {
      follow(true);
      toEnd();
    },
  };
}
