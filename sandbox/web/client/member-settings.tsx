import { useState } from 'preact/hooks';
import type { MemberView } from '../../control/types.ts';
import { addMember, changeMember, type MemberChange } from '../api.ts';
import { refreshDiscord } from '../live.ts';
import { attempt, memberId, members } from '../state.ts';
import { Avatar, Name, Popover, Switch } from '../ui/controls.tsx';

/** Some of the locales Discord's client offers. */
const LOCALES = [
  'en-US',
  'en-GB',
  'de',
  'es-ES',
  'fr',
  'it',
  'ja',
  'ko',
  'pl',
  'pt-BR',
  'tr',
  'zh-CN',
  'zh-TW',
] as const;

export function MemberSettings({ member, onClose }: { member: MemberView; onClose: () => void }) {
  function change(values: MemberChange): void {
    void attempt(() => changeMember(member.id, values)).then(refreshDiscord);
  }

  return (
    <Popover label="Member settings" class="member-settings" onClose={onClose}>
      <h4>You are</h4>
      <ul class="member-list" aria-label="Members">
        {members.value.map((one) => (
          <li key={one.id}>
            <button type="button" aria-current={one.id === member.id} onClick={() => (memberId.value = one.id)}>
              <Avatar id={one.id} name={one.name} size={24} />
              <Name>{one.name}</Name>
              <small>{one.username}</small>
            </button>
          </li>
        ))}
      </ul>
      <NewMember />
      <h4>Privacy</h4>
      <Switch
        label="Accept direct messages"
        on={member.dms === 'open'}
        onChange={(on) => change({ dms: on ? 'open' : 'closed' })}
      />
      <Switch label="Block the bot" on={member.blocksBot} onChange={(on) => change({ blocksBot: on })} />
      <Switch label="In the server" on={member.inGuild} onChange={(on) => change({ inGuild: on })} />
      <label class="field">
        <span>Language</span>
        <select value={member.locale} onChange={(event) => change({ locale: event.currentTarget.value })}>
          {[...new Set([member.locale, ...LOCALES])].map((locale) => (
            <option key={locale} value={locale}>
              {locale}
            </option>
          ))}
        </select>
      </label>
    </Popover>
  );
}

function NewMember() {
  const [username, setUsername] = useState('');

  async function add(): Promise<void> {
    const trimmed = username.trim().toLowerCase();
    if (trimmed === '') return;
    await attempt(async () => {
      const added = await addMember({ username: trimmed, name: username.trim() });
      memberId.value = added.id;
      setUsername('');
    });
    refreshDiscord();
  }

  return (
    <div class="inline-form">
      <input
        aria-label="New member's username"
        placeholder="New member…"
        value={username}
        maxLength={32}
        onInput={(event) => setUsername(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void add();
        }}
      />
      <button type="button" class="button secondary" disabled={username.trim() === ''} onClick={() => void add()}>
        Add
      </button>
    </div>
  );
}
