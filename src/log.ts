import type { Clock, Log, LogField, LogFields } from './ports.ts';
import { createRedactor, isSecretField } from './redact.ts';

export type LogLevel = 'info' | 'warn' | 'error';

interface LogOptions {
  /** Lines below it are left out. Default `info`. */
  readonly level?: LogLevel;
  /** Values that must not show in any line, whatever they look like. */
  readonly secrets?: readonly (string | undefined)[];
}

const RANK: Readonly<Record<LogLevel, number>> = { info: 0, warn: 1, error: 2 };

/** Writes one JSON line for each call. `fields` stands on every line; tokens and signed URLs are replaced (see `redact.ts`). */
export function createLog(
  write: (line: string, level: LogLevel) => void,
  clock: Pick<Clock, 'now'>,
  fields: LogFields = {},
  options: LogOptions = {},
): Log {
  const redact = createRedactor(options.secrets ?? []);
  const least = RANK[options.level ?? 'info'];

  function clean(name: string, value: LogField): LogField {
    if (value !== undefined && value !== null && isSecretField(name)) return '…';
    if (typeof value === 'string') return redact(value);
    if (typeof value === 'object' && value !== null) {
      return value.map((item) => (typeof item === 'string' ? redact(item) : item));
    }
    return value;
  }

  function line(level: LogLevel, message: string, own: LogFields = {}): void {
    if (RANK[level] < least) return;
    const cleaned = Object.entries({ ...fields, ...own }).map(([name, value]) => [name, clean(name, value)]);
    const at = new Date(clock.now()).toISOString();
    // The line's own three parts come last: no field can take their place.
    write(JSON.stringify({ ...Object.fromEntries(cleaned), level, at, message: redact(message) }), level);
  }

  return {
    info: (message, own) => line('info', message, own),
    warn: (message, own) => line('warn', message, own),
    error: (message, own) => line('error', message, own),
  };
}

/** How many frames of a stack a line carries: enough to find the place, little enough to stay one readable line. */
const FRAMES = 6;

/**
 * What a log line may say of an error: its name, its code and where it happened. Not its message, because messages of
 * parsers and HTTP clients quote what they choked on.
 */
export function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((text) => text.startsWith('    at '));
  return {
    errorName: error.name,
    errorCode:
      'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? error.code : undefined,
    stack: frames.slice(0, FRAMES).map((text) => text.trim().replace(/([\s(])(?:file:\/\/)?\/\S*\//, '$1')),
  };
}
