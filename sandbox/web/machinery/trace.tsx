import { useMemo, useState } from 'preact/hooks';
import type { Hop } from '../../core/trace.ts';
import { preciseTime } from '../format.ts';
import { hops } from '../state.ts';
import { IconButton, Switch } from '../ui/controls.tsx';
import { Icon } from '../ui/icons.tsx';
import { ScrollPane } from '../ui/scroll-pane.tsx';
import { useStickyScroll } from '../ui/sticky-scroll.ts';
import { foldRepeats, isTrouble, parseFilter, passes, shorten, type TraceRow } from './trace-rows.ts';

/** Rows drawn at once; older ones come by button. */
const DRAWN = 300;

export function TracePane() {
  const [text, setText] = useState('');
  const [hideReads, setHideReads] = useState(false);
  const [pausedAt, setPausedAt] = useState<number | null>(null);
  const [drawn, setDrawn] = useState(DRAWN);
  const all = hops.value;
  const rows = useMemo(() => {
    const filter = parseFilter(text, hideReads);
    return foldRepeats(all.filter((hop) => (pausedAt === null || hop.id <= pausedAt) && passes(hop, filter)));
  }, [all, text, hideReads, pausedAt]);
  const shown = rows.slice(-drawn);
  const scroll = useStickyScroll(`${text}-${hideReads}`, rows.length);
  const passing = rows.reduce((sum, row) => sum + row.count, 0);
  const waiting = pausedAt === null ? 0 : all.filter((hop) => hop.id > pausedAt).length;

  return (
    <section class="trace" aria-label="Trace">
      <header class="pane-head">
        <h2>Trace</h2>
        <span class="count">{passing === all.length ? passing : `${passing} of ${all.length}`}</span>
        <label class="filter">
          <Icon name="search" size={14} />
          <input
            type="search"
            aria-label="Filter the trace"
            placeholder="Filter: words, -without"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <Switch label="Hide reads" on={hideReads} onChange={setHideReads} />
        <span class="spacer" />
        {waiting > 0 && <span class="count">{waiting} newer</span>}
        <IconButton
          icon={pausedAt === null ? 'pause' : 'play'}
          label={pausedAt === null ? 'Pause the trace' : 'Go on with the trace'}
          pressed={pausedAt !== null}
          onClick={() => setPausedAt(pausedAt === null ? (all.at(-1)?.id ?? 0) : null)}
        />
      </header>
      <ScrollPane scroll={scroll} role="group" label="Hops" class="hops-pane" jumpLabel="Follow the newest">
        {rows.length > shown.length && (
          <button type="button" class="link older" onClick={() => setDrawn(drawn + DRAWN)}>
            Show {Math.min(DRAWN, rows.length - shown.length)} older
          </button>
        )}
        <TraceTable rows={shown} />
        {rows.length === 0 && (
          <p class="empty">{all.length === 0 ? 'Nothing has happened yet.' : 'Nothing matches.'}</p>
        )}
      </ScrollPane>
    </section>
  );
}

function TraceTable({ rows }: { rows: readonly TraceRow[] }) {
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());

  function toggle(key: number): void {
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    setOpen(next);
  }

  return (
    <table class="hops">
      <thead>
        <tr>
          {['Time', 'From', 'To', 'What', 'Signed with', 'Outcome', 'Took'].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <HopRow key={row.key} row={row} open={open.has(row.key)} onToggle={() => toggle(row.key)} />
        ))}
      </tbody>
    </table>
  );
}

function HopRow({ row, open, onToggle }: { row: TraceRow; open: boolean; onToggle: () => void }) {
  const { hop, count } = row;
  return (
    <>
      <tr class={isTrouble(hop) ? 'hop trouble' : 'hop'} onClick={onToggle}>
        <td class="time">{preciseTime(hop.at)}</td>
        <td>
          <span class={`place ${hop.from}`}>{hop.from}</span>
        </td>
        <td>
          <span class={`place ${hop.to}`}>{hop.to}</span>
        </td>
        <td class="what" title={hop.what}>
          <button
            type="button"
            aria-expanded={open}
            onClick={(event) => {
              event.stopPropagation();
              onToggle();
            }}
          >
            <Icon name="chevron" size={12} /> {shorten(hop.what)}
          </button>
          {count > 1 && <span class="times">×{count}</span>}
        </td>
        <td class="signature">{hop.signature === undefined || hop.signature === 'none' ? '–' : hop.signature}</td>
        <td class={`outcome ${outcomeClass(hop)}`}>{hop.outcome}</td>
        <td class="took">{Math.round(hop.took)} ms</td>
      </tr>
      {open && (
        <tr class="hop-details">
          <td colSpan={7}>
            <dl>
              {Object.entries({ hop: hop.id, call: hop.what, ...hop.details }).map(([key, value]) => (
                <div key={key}>
                  <dt>{key}</dt>
                  <dd>{String(value)}</dd>
                </div>
              ))}
            </dl>
          </td>
        </tr>
      )}
    </>
  );
}

function outcomeClass(hop: Hop): string {
  if (typeof hop.outcome === 'string') return 'broken';
  return hop.outcome >= 500 ? 'broken' : hop.outcome >= 400 ? 'refused' : 'fine';
}
