import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { FileUpload, ModalFieldView, ModalView } from '../../control/types.ts';
import { dismissModal, submitModal } from '../api.ts';
import { refreshDiscord } from '../live.ts';
import { attempt, member } from '../state.ts';
import { Avatar, IconButton } from '../ui/controls.tsx';
import { faultsOfModal, type ModalState, modalValues, startModal } from './modal-entry.ts';
import { ModalField } from './modal-field.tsx';

/** The form Discord is showing, over the member's client only: the desk beside it stays usable. */
export function ModalDialog({ modal, memberId }: { modal: ModalView; memberId: string }) {
  const [state, setState] = useState<ModalState>(() => startModal(modal));
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const box = useRef<HTMLFormElement>(null);
  const faults = tried ? faultsOfModal(modal, state) : new Map<string, string>();

  useLayoutEffect(() => {
    const before = document.activeElement;
    box.current
      ?.querySelector<HTMLElement>('.modal-fields input, .modal-fields textarea, .modal-fields select')
      ?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  async function submit(): Promise<void> {
    setTried(true);
    if (busy || faultsOfModal(modal, state).size > 0) return;
    setBusy(true);
    const answer = { id: modal.id, values: modalValues(modal, state) };
    const hasFiles = Object.keys(state.files).length > 0;
    await attempt(() => submitModal(memberId, hasFiles ? { ...answer, files: state.files } : answer));
    setBusy(false);
    refreshDiscord();
  }

  function dismiss(): void {
    void attempt(() => dismissModal(memberId, modal.id)).then(refreshDiscord);
  }

  /** Tab stays within the form, as in any modal dialog. */
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') dismiss();
    if (event.key !== 'Tab') return;
    const stops = [
      ...(box.current?.querySelectorAll<HTMLElement>('button:not(:disabled), input, textarea, select') ?? []),
    ];
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
  }

  function change(field: ModalFieldView, value: string | readonly string[] | boolean): void {
    setState({ ...state, values: { ...state.values, [field.customId]: value } });
  }

  function attach(field: ModalFieldView, files: readonly FileUpload[]): void {
    setState({ ...state, files: { ...state.files, [field.customId]: files } });
  }

  const bot = member.value?.bot;
  return (
    <div class="modal-veil">
      <div role="dialog" aria-modal="true" aria-label={modal.title}>
        <form
          ref={box}
          class="modal"
          noValidate
          onKeyDown={onKeyDown}
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <header>
            {bot !== undefined && <Avatar id={bot.id} name={bot.name} bot size={28} />}
            <h2>{modal.title}</h2>
            <IconButton icon="cross" label="Close form" onClick={dismiss} />
          </header>
          <div class="modal-fields">
            {modal.fields.map((field, index) => (
              <ModalField
                key={`${index}-${field.customId}`}
                field={field}
                value={state.values[field.customId]}
                files={state.files[field.customId] ?? []}
                fault={faults.get(field.customId)}
                onChange={(value) => change(field, value)}
                onFiles={(files) => attach(field, files)}
              />
            ))}
          </div>
          <p class="modal-note">This form will be submitted to {bot?.name ?? 'the app'}.</p>
          <footer>
            <button type="button" class="button secondary" onClick={dismiss}>
              Cancel
            </button>
            <button type="submit" class={`button primary ${busy ? 'busy' : ''}`} disabled={busy}>
              Submit
            </button>
          </footer>
        </form>
      </div>
    </div>
  );
}
