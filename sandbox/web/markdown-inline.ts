/** What stands within a line. Mentions carry ids only: whoever draws them knows the names. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler'; readonly children: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly children: readonly Inline[] }
  | { readonly kind: 'user' | 'role' | 'channel'; readonly id: string }
  | { readonly kind: 'everyone'; readonly text: string }
  | { readonly kind: 'command'; readonly name: string }
  | { readonly kind: 'emoji'; readonly name: string }
  | { readonly kind: 'time'; readonly seconds: number; readonly style: string };

interface Found {
  readonly node: Inline;
  readonly end: number;
}

type Finder = (text: string, at: number, depth: number) => Found | undefined;

/** Deeper nesting than this is drawn as it was typed, so that a hostile text costs no more than a long one. */
const DEEPEST = 6;

export function parseInline(text: string, depth = 0): Inline[] {
  const nodes: Inline[] = [];
  let plain = '';
  let at = 0;

  function flush(): void {
    if (plain !== '') nodes.push({ kind: 'text', text: plain });
    plain = '';
  }

  while (at < text.length) {
    const char = text.charAt(at);
    const escaped = char === '\\' ? /^[\\`*_~|<>[\]()#@:.!/-]/.exec(text.charAt(at + 1)) : null;
    if (escaped !== null) {
      plain += escaped[0];
      at += 2;
      continue;
    }
    const found = depth < DEEPEST ? FINDERS[char]?.(text, at, depth) : undefined;
    if (found === undefined) {
      plain += char;
      at += 1;
      continue;
    }
    flush();
    nodes.push(found.node);
    at = found.end;
  }
  flush();
  return nodes;
}

/** Where `mark` closes what was opened before `from`; escapes, code and the doubled mark do not close it. */
function findClose(text: string, from: number, mark: string): number {
  let at = from;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === '\\') {
      at += 2;
    } else if (char === '`') {
      at = findCode(text, at)?.end ?? at + 1;
    } else if (mark.length === 1 && text.startsWith(mark + mark, at)) {
      const close = text.indexOf(mark + mark, at + 2);
      at = close === -1 ? at + 2 : close + 2;
    } else if (text.startsWith(mark, at)) {
      return at;
    } else {
      at += 1;
    }
  }
  return -1;
}

function findWrapped(text: string, at: number, depth: number, mark: string, kind: WrapKind): Found | undefined {
  const start = at + mark.length;
  if (!text.startsWith(mark, at)) return undefined;
  let close = findClose(text, start, mark);
  // "***both***": the inner mark closes first, so the outer one is the last two of the three.
  while (close !== -1 && mark.length === 2 && text.charAt(close + 2) === mark.charAt(0)) close += 1;
  const inner = close === -1 ? '' : text.slice(start, close);
  if (inner.trim() === '') return undefined;
  return { node: { kind, children: parseInline(inner, depth + 1) }, end: close + mark.length };
}

type WrapKind = 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler';

function findItalic(text: string, at: number, depth: number, mark: string): Found | undefined {
  const next = text.charAt(at + 1);
  if (next === '' || next === mark || /\s/.test(next)) return undefined;
  const found = findWrapped(text, at, depth, mark, 'italic');
  return found !== undefined && /\s/.test(text.charAt(found.end - 2)) ? undefined : found;
}

function findStar(text: string, at: number, depth: number): Found | undefined {
  return findWrapped(text, at, depth, '**', 'bold') ?? findItalic(text, at, depth, '*');
}

/** Underscores within a word stay as they are: `forgot_my_password`. */
function findUnderscore(text: string, at: number, depth: number): Found | undefined {
  const doubled = findWrapped(text, at, depth, '__', 'underline');
  if (doubled !== undefined) return doubled;
  if (/\w/.test(text.charAt(at - 1))) return undefined;
  const found = findItalic(text, at, depth, '_');
  return found !== undefined && /\w/.test(text.charAt(found.end)) ? undefined : found;
}

function findCode(text: string, at: number): Found | undefined {
  const ticks = /^`+/.exec(text.slice(at, at + 8))?.[0] ?? '`';
  const close = text.indexOf(ticks, at + ticks.length);
  const inner = close === -1 ? '' : text.slice(at + ticks.length, close);
  if (inner.trim() === '') return undefined;
  const trimmed = /^ .* $/.test(inner) ? inner.slice(1, -1) : inner;
  return { node: { kind: 'code', text: trimmed }, end: close + ticks.length };
}

function findAngle(text: string, at: number): Found | undefined {
  const close = text.indexOf('>', at);
  if (close === -1 || close - at > 2_048) return undefined;
  const node = readAngle(text.slice(at + 1, close));
  return node === undefined ? undefined : { node, end: close + 1 };
}

function readAngle(inner: string): Inline | undefined {
  const mention = /^(@!?|@&|#)(\d{1,20})$/.exec(inner);
  if (mention !== null) {
    const kind = mention[1] === '#' ? 'channel' : mention[1] === '@&' ? 'role' : 'user';
    return { kind, id: mention[2] ?? '' };
  }
  const time = /^t:(-?\d{1,12})(?::([tTdDfFR]))?$/.exec(inner);
  if (time !== null) return { kind: 'time', seconds: Number(time[1]), style: time[2] ?? 'f' };
  const command = /^\/([^:<>\n]{1,100}):\d{1,20}$/.exec(inner);
  if (command !== null) return { kind: 'command', name: command[1] ?? '' };
  const emoji = /^a?:(\w{1,40}):\d{1,20}$/.exec(inner);
  if (emoji !== null) return { kind: 'emoji', name: emoji[1] ?? '' };
  return /^https?:\/\/[^\s<>]+$/.test(inner) ? link(inner, [{ kind: 'text', text: inner }]) : undefined;
}

function findMaskedLink(text: string, at: number, depth: number): Found | undefined {
  const match = /^\[([^\]\n]{1,400})\]\(<?(https?:\/\/[^\s<>)]{1,1600})>?\)/.exec(text.slice(at, at + 2_048));
  if (match === null) return undefined;
  const node = link(match[2] ?? '', parseInline(match[1] ?? '', DEEPEST - 1 < depth ? DEEPEST : depth + 1));
  return node === undefined ? undefined : { node, end: at + match[0].length };
}

function findBareLink(text: string, at: number): Found | undefined {
  if (/\w/.test(text.charAt(at - 1))) return undefined;
  const match = /^https?:\/\/[^\s<>]{1,1600}/.exec(text.slice(at, at + 1_700));
  const href = match?.[0].replace(/[.,:;!?"'*_~|)\]]+$/, '') ?? '';
  const node = link(href, [{ kind: 'text', text: href }]);
  return node === undefined ? undefined : { node, end: at + href.length };
}

/** Only web addresses become links: nothing else may be clickable. */
function link(href: string, children: readonly Inline[]): Inline | undefined {
  return URL.canParse(href) ? { kind: 'link', href, children } : undefined;
}

function findEveryone(text: string, at: number): Found | undefined {
  const word = /^@(everyone|here)\b/.exec(text.slice(at, at + 10))?.[0];
  return word === undefined ? undefined : { node: { kind: 'everyone', text: word }, end: at + word.length };
}

const FINDERS: Readonly<Record<string, Finder>> = {
  '*': findStar,
  _: findUnderscore,
  '~': (text, at, depth) => findWrapped(text, at, depth, '~~', 'strike'),
  '|': (text, at, depth) => findWrapped(text, at, depth, '||', 'spoiler'),
  '`': findCode,
  '<': findAngle,
  '[': findMaskedLink,
  h: findBareLink,
  '@': findEveryone,
};
