/** Letters and marks that show nothing, so that a name of them would look like no name: fillers, joiners, blank Braille. */
const INVISIBLE = /[\u115f\u1160\u2800\u3164\uffa0]|\u034f|\u17b4|\u17b5/gu;

/**
 * A name as plain text that cannot pretend: no line breaks, control, zero-width or direction characters (a name could
 * otherwise imitate a system line or turn the rest of the line around), and no half characters, which Twilio's form
 * encoding spoils. For records and for Flex, which show text as it is.
 */
export function plainName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(INVISIBLE, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return [...plain].slice(0, 64).join('').trim() || 'member';
}

/** A name as Discord shall show it: plain, with no Markdown that formats or links, and no mention. */
export function displayName(name: string): string {
  return escapeMarkdown(plainName(name));
}

/** Backslash before every character that Discord's Markdown or mentions give a meaning to. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\*_~`|<>[\]()#@:]/g, '\\$&');
}

/** A mention shown by the client as a name; it never pings, because mentions are switched off on every send. */
export function mentionUser(userId: string): string {
  return `<@${userId}>`;
}

export function mentionChannel(channelId: string): string {
  return `<#${channelId}>`;
}
