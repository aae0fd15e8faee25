/** How long a chat has been quiet, and how often it is then looked at. Milliseconds. */
const STEPS: readonly { readonly quietFor: number; readonly every: number }[] = [
  { quietFor: 2 * 60_000, every: 2_000 },
  { quietFor: 5 * 60_000, every: 5_000 },
  { quietFor: 15 * 60_000, every: 15_000 },
  { quietFor: 60 * 60_000, every: 30_000 },
];
const SLOWEST = 60_000;

/** A chat with no sign of life for this long is no longer read; any event of it brings it back. */
export const FORGOTTEN_AFTER = 24 * 60 * 60_000;

/** Milliseconds until the next look at a chat, given how long ago it last showed life. */
export function cadence(quietFor: number): number {
  return STEPS.find((step) => quietFor <= step.quietFor)?.every ?? SLOWEST;
}

/** Discord lets one bot make 50 requests a second; this share is for reading, the rest for talking. */
const READS_PER_SECOND = 35;

/** Milliseconds between two looks that one chat may have when `chats` are watched: cadence stretches with the number. */
export function stretched(every: number, chats: number): number {
  return Math.max(every, Math.ceil((chats / READS_PER_SECOND) * 1000));
}
