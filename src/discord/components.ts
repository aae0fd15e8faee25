import type { APIActionRowComponent, APIButtonComponent, APIEmbed } from 'discord-api-types/v10';
import { LIMITS } from './limits.ts';

/** Discord docs, Component Reference: Button Styles. */
const STYLE = { primary: 1, secondary: 2, success: 3, danger: 4 } as const;

export interface Button {
  readonly label: string;
  readonly customId: string;
  readonly style?: keyof typeof STYLE;
}

/** Rows of at most five buttons each. */
export function buttonRows(buttons: readonly Button[]): APIActionRowComponent<APIButtonComponent>[] {
  const rows: APIActionRowComponent<APIButtonComponent>[] = [];
  for (let start = 0; start < buttons.length; start += LIMITS.buttonsPerRow) {
    rows.push({ type: 1, components: buttons.slice(start, start + LIMITS.buttonsPerRow).map(buttonComponent) });
  }
  return rows;
}

function buttonComponent(button: Button): APIButtonComponent {
  return {
    type: 2,
    style: STYLE[button.style ?? 'secondary'],
    label: shorten(button.label, LIMITS.buttonLabel),
    custom_id: button.customId,
  };
}

export function linkEmbed(title: string, url: string, description: string): APIEmbed {
  return {
    title: shorten(title, LIMITS.embedTitle),
    url,
    description: shorten(description, LIMITS.embedDescription),
    color: 0x5865f2,
  };
}

/** At most `length` UTF-16 units, cut between whole characters, with an ellipsis where something is missing. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  let short = '';
  for (const character of text) {
    if (short.length + character.length > length - 1) break;
    short += character;
  }
  return `${short}…`;
}
