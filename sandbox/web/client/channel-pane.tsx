import { useEffect } from 'preact/hooks';
import type { ChannelView, MessageView } from '../../control/types.ts';
import { markRead } from '../api.ts';
import { clockTime, dayOf } from '../format.ts';
import { attempt, dismiss, dismissed, member } from '../state.ts';
import { IconButton, Name } from '../ui/controls.tsx';
import { Icon } from '../ui/icons.tsx';
import { ScrollPane } from '../ui/scroll-pane.tsx';
import { useStickyScroll } from '../ui/sticky-scroll.ts';
import { Composer } from './composer.tsx';
import { Message } from './message.tsx';
import { MessageMenu } from './message-menu.tsx';

export function ChannelPane({ channel }: { channel: ChannelView }) {
  const messages = channel.messages.filter((message) => !dismissed.value.has(message.id));
  const scroll = useStickyScroll(channel.id, messages.length);
  const viewer = member.value;

  useEffect(() => {
    if (channel.unread === 0 || !scroll.atEnd || viewer === null) return;
    void attempt(() => markRead(viewer.id, channel.id));
  }, [channel.id, channel.unread, scroll.atEnd]);

  return (
    <div class="channel-pane">
      <ChannelHead channel={channel} />
      <ScrollPane
        scroll={scroll}
        role="log"
        label={`Messages in ${channel.name}`}
        class="messages"
        jumpLabel={channel.unread > 0 ? `${channel.unread} new` : 'Jump to newest'}
      >
        <ChannelStart channel={channel} />
        {messages.map((message, index) => (
          <MessageWithDay key={message.id} message={message} before={messages[index - 1]} channel={channel} />
        ))}
      </ScrollPane>
      <Notices />
      <Composer key={channel.id} channel={channel} />
      <MessageMenu />
    </div>
  );
}

function ChannelHead({ channel }: { channel: ChannelView }) {
  const pinned = channel.messages.find((message) => message.pinned);
  return (
    <header class="channel-head">
      <Icon name={channel.kind === 'dm' ? 'bubbles' : channel.kind === 'thread' ? 'thread' : 'hash'} />
      <h2>
        <Name>{channel.name}</Name>
      </h2>
      {channel.topic !== null && (
        <span class="topic" title={channel.topic}>
          {channel.topic}
        </span>
      )}
      {pinned !== undefined && (
        <span class="pinned" title={pinned.content}>
          <Icon name="pin" size={16} />
        </span>
      )}
    </header>
  );
}

function ChannelStart({ channel }: { channel: ChannelView }) {
  return (
    <div class="channel-start">
      <h3>
        {channel.kind === 'dm' ? '' : '#'}
        <Name>{channel.name}</Name>
      </h3>
      <p>
        {channel.kind === 'dm' ? 'This is the beginning of your direct messages with ' : 'This is the beginning of '}
        <Name>{channel.name}</Name>.
      </p>
    </div>
  );
}

/** Messages of one author within this time stand under one heading. */
const TOGETHER = 5 * 60_000;

function belongTogether(before: MessageView | undefined, message: MessageView): boolean {
  if (before === undefined || message.replyTo !== null || message.interaction !== null) return false;
  if (before.author.id !== message.author.id || before.ephemeral !== message.ephemeral) return false;
  return new Date(message.at).getTime() - new Date(before.at).getTime() < TOGETHER;
}

interface MessageWithDayProps {
  readonly message: MessageView;
  readonly before: MessageView | undefined;
  readonly channel: ChannelView;
}

function MessageWithDay({ message, before, channel }: MessageWithDayProps) {
  const newDay = before === undefined || dayOf(before.at) !== dayOf(message.at);
  return (
    <>
      {newDay && (
        <div class="day">
          <span>{dayOf(message.at)}</span>
        </div>
      )}
      <Message message={message} channel={channel} compact={!newDay && belongTogether(before, message)} />
    </>
  );
}

function Notices() {
  const notices = member.value?.notices.filter((notice) => !dismissed.value.has(notice.id)) ?? [];
  if (notices.length === 0) return null;
  return (
    <div class="notices" role="status" aria-label="Notices">
      {notices.slice(-2).map((notice) => (
        <p key={notice.id} class="notice">
          <time>{clockTime(notice.at)}</time> {notice.text}
          <IconButton icon="cross" label="Dismiss notice" size={14} onClick={() => dismiss(notice.id)} />
        </p>
      ))}
    </div>
  );
}
