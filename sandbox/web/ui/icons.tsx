/** Line drawings on a grid of 24, drawn for this page. */
const PATHS = {
  hash: 'M9 4 7 20M17 4l-2 16M4 9h17M3 15h17',
  megaphone: 'M4 10v4h3l8 5V5L7 10H4ZM18 9c1.5 1.7 1.5 4.3 0 6M8 14l1 6h2',
  thread: 'M5 5v9a4 4 0 0 0 4 4h9M14 14l4 4-4 4M9 9h9',
  bubbles: 'M4 5h12v9H9l-5 4V5ZM19 9h1v11l-4-3h-6',
  gear: 'M10.3 5.0L10.6 2.5L13.4 2.5L13.7 5.0L15.7 5.8L17.7 4.3L19.7 6.3L18.2 8.3L19.0 10.3L21.5 10.6L21.5 13.4L19.0 13.7L18.2 15.7L19.7 17.7L17.7 19.7L15.7 18.2L13.7 19.0L13.4 21.5L10.6 21.5L10.3 19.0L8.3 18.2L6.3 19.7L4.3 17.7L5.8 15.7L5.0 13.7L2.5 13.4L2.5 10.6L5.0 10.3L5.8 8.3L4.3 6.3L6.3 4.3L8.3 5.8ZM12 15.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4Z',
  plus: 'M12 5v14M5 12h14',
  smile: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM8.5 14c1.8 2.4 5.2 2.4 7 0M9 9.5v.5M15 9.5v.5',
  reply: 'M10 6 4 12l6 6M4 12h9c4 0 7 2 7 7',
  pencil: 'm4 20 1-5L16 4l4 4L9 19l-5 1ZM14 6l4 4',
  trash: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5',
  dots: 'M5 12h.01M12 12h.01M19 12h.01',
  send: 'M4 12 20 4l-5 16-4-7-7-1ZM11 13l9-9',
  clip: 'm20 11-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7l-8.5 8.5a1.6 1.6 0 0 1-2.4-2.3L14 7.8',
  cross: 'M6 6l12 12M18 6 6 18',
  check: 'm5 13 4.5 4.5L19 7',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M5 5l1.7 1.7M17.3 17.3 19 19M19 5l-1.7 1.7M6.7 17.3 5 19',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z',
  pause: 'M8 5v14M16 5v14',
  play: 'M7 5v14l12-7L7 5Z',
  down: 'M12 5v14M6 13l6 6 6-6',
  chevron: 'm9 6 6 6-6 6',
  bot: 'M12 4v4M5 8h14v11H5V8ZM9 13v1.5M15 13v1.5M2 12v4M22 12v4',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3.5 2',
  bolt: 'M13 3 5 14h6l-1 7 8-11h-6l1-7Z',
  restart: 'M20 12a8 8 0 1 1-2.5-5.8M20 3v5h-5',
  headset:
    'M4 15v-3a8 8 0 0 1 16 0v3M4 14h3v6H5a1 1 0 0 1-1-1v-5ZM20 14h-3v6h2a1 1 0 0 0 1-1v-5ZM18 20c-1 1.3-2.5 2-5 2',
  file: 'M6 3h8l4 4v14H6V3ZM14 3v4h4M9 13h6M9 17h6',
  pin: 'M9 4h6l-1 6 4 4H6l4-4-1-6ZM12 14v7',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM16 16l5 5',
  eye: 'M2.5 12C5 7.5 8.3 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.8 6.5-9.5 6.5S5 16.5 2.5 12ZM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
