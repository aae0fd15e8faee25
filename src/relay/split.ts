const FENCE = /^(```|~~~)(\S*)/;

/**
 * Cuts a text into parts of at most `limit` UTF-16 units: at line ends where possible, else between words, never inside a
 * character as people see it. A code block that is cut is closed and opened again. The parts joined give all the text.
 */
export function splitText(text: string, limit: number): readonly string[] {
  if (text.length <= limit) return text.length === 0 ? [] : [text];
  const parts: string[] = [];
  let rest = text;
  let fence: string | null = null;
  while (rest.length > 0) {
    const opening: string = fence === null ? '' : `${fence}\n`;
    const room: number = limit - opening.length;
    if (rest.length <= room) {
      parts.push(opening + rest);
      break;
    }
    const head = rest.slice(0, cutPosition(rest, room - FENCE_ROOM));
    rest = rest.slice(head.length);
    fence = openFence(head, fence);
    parts.push(opening + head.replace(/\n$/, '') + (fence === null ? '' : '\n```'));
  }
  return parts.filter((part) => part.trim().length > 0);
}

/** Room for closing a code block: a line break and the fence. */
const FENCE_ROOM = 4;

function cutPosition(text: string, most: number): number {
  const window = text.slice(0, most);
  const line = window.lastIndexOf('\n');
  if (line >= most / 2) return line + 1;
  const space = window.lastIndexOf(' ');
  if (space >= most / 2) return space + 1;
  return characterBoundary(text, most);
}

/** The last boundary between whole grapheme clusters at or below `most`. */
function characterBoundary(text: string, most: number): number {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  let boundary = 0;
  for (const { index, segment } of segmenter.segment(text.slice(0, most + 64))) {
    if (index + segment.length > most) break;
    boundary = index + segment.length;
  }
  return boundary > 0 ? boundary : most;
}

function openFence(head: string, before: string | null): string | null {
  let fence = before;
  for (const line of head.split('\n')) {
    const found = FENCE.exec(line.trimStart());
    if (found === null) continue;
    fence = fence === null ? `\`\`\`${found[2] ?? ''}` : null;
  }
  return fence;
}
