import { useRef, useState } from 'preact/hooks';
import type { ChannelView, MessageView } from '../../control/types.ts';
import { editMessage, toggleReaction } from '../api.ts';
import { clockTime, fullTime } from '../format.ts';
import { attempt, dismiss, member } from '../state.ts';
import { Avatar, IconButton, Name } from '../ui/controls.tsx';
import { Icon } from '../ui/icons.tsx';
import { editingId, messageMenu, replyingTo } from './client-state.ts';
import { Components } from './components.tsx';
import { InlineMarkdown, Markdown } from './markdown-view.tsx';
import { Attachments, Embeds } from './message-parts.tsx';

interface MessageProps {
  readonly message: MessageView;
  readonly channel: ChannelView;
  /** Under the heading of the message before it. */
  readonly compact: boolean;
}

export function Message({ message, channel, compact }: MessageProps) {
  const mine = message.author.id === member.value?.id;
  const classes = ['message', compact ? 'compact' : '', message.ephemeral ? 'ephemeral' : '', mine ? 'mine' : ''];

  function onContextMenu(event: MouseEvent): void {
    if (event.target instanceof Element && event.target.closest('a, input, textarea') !== null) return;
    event.preventDefault();
    messageMenu.value = { message, kind: 'menu', x: event.clientX, y: event.clientY };
  }

  return (
    <article
      class={classes.filter(Boolean).join(' ')}
      aria-label={`${message.author.name}, ${clockTime(message.at)}`}
      data-message-id={message.id}
      onContextMenu={onContextMenu}
    >
      <MessageOrigin message={message} />
      <div class="message-body">
        {compact ? (
          <time class="gutter" title={fullTime(message.at)}>
            {clockTime(message.at)}
          </time>
        ) : (
          <Avatar id={message.author.id} name={message.author.name} bot={message.author.bot} size={38} />
        )}
        <div class="message-main">
          {!compact && <MessageHead message={message} />}
          <MessageContent message={message} />
          <Attachments attachments={message.attachments} />
          <Embeds embeds={message.embeds} />
          <Components message={message} />
          <Reactions message={message} />
          {message.ephemeral && <EphemeralFoot id={message.id} />}
        </div>
      </div>
      {!message.pending && <Toolbar message={message} mine={mine} canReply={channel.canWrite && !message.ephemeral} />}
    </article>
  );
}

/** What the message answers: another message, or a command. */
function MessageOrigin({ message }: { message: MessageView }) {
  if (message.replyTo !== null) {
    return (
      <div class="origin">
        <span class="origin-line" aria-hidden="true" />
        <strong>
          <Name>{message.replyTo.author}</Name>
        </strong>
        <span class="origin-text">
          <InlineMarkdown text={message.replyTo.content} />
        </span>
      </div>
    );
  }
  if (message.interaction === null) return null;
  return (
    <div class="origin">
      <span class="origin-line" aria-hidden="true" />
      <strong>
        <Name>{message.interaction.user}</Name>
      </strong>
      used <span class="mention">/{message.interaction.name}</span>
    </div>
  );
}

function MessageHead({ message }: { message: MessageView }) {
  return (
    <div class="message-head">
      <strong class="author">
        <Name>{message.author.name}</Name>
      </strong>
      {message.author.bot && <span class="tag">App</span>}
      <time title={fullTime(message.at)}>{clockTime(message.at)}</time>
      {message.silent && (
        <span class="silent" title="Sent without a notification">
          @silent
        </span>
      )}
      {message.pinned && <Icon name="pin" size={13} />}
    </div>
  );
}

function MessageContent({ message }: { message: MessageView }) {
  if (editingId.value === message.id) return <MessageEditor message={message} />;
  if (message.pending) {
    return (
      <p class="thinking" role="status">
        <span class="dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
        {message.author.name} is thinking…
      </p>
    );
  }
  if (message.content === '') return null;
  return (
    <div class="content" dir="auto">
      <Markdown text={message.content} />
      {message.editedAt !== null && (
        <small class="edited" title={fullTime(message.editedAt)}>
          (edited)
        </small>
      )}
    </div>
  );
}

function MessageEditor({ message }: { message: MessageView }) {
  const [text, setText] = useState(message.content);

  async function save(): Promise<void> {
    const viewer = member.value;
    if (viewer === null || text.trim() === '') return;
    const change = { channelId: message.channelId, messageId: message.id, content: text };
    if (text === message.content || (await attempt(() => editMessage(viewer.id, change)))) editingId.value = null;
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') editingId.value = null;
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    void save();
  }

  return (
    <div class="message-editor">
      <textarea
        aria-label="Edit message"
        value={text}
        rows={Math.min(8, text.split('\n').length)}
        ref={(box) => {
          if (box !== null && document.activeElement !== box) box.focus();
        }}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <small>
        escape to{' '}
        <button type="button" class="link" onClick={() => (editingId.value = null)}>
          cancel
        </button>{' '}
        · enter to{' '}
        <button type="button" class="link" onClick={() => void save()}>
          save
        </button>
      </small>
    </div>
  );
}

function Reactions({ message }: { message: MessageView }) {
  if (message.reactions.length === 0) return null;
  return (
    <div class="reactions">
      {message.reactions.map((reaction) => (
        <button
          type="button"
          key={reaction.emoji}
          class="reaction"
          aria-pressed={reaction.mine}
          aria-label={`${reaction.emoji}, ${reaction.count}`}
          onClick={() => react(message, reaction.emoji)}
        >
          {reaction.emoji} <span>{reaction.count}</span>
        </button>
      ))}
    </div>
  );
}

export function react(message: MessageView, emoji: string): void {
  const viewer = member.value;
  if (viewer === null) return;
  void attempt(() => toggleReaction(viewer.id, { channelId: message.channelId, messageId: message.id, emoji }));
}

function EphemeralFoot({ id }: { id: string }) {
  return (
    <small class="ephemeral-foot">
      <Icon name="eye" size={13} /> Only you can see this ·{' '}
      <button type="button" class="link" onClick={() => dismiss(id)}>
        Dismiss
      </button>
    </small>
  );
}

function Toolbar({ message, mine, canReply }: { message: MessageView; mine: boolean; canReply: boolean }) {
  const bar = useRef<HTMLDivElement>(null);

  function open(kind: 'menu' | 'emoji'): void {
    const box = bar.current?.getBoundingClientRect();
    if (box !== undefined) messageMenu.value = { message, kind, x: box.right - 200, y: box.bottom + 4 };
  }

  return (
    <div ref={bar} class="message-toolbar" role="toolbar" aria-label="Message actions">
      {!message.ephemeral && <IconButton icon="smile" label="Add reaction" onClick={() => open('emoji')} />}
      {mine && <IconButton icon="pencil" label="Edit" onClick={() => (editingId.value = message.id)} />}
      {canReply && <IconButton icon="reply" label="Reply" onClick={() => (replyingTo.value = message)} />}
      <IconButton icon="dots" label="More" onClick={() => open('menu')} />
    </div>
  );
}
