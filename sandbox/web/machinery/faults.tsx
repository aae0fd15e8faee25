import type { FaultRule } from '../../core/faults.ts';
import { addFault, clearFaults, removeFault } from '../api.ts';
import { refreshFaults } from '../live.ts';
import { attempt, faults } from '../state.ts';
import { IconButton } from '../ui/controls.tsx';
import { PRESETS } from './fault-presets.ts';

export function FaultsPane() {
  const rules = faults.value;

  function act(doIt: () => Promise<unknown>): void {
    void attempt(doIt).then(refreshFaults);
  }

  return (
    <section class="faults" aria-label="Faults">
      <header class="pane-head">
        <h2>Faults</h2>
        <span class="count">{rules.length}</span>
        <span class="spacer" />
        <button type="button" class="link" disabled={rules.length === 0} onClick={() => act(clearFaults)}>
          Clear
        </button>
      </header>
      <div class="faults-scroll">
        <ul aria-label="Faults in force" class="rules">
          {rules.map((rule) => (
            <li key={rule.id}>
              <span>
                {describe(rule)}
                {rule.times !== undefined && <small> · {rule.times === 1 ? 'once' : `${rule.times} times`}</small>}
              </span>
              <IconButton
                icon="cross"
                size={13}
                label={`Remove fault: ${describe(rule)}`}
                onClick={() => act(() => removeFault(rule.id))}
              />
            </li>
          ))}
        </ul>
        <fieldset class="presets" aria-label="Add a fault">
          {PRESETS.map((preset) => (
            <button
              type="button"
              key={preset.label}
              class="chip"
              title={preset.hint}
              onClick={() => act(() => addFault(preset.rule))}
            >
              {preset.label}
            </button>
          ))}
        </fieldset>
      </div>
    </section>
  );
}

const TARGETS: Readonly<Record<FaultRule['target'], string>> = {
  discord: 'Discord',
  twilio: 'Twilio',
  delivery: 'Delivery',
};

function describe(rule: FaultRule): string {
  const known = PRESETS.find(
    ({ rule: one }) => one.target === rule.target && one.kind === rule.kind && one.match === rule.match,
  );
  const what = rule.kind === 'status' ? `answers ${rule.status ?? 500}` : rule.kind.replaceAll('-', ' ');
  return known?.label ?? `${TARGETS[rule.target]}: ${what}${rule.match === '' ? '' : ` on ${rule.match}`}`;
}
