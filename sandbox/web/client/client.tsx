import { useEffect } from 'preact/hooks';
import { channel, member } from '../state.ts';
import { ChannelPane } from './channel-pane.tsx';
import { endEverything } from './client-state.ts';
import { ModalDialog } from './modal-dialog.tsx';
import { Rail, Sidebar } from './sidebar.tsx';

export function Client() {
  const shown = channel.value;
  const modal = member.value?.modal ?? null;

  useEffect(endEverything, [shown?.id]);

  return (
    <section class="client" aria-label="Member's client">
      <Rail />
      <Sidebar />
      {shown === undefined ? (
        <div class="channel-pane empty-pane">Nothing to show here yet.</div>
      ) : (
        <ChannelPane channel={shown} />
      )}
      {modal !== null && member.value !== null && (
        <ModalDialog key={modal.id} modal={modal} memberId={member.value.id} />
      )}
    </section>
  );
}
