/**
 * An emoji Discord takes as a reaction. U+2714 with U+FE0F is refused although it is an emoji (so it was seen in
 * the field), custom ones are `name:id` and there are none in the sandbox's server.
 */
export function isEmoji(text: string): boolean {
  if (text === '\u2714\uFE0F' || text.length > 32) return false;
  const isPictograph = /^(\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200D|\uFE0F)+$/u.test(text);
  return isPictograph || /^\p{Regional_Indicator}{2}$/u.test(text) || /^[0-9#*]\uFE0F?\u20E3$/.test(text);
}
