import { type Inline, parseInline } from './markdown-inline.ts';

export type { Inline } from './markdown-inline.ts';

export type Block =
  | { readonly kind: 'paragraph' | 'subtext'; readonly children: readonly Inline[] }
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly children: readonly Inline[] }
  | { readonly kind: 'quote'; readonly children: readonly Block[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string };

/** Discord's markdown as a tree of plain values: everything that is not understood stays text. */
export function parseMarkdown(text: string): Block[] {
  const blocks: Block[] = [];
  let from = 0;
  for (const fence of text.matchAll(/```(?:([\w+#.-]{0,20})\n)?([\s\S]+?)```/g)) {
    if (fence[2]?.trim() === '') continue;
    blocks.push(...parseLines(text.slice(from, fence.index)));
    blocks.push({ kind: 'code', language: fence[1] ?? '', text: (fence[2] ?? '').replace(/^\n|\n$/g, '') });
    from = fence.index + fence[0].length;
  }
  blocks.push(...parseLines(text.slice(from)));
  return blocks;
}

function parseLines(text: string): Block[] {
  const lines = text.replace(/^\n|\n$/g, '').split('\n');
  const blocks: Block[] = [];
  let plain: string[] = [];

  function flush(): void {
    const joined = plain.join('\n');
    if (joined.trim() !== '') blocks.push({ kind: 'paragraph', children: parseInline(joined) });
    plain = [];
  }

  for (let at = 0; at < lines.length; ) {
    const taken = takeBlock(lines, at);
    if (taken === undefined) {
      plain.push(lines[at] ?? '');
      at += 1;
      continue;
    }
    flush();
    blocks.push(taken.block);
    at = taken.end;
  }
  flush();
  return blocks;
}

interface Taken {
  readonly block: Block;
  readonly end: number;
}

const ITEM = /^\s{0,6}(?:[-*]|\d{1,3}\.)\s+(?=\S)/;

function takeBlock(lines: readonly string[], at: number): Taken | undefined {
  const line = lines[at] ?? '';
  if (line.startsWith('>>> ')) {
    const rest = [line.slice(4), ...lines.slice(at + 1)].join('\n');
    return { block: { kind: 'quote', children: parseLines(rest) }, end: lines.length };
  }
  if (line.startsWith('> ')) {
    const quoted = takeWhile(lines, at, (one) => one.startsWith('> '));
    const children: Block = { kind: 'paragraph', children: parseInline(quoted.map((one) => one.slice(2)).join('\n')) };
    return { block: { kind: 'quote', children: [children] }, end: at + quoted.length };
  }
  if (ITEM.test(line)) {
    const items = takeWhile(lines, at, (one) => ITEM.test(one));
    const ordered = /^\s*\d/.test(line);
    const children = items.map((one) => parseInline(one.replace(ITEM, '')));
    return { block: { kind: 'list', ordered, items: children }, end: at + items.length };
  }
  const heading = /^(#{1,3}) (\S.*)$/.exec(line);
  if (heading !== null) {
    const level = heading[1]?.length === 1 ? 1 : heading[1]?.length === 2 ? 2 : 3;
    return { block: { kind: 'heading', level, children: parseInline(heading[2] ?? '') }, end: at + 1 };
  }
  const subtext = /^-# (\S.*)$/.exec(line);
  if (subtext === null) return undefined;
  return { block: { kind: 'subtext', children: parseInline(subtext[1] ?? '') }, end: at + 1 };
}

function takeWhile(lines: readonly string[], at: number, holds: (line: string) => boolean): string[] {
  const end = lines.findIndex((line, index) => index >= at && !holds(line));
  return lines.slice(at, end === -1 ? lines.length : end);
}
