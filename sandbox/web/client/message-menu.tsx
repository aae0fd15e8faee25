import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { MessageView } from '../../control/types.ts';
import { deleteMessage, runMessageCommand } from '../api.ts';
import { attempt, channel, dismiss, member } from '../state.ts';
import { Popover } from '../ui/controls.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';
import { editingId, messageMenu, replyingTo } from './client-state.ts';
import { react } from './message.tsx';

const EMOJI = ['👍', '❤️', '😂', '🎉', '😮', '😢', '👀', '✅', '❌', '🙏', '🔥', '🐛'] as const;

function close(): void {
  messageMenu.value = null;
}

export function MessageMenu() {
  const place = messageMenu.value;
  return place === null ? null : <PlacedMenu key={`${place.message.id}-${place.kind}`} />;
}

/** Opens at the pointer, or under the button, and is moved to where all of it can be seen. */
function PlacedMenu() {
  const anchor = useRef<HTMLDivElement>(null);
  const [shift, setShift] = useState({ x: 0, y: 0 });
  const place = messageMenu.value;

  useLayoutEffect(() => {
    const box = anchor.current?.firstElementChild?.getBoundingClientRect();
    if (box === undefined) return;
    setShift({
      x: Math.min(0, window.innerWidth - 8 - box.right),
      y: Math.min(0, window.innerHeight - 8 - box.bottom),
    });
  }, []);

  if (place === null) return null;
  const style = { left: `${place.x + shift.x}px`, top: `${place.y + shift.y}px` };
  return (
    <div ref={anchor} class="menu-anchor">
      {place.kind === 'emoji' ? (
        <Popover label="Pick a reaction" class="emoji-menu" style={style} onClose={close}>
          {EMOJI.map((emoji) => (
            <button type="button" key={emoji} aria-label={emoji} onClick={() => pick(place.message, emoji)}>
              {emoji}
            </button>
          ))}
        </Popover>
      ) : (
        <Popover label="Message menu" role="menu" class="menu" style={style} onClose={close}>
          <MenuItems message={place.message} />
        </Popover>
      )}
    </div>
  );
}

function pick(message: MessageView, emoji: string): void {
  close();
  react(message, emoji);
}

function MenuItems({ message }: { message: MessageView }) {
  const viewer = member.value;
  if (viewer === null) return null;
  const where = { channelId: message.channelId, messageId: message.id };
  const mine = message.author.id === viewer.id;
  const context = channel.value?.kind === 'dm' ? 'dm' : 'guild';
  const apps = viewer.commands.filter((one) => one.kind === 'message' && one.contexts.includes(context));
  if (message.ephemeral) return <Item icon="cross" label="Dismiss message" act={() => dismiss(message.id)} />;
  return (
    <>
      {channel.value?.canWrite === true && <Item icon="reply" label="Reply" act={() => (replyingTo.value = message)} />}
      {mine && <Item icon="pencil" label="Edit message" act={() => (editingId.value = message.id)} />}
      <Item
        icon="file"
        label="Copy text"
        act={() => void attempt(() => navigator.clipboard.writeText(message.content))}
      />
      <Item
        icon="hash"
        label="Copy message ID"
        act={() => void attempt(() => navigator.clipboard.writeText(message.id))}
      />
      {mine && (
        <Item
          icon="trash"
          label="Delete message"
          danger
          act={() => void attempt(() => deleteMessage(viewer.id, where))}
        />
      )}
      {apps.length > 0 && (
        <fieldset aria-label="Apps" class="menu-group">
          <h5>Apps</h5>
          {apps.map((app) => (
            <Item
              key={app.id}
              icon="bot"
              label={app.name}
              act={() => void attempt(() => runMessageCommand(viewer.id, { ...where, name: app.name }))}
            />
          ))}
        </fieldset>
      )}
    </>
  );
}

interface ItemProps {
  readonly icon: IconName;
  readonly label: string;
  readonly danger?: boolean;
  readonly act: () => void;
}

function Item({ icon, label, danger = false, act }: ItemProps) {
  function choose(): void {
    close();
    act();
  }

  return (
    <button type="button" role="menuitem" class={danger ? 'danger' : ''} onClick={choose}>
      <span>{label}</span>
      <Icon name={icon} size={16} />
    </button>
  );
}
