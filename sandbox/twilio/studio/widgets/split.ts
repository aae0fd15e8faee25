import { holds } from '../conditions.ts';
import type { WidgetTransition } from '../definition.ts';
import type { WidgetCall, WidgetResult } from './widget.ts';
import { done } from './widget.ts';

/** *Split Based On…*: the first transition whose conditions all hold, else `noMatch`. */
export async function runSplit(call: WidgetCall): Promise<WidgetResult> {
  for (const transition of call.widget.transitions) {
    if (transition.event === 'match' && (await allHold(call, transition))) {
      return { kind: 'done', event: 'match', transition };
    }
  }
  return done('noMatch');
}

async function allHold(call: WidgetCall, transition: WidgetTransition): Promise<boolean> {
  for (const condition of transition.conditions) {
    const value = await call.render(condition.value);
    const inputs = await Promise.all(condition.arguments.map((argument) => call.render(argument)));
    if (!inputs.every((input) => holds(condition.type, input, value))) return false;
  }
  return transition.conditions.length > 0;
}
