import { textOf } from '../json.ts';
import type { StudioHost } from '../studio-port.ts';
import type { Widget } from './definition.ts';
import { records } from './definition.ts';
import type { Execution } from './entities.ts';
import { render } from './liquid.ts';
import type { Pair, WidgetCall } from './widgets/widget.ts';

/** Gives a widget its properties with the Liquid rendered from the execution's context. */
export function createWidgetCall(
  host: StudioHost,
  execution: Execution,
  widget: Widget,
  report: WidgetCall['report'],
): WidgetCall {
  const renderHere = (template: string): Promise<string> => render(template, execution.context);

  async function pair(entry: Record<string, unknown>): Promise<Pair> {
    return {
      key: textOf(entry['key']) ?? '',
      value: await renderHere(textOf(entry['value']) ?? ''),
      parseAsJson: entry['parse_as_json'] === true || entry['parse_as_json'] === 'true',
    };
  }

  return {
    host,
    execution,
    widget,
    render: renderHere,
    text: (property) => renderHere(textOf(widget.properties[property]) ?? ''),
    async pairs(property) {
      const pairs: Pair[] = [];
      for (const entry of records(widget.properties[property])) pairs.push(await pair(entry));
      return pairs;
    },
    report,
  };
}
