import { useState } from 'preact/hooks';
import type { ChannelView } from '../../control/types.ts';
import { openDm } from '../api.ts';
import { refreshDiscord } from '../live.ts';
import * as state from '../state.ts';
import { Avatar, IconButton, Name } from '../ui/controls.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';
import { MemberSettings } from './member-settings.tsx';

function unreadOf(channels: readonly ChannelView[]): number {
  return channels.reduce((sum, one) => sum + one.unread, 0);
}

function Badge({ count }: { count: number }) {
  return count === 0 ? null : <span class="badge">{count > 99 ? '99+' : count}</span>;
}

export function Rail() {
  const guild = state.member.value?.guild;
  const dmUnread = unreadOf(state.dmChannels.value);
  const guildUnread = unreadOf(state.guildChannels.value);
  const spoken = (name: string, unread: number) => (unread === 0 ? name : `${name}, ${unread} unread`);
  return (
    <nav class="rail" aria-label="Servers">
      <button
        type="button"
        class="rail-item home"
        aria-label={spoken('Direct messages', dmUnread)}
        title="Direct messages"
        aria-current={state.place.value === 'dms'}
        onClick={() => (state.place.value = 'dms')}
      >
        <Icon name="bubbles" size={24} />
        <Badge count={dmUnread} />
      </button>
      <hr />
      {guild !== null && guild !== undefined && (
        <button
          type="button"
          class="rail-item"
          aria-label={spoken(guild.name, guildUnread)}
          title={guild.name}
          aria-current={state.place.value === 'guild'}
          onClick={() => (state.place.value = 'guild')}
        >
          <span aria-hidden="true">{initials(guild.name)}</span>
          {guildUnread > 0 && <span class="unread-dot" />}
        </button>
      )}
    </nav>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).map((word) => [...word][0] ?? '');
  return words.slice(0, 3).join('').toUpperCase();
}

export function Sidebar() {
  const inDms = state.place.value === 'dms';
  return (
    <div class="sidebar">
      <header class="sidebar-head">
        {inDms ? 'Direct messages' : (state.member.value?.guild?.name ?? 'No server')}
      </header>
      <nav class="channels" aria-label={inDms ? 'Direct messages list' : 'Channels'}>
        {inDms ? <DmList /> : <GuildChannels />}
      </nav>
      <MemberPanel />
    </div>
  );
}

const CHANNEL_ICONS: Readonly<Record<ChannelView['kind'], IconName>> = {
  text: 'hash',
  announcement: 'megaphone',
  thread: 'thread',
  dm: 'bubbles',
};

function GuildChannels() {
  const channels = state.guildChannels.value;
  if (channels.length === 0) return <p class="empty">You are not in a server.</p>;
  const tops = channels.filter((channel) => channel.kind !== 'thread');
  const categories = [...new Set(tops.map((channel) => channel.category))];
  const orphans = channels.filter((one) => one.kind === 'thread' && !tops.some((top) => top.id === one.parentId));
  return (
    <>
      {categories.map((category) => (
        <section key={category ?? ''} class="category">
          {category !== null && <h3>{category}</h3>}
          {tops
            .filter((top) => top.category === category)
            .flatMap((top) => [top, ...channels.filter((one) => one.kind === 'thread' && one.parentId === top.id)])
            .map((one) => (
              <ChannelLine key={one.id} channel={one} />
            ))}
        </section>
      ))}
      {orphans.map((one) => (
        <ChannelLine key={one.id} channel={one} />
      ))}
    </>
  );
}

function ChannelLine({ channel }: { channel: ChannelView }) {
  const unread = channel.unread > 0;
  return (
    <button
      type="button"
      class={`channel-line ${channel.kind} ${unread ? 'unread' : ''}`}
      aria-label={unread ? `${channel.name}, ${channel.unread} unread` : channel.name}
      aria-current={state.channel.value?.id === channel.id}
      onClick={() => state.showChannel(channel)}
    >
      <Icon name={CHANNEL_ICONS[channel.kind]} />
      <span class="channel-name">
        <Name>{channel.name}</Name>
      </span>
      <Badge count={channel.unread} />
    </button>
  );
}

function DmList() {
  const view = state.member.value;
  if (view === null) return null;
  const dms = state.dmChannels.value;
  if (dms.length > 0) {
    return (
      <>
        {dms.map((dm) => (
          <button
            type="button"
            key={dm.id}
            class={`dm-line ${dm.unread > 0 ? 'unread' : ''}`}
            aria-label={dm.unread > 0 ? `${dm.name}, ${dm.unread} unread` : dm.name}
            aria-current={state.channel.value?.id === dm.id}
            onClick={() => state.showChannel(dm)}
          >
            <Avatar id={view.bot.id} name={dm.name} bot={dm.name === view.bot.name} size={32} />
            <span class="channel-name">
              <Name>{dm.name}</Name>
            </span>
            <Badge count={dm.unread} />
          </button>
        ))}
      </>
    );
  }
  return (
    <div class="empty">
      <p>No direct messages yet.</p>
      <button type="button" class="button secondary" onClick={() => void startDm(view.id)}>
        Message {view.bot.name}
      </button>
    </div>
  );
}

async function startDm(memberId: string): Promise<void> {
  await state.attempt(async () => {
    const { channelId } = await openDm(memberId);
    state.dmChannelId.value = channelId;
    refreshDiscord();
  });
}

function MemberPanel() {
  const [open, setOpen] = useState(false);
  const view = state.member.value;
  if (view === null) return <footer class="member-panel" />;
  return (
    <footer class="member-panel">
      <Avatar id={view.id} name={view.name} size={32} />
      <span class="member-names">
        <strong>
          <Name>{view.name}</Name>
        </strong>
        <small>{view.dms === 'closed' ? 'DMs closed' : view.username}</small>
      </span>
      <IconButton icon="gear" label="Member settings" onClick={() => setOpen(!open)} />
      {open && <MemberSettings member={view} onClose={() => setOpen(false)} />}
    </footer>
  );
}
