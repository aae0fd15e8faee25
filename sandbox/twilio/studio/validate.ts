import { isRecord, textOf } from '../json.ts';
import { CONDITION_TYPES } from './conditions.ts';
import { records } from './definition.ts';
import { isTemplate, syntaxProblem } from './liquid.ts';
import type { PropertyRule, WidgetRule } from './widget-rules.ts';
import { WIDGET_RULES } from './widget-rules.ts';

/** One entry of `details.errors[]` in Studio's refusal. */
export interface DefinitionError {
  readonly message: string;
  /** JSON pointer into the definition. */
  readonly property_path: string;
}

/** Studio's published schema for definitions. */
const MAX_STATES = 1_000;

type Report = (path: string, message: string) => void;

/** Everything that is wrong with a definition, in one go; empty when Studio would take it. */
export function validateDefinition(definition: unknown): readonly DefinitionError[] {
  const errors: DefinitionError[] = [];
  const report: Report = (path, message) => errors.push({ message, property_path: `#${path}` });
  if (!isRecord(definition)) {
    report('', 'Definition must be an object');
    return errors;
  }

  checkFrame(definition, report);
  const names = new Map<string, string>();
  for (const state of records(definition['states'])) {
    names.set(textOf(state['name']) ?? '', textOf(state['type']) ?? '');
  }
  checkStart(definition, names, report);
  records(definition['states']).forEach((state, index) => {
    checkState(state, `/states/${index}`, names, report);
  });
  return errors;
}

function checkFrame(definition: Record<string, unknown>, report: Report): void {
  const { description, states, flags } = definition;
  if (description !== undefined && typeof description !== 'string') report('/description', 'must be a string');
  if (flags !== undefined && (!isRecord(flags) || typeof flags['allow_concurrent_calls'] !== 'boolean')) {
    report('/flags/allow_concurrent_calls', 'must be a boolean');
  }
  if (!Array.isArray(states) || states.length === 0) {
    report('/states', 'must be a list with at least one state');
    return;
  }
  if (states.length > MAX_STATES) report('/states', `must hold at most ${MAX_STATES} states`);
  const seen = new Set<string>();
  states.forEach((state, index) => {
    if (!isRecord(state)) {
      report(`/states/${index}`, 'must be an object');
      return;
    }
    const name = textOf(state['name']);
    if (name === undefined || !/^[\w-]+$/.test(name)) report(`/states/${index}/name`, 'must be a plain name');
    else if (seen.has(name)) report(`/states/${index}/name`, `there are two states called ${name}`);
    seen.add(name ?? '');
  });
}

function checkStart(definition: Record<string, unknown>, names: ReadonlyMap<string, string>, report: Report): void {
  const start = textOf(definition['initial_state']);
  if (start === undefined) report('/initial_state', 'is required');
  else if (names.get(start) !== 'trigger') report('/initial_state', 'must name the trigger');
}

function checkState(
  state: Record<string, unknown>,
  path: string,
  names: ReadonlyMap<string, string>,
  report: Report,
): void {
  const type = textOf(state['type']) ?? '';
  const rule = Object.hasOwn(WIDGET_RULES, type) ? WIDGET_RULES[type] : undefined;
  if (rule === undefined) {
    report(`${path}/type`, `'${type}' is not a widget this Studio runs`);
    return;
  }
  checkProperties(state['properties'], `${path}/properties`, rule, report);
  if (!Array.isArray(state['transitions'])) report(`${path}/transitions`, 'must be a list');
  records(state['transitions']).forEach((transition, index) => {
    checkTransition(transition, `${path}/transitions/${index}`, rule, names, report);
  });
}

function checkProperties(properties: unknown, path: string, rule: WidgetRule, report: Report): void {
  if (!isRecord(properties)) {
    report(path, 'is required');
    return;
  }
  const { offset } = properties;
  if (!isRecord(offset) || typeof offset['x'] !== 'number' || typeof offset['y'] !== 'number') {
    report(`${path}/offset`, 'must hold the numbers x and y');
  }
  for (const [name, property] of Object.entries(rule.properties)) {
    const problem = problemWith(properties[name], property);
    if (problem !== undefined) report(`${path}/${name}`, problem);
  }
}

function problemWith(value: unknown, rule: PropertyRule): string | undefined {
  if (value === undefined || value === null) return rule.required === true ? 'is required' : undefined;
  switch (rule.kind) {
    case 'text':
      return typeof value === 'string' ? syntaxProblem(value) : 'must be a string';
    case 'number-text':
      if (typeof value !== 'string') return 'must be a string';
      return isTemplate(value) || /^\d+$/.test(value) ? syntaxProblem(value) : 'must be a number written as a string';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be a boolean';
    case 'method':
      return value === 'GET' || value === 'POST' ? undefined : 'must be GET or POST';
    case 'pairs':
      return pairsProblem(value);
    case 'sid': {
      const sid = new RegExp(`^${rule.prefix}[0-9a-fA-F]{32}$`);
      return typeof value === 'string' && (isTemplate(value) || sid.test(value))
        ? undefined
        : `must be a SID that starts with ${rule.prefix}`;
    }
  }
}

function pairsProblem(value: unknown): string | undefined {
  const pairs = records(value);
  if (!Array.isArray(value) || pairs.length !== value.length) return 'must be a list of key and value';
  for (const pair of pairs) {
    if (typeof pair['key'] !== 'string' || typeof pair['value'] !== 'string') return 'needs key and value as strings';
    const problem = syntaxProblem(pair['value']);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function checkTransition(
  transition: Record<string, unknown>,
  path: string,
  rule: WidgetRule,
  names: ReadonlyMap<string, string>,
  report: Report,
): void {
  const { event, next, conditions } = transition;
  if (typeof event !== 'string' || !rule.events.includes(event)) {
    report(`${path}/event`, `must be one of ${rule.events.join(', ')}`);
  }
  if (next !== undefined && next !== null) {
    const target = typeof next === 'string' ? names.get(next) : undefined;
    if (target === undefined) report(`${path}/next`, `there is no state called ${String(next)}`);
    if (target === 'trigger') report(`${path}/next`, 'must not lead back to the trigger');
  }
  if (event !== 'match') return;
  if (!Array.isArray(conditions) || conditions.length === 0) report(`${path}/conditions`, 'is required');
  records(conditions).forEach((condition, index) => {
    checkCondition(condition, `${path}/conditions/${index}`, report);
  });
}

function checkCondition(condition: Record<string, unknown>, path: string, report: Report): void {
  for (const name of ['friendly_name', 'value']) {
    if (typeof condition[name] !== 'string') report(`${path}/${name}`, 'must be a string');
  }
  if (!CONDITION_TYPES.includes(textOf(condition['type']) ?? '')) {
    report(`${path}/type`, `must be one of ${CONDITION_TYPES.join(', ')}`);
  }
  const given = condition['arguments'];
  if (!Array.isArray(given) || given.length === 0 || given.some((one) => typeof one !== 'string')) {
    report(`${path}/arguments`, 'must be a list of strings');
    return;
  }
  for (const one of given) {
    const problem = typeof one === 'string' ? syntaxProblem(one) : undefined;
    if (problem !== undefined) report(`${path}/arguments`, problem);
  }
}
