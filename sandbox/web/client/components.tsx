import { useState } from 'preact/hooks';
import type { ButtonView, MessageView, SelectView } from '../../control/types.ts';
import { pressComponent } from '../api.ts';
import { attempt, member } from '../state.ts';
import { Icon } from '../ui/icons.tsx';
import { WebLink } from '../ui/web-link.tsx';

export function Components({ message }: { message: MessageView }) {
  const [busy, setBusy] = useState<string | null>(null);

  async function press(customId: string, values?: readonly string[]): Promise<void> {
    const viewer = member.value;
    if (viewer === null || busy !== null) return;
    const target = { channelId: message.channelId, messageId: message.id, customId };
    setBusy(customId);
    await attempt(() => pressComponent(viewer.id, values === undefined ? target : { ...target, values }));
    setBusy(null);
  }

  return (
    <>
      {message.components.map((row, index) => (
        <fieldset key={index} class="component-row" aria-label="Message buttons">
          {row.map((component, at) =>
            component.kind === 'button' ? (
              <Button key={at} button={component} busy={busy !== null && busy === component.customId} onPress={press} />
            ) : (
              <Select key={component.customId} select={component} busy={busy === component.customId} onPress={press} />
            ),
          )}
        </fieldset>
      ))}
    </>
  );
}

type Press = (customId: string, values?: readonly string[]) => Promise<void>;

function Button({ button, busy, onPress }: { button: ButtonView; busy: boolean; onPress: Press }) {
  const face = (
    <>
      {button.emoji !== null && <span aria-hidden="true">{button.emoji}</span>}
      <span>{button.label}</span>
    </>
  );
  if (button.style === 'link') {
    return (
      <WebLink class="button secondary" url={button.url}>
        {face} <Icon name="send" size={13} />
      </WebLink>
    );
  }
  const customId = button.customId ?? '';
  return (
    <button
      type="button"
      class={`button ${button.style} ${busy ? 'busy' : ''}`}
      disabled={button.disabled}
      aria-busy={busy}
      onClick={() => void onPress(customId)}
    >
      {face}
    </button>
  );
}

function Select({ select, busy, onPress }: { select: SelectView; busy: boolean; onPress: Press }) {
  const placeholder = select.placeholder === '' ? 'Make a selection' : select.placeholder;
  return (
    <select
      class="component-select"
      aria-label={placeholder}
      disabled={select.disabled || busy}
      value=""
      onChange={(event) => void onPress(select.customId, [event.currentTarget.value])}
    >
      <option value="" disabled hidden>
        {placeholder}
      </option>
      {select.options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.description === null ? option.label : `${option.label} – ${option.description}`}
        </option>
      ))}
    </select>
  );
}
