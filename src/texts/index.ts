import type { Texts } from './catalogue.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';

/** By language, without the region: Discord's `es-ES` and `es-419` read the same texts. */
const BY_LANGUAGE: ReadonlyMap<string, Texts> = new Map([
  ['en', en],
  ['de', de],
  ['es', es],
]);

/** The texts for one of Discord's locales (`interaction.locale`), English where there are none. */
export function textsFor(locale: string | undefined): Texts {
  const language = locale?.split(/[-_]/u, 1)[0]?.toLowerCase() ?? '';
  return BY_LANGUAGE.get(language) ?? en;
}

/** The languages that have texts of their own, English first. */
export function languages(): readonly string[] {
  return [...BY_LANGUAGE.keys()];
}

export type { Texts } from './catalogue.ts';
