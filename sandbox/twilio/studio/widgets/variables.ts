import { parseJson } from '../../json.ts';
import type { WidgetCall, WidgetResult } from './widget.ts';
import { done } from './widget.ts';

/** *Set Variables*: texts, or with `parse_as_json` what the text holds. */
export async function runSetVariables(call: WidgetCall): Promise<WidgetResult> {
  const { variables } = call.execution.context.flow;
  for (const { key, value, parseAsJson } of await call.pairs('variables')) {
    variables[key] = parseAsJson ? parseJson(value) : value;
  }
  return done('next');
}
