import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { fullTime, markedTime } from '../format.ts';
import { type Block, type Inline, parseMarkdown } from '../markdown.ts';
import { member, members, sandboxNow, showChannel } from '../state.ts';
import { Name } from '../ui/controls.tsx';

export function Markdown({ text }: { text: string }) {
  const blocks = useMemo(() => parseMarkdown(text), [text]);
  return <div class="markdown">{blocks.map(drawBlock)}</div>;
}

/** One line without blocks: titles, reply previews. */
export function InlineMarkdown({ text }: { text: string }) {
  const blocks = useMemo(() => parseMarkdown(text), [text]);
  return <>{blocks.map((block) => ('children' in block && block.kind !== 'quote' ? drawAll(block.children) : null))}</>;
}

/** Below the page's own headings. */
const HEADINGS = { 1: 'h4', 2: 'h5', 3: 'h6' } as const;

function drawBlock(block: Block, index: number): ComponentChildren {
  switch (block.kind) {
    case 'code':
      return (
        <pre key={index} class="code-block">
          <code>{block.text}</code>
        </pre>
      );
    case 'heading': {
      const Heading = HEADINGS[block.level];
      return (
        <Heading key={index} class={`heading level-${block.level}`}>
          {drawAll(block.children)}
        </Heading>
      );
    }
    case 'quote':
      return <blockquote key={index}>{block.children.map(drawBlock)}</blockquote>;
    case 'list': {
      const items = block.items.map((item, at) => <li key={at}>{drawAll(item)}</li>);
      return block.ordered ? <ol key={index}>{items}</ol> : <ul key={index}>{items}</ul>;
    }
    case 'paragraph':
    case 'subtext':
      return (
        <p key={index} class={block.kind}>
          {drawAll(block.children)}
        </p>
      );
  }
}

function drawAll(nodes: readonly Inline[]): ComponentChildren {
  return nodes.map((node, index) => <Drawn key={index} node={node} />);
}

function Drawn({ node }: { node: Inline }) {
  switch (node.kind) {
    case 'text':
      return <>{node.text}</>;
    case 'code':
      return <code>{node.text}</code>;
    case 'bold':
      return <strong>{drawAll(node.children)}</strong>;
    case 'italic':
      return <em>{drawAll(node.children)}</em>;
    case 'underline':
      return <u>{drawAll(node.children)}</u>;
    case 'strike':
      return <s>{drawAll(node.children)}</s>;
    case 'spoiler':
      return <Spoiler>{drawAll(node.children)}</Spoiler>;
    case 'link':
      return (
        <a href={node.href} target="_blank" rel="noopener noreferrer nofollow">
          {drawAll(node.children)}
        </a>
      );
    case 'emoji':
      return <span class="custom-emoji">:{node.name}:</span>;
    case 'command':
      return <span class="mention">/{node.name}</span>;
    case 'everyone':
      return <span class="mention">{node.text}</span>;
    case 'time':
      return <MarkedTime seconds={node.seconds} style={node.style} />;
    case 'user':
    case 'role':
    case 'channel':
      return <Mention kind={node.kind} id={node.id} />;
  }
}

function Spoiler({ children }: { children: ComponentChildren }) {
  const [open, setOpen] = useState(false);
  if (open) return <span class="spoiler open">{children}</span>;
  return (
    <button type="button" class="spoiler" aria-label="Spoiler: show" onClick={() => setOpen(true)}>
      {children}
    </button>
  );
}

function MarkedTime({ seconds, style }: { seconds: number; style: string }) {
  return (
    <time class="marked-time" title={fullTime(seconds * 1_000)}>
      {markedTime(seconds, style, sandboxNow())}
    </time>
  );
}

function Mention({ kind, id }: { kind: 'user' | 'role' | 'channel'; id: string }) {
  if (kind === 'role') return <span class="mention">@role</span>;
  if (kind === 'user') {
    return (
      <span class="mention">
        @<Name>{userName(id)}</Name>
      </span>
    );
  }
  const channel = member.value?.channels.find((one) => one.id === id);
  if (channel === undefined) return <span class="mention">#unknown</span>;
  return (
    <button type="button" class="mention" onClick={() => showChannel(channel)}>
      #<Name>{channel.name}</Name>
    </button>
  );
}

function userName(id: string): string {
  const view = member.value;
  if (view?.id === id) return view.name;
  if (view?.bot.id === id) return view.bot.name;
  return members.value.find((one) => one.id === id)?.name ?? 'unknown-user';
}
