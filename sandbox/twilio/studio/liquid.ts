import { Liquid } from 'liquidjs';

/** Studio offers standard Liquid and adds `to_json` for whole objects. */
const engine = new Liquid({ strictFilters: true, strictVariables: false, ownPropertyOnly: true });
engine.registerFilter('to_json', (value: unknown) => JSON.stringify(value ?? null));

/** Renders what a widget's property holds; variables that do not exist render as nothing. */
export async function render(template: string, context: object): Promise<string> {
  if (!isTemplate(template)) return template;
  const text: unknown = await engine.parseAndRender(template, context);
  return String(text);
}

export function isTemplate(text: string): boolean {
  return text.includes('{{') || text.includes('{%');
}

/** What is wrong with the template's syntax. */
export function syntaxProblem(template: string): string | undefined {
  try {
    engine.parse(template);
    return undefined;
  } catch (error) {
    return error instanceof Error ? `Liquid: ${error.message}` : 'Liquid cannot be read';
  }
}
