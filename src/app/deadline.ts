import type { Deadline } from '../ports.ts';

/** Milliseconds. The platform ends a Function after 10 s, answered or not. */
const FUNCTION_LIFE = 9_000;

export function deadlineOf(startedAt: number): Deadline {
  return { at: startedAt + FUNCTION_LIFE };
}
