import type { Button } from '../discord/components.ts';
import { buttonRows, linkEmbed, shorten } from '../discord/components.ts';
import { encodeCustomId } from '../discord/custom-id.ts';
import { LIMITS } from '../discord/limits.ts';
import type { KnowledgeEntry } from '../knowledge/entry.ts';
import type { Line } from '../session/session.ts';
import type { Texts } from '../texts/catalogue.ts';
import type { BackendReply } from './backend.ts';

/** Lines of one answer: what the member sees, and the same in words for the agent who may take over. */

export function greetingLine(key: string, now: number, texts: Texts): Line {
  return { key, at: now, message: { content: texts.helloReply }, transcript: texts.helloReply };
}

/** The back end's reply; a way to a person stands beside every answer. */
export function replyLines(key: string, now: number, reply: BackendReply, texts: Texts): readonly Line[] {
  const person: Button = { label: texts.personButton, customId: encodeCustomId('person'), style: 'primary' };
  const said = reply.messages.map((message, position) => {
    const content = shorten(message, LIMITS.content);
    return { key: `${key}:${position}`, at: now, message: { content }, transcript: content };
  });
  if (reply.suggestions.length === 0) {
    if (said.length > 0) return said;
    const content = texts.noArticle;
    return [{ key, at: now, message: { content, components: buttonRows([person]) }, transcript: content }];
  }
  const topics = reply.suggestions.map(({ entryId, label }) => ({ label, customId: encodeCustomId('topic', entryId) }));
  const none: Button = { label: texts.noneOfTheseButton, customId: encodeCustomId('none') };
  const message = {
    content: texts.categoriesQuestion,
    components: [...buttonRows(topics), ...buttonRows([none, person])],
  };
  const labels = reply.suggestions.map(({ label }) => `[${label}]`).join(' ');
  return [...said, { key, at: now, message, transcript: `${texts.categoriesQuestion}\n${labels}` }];
}

/** The embed's text is bounded so that a session with several unsent lines stays small. */
const ARTICLE_LENGTH = 1_500;

/** The article a member chose, as a reply to the question it answers. */
export function articleLine(key: string, now: number, entry: KnowledgeEntry, replyTo: string, texts: Texts): Line {
  const heading = entry.category === undefined ? entry.title : `${entry.category}: ${entry.title}`;
  const text = shorten(entry.text, ARTICLE_LENGTH);
  const content = texts.suggestedArticle({ title: entry.title });
  return {
    key,
    at: now,
    message: { content, embeds: [linkEmbed(heading, entry.url, text)], replyTo },
    transcript: `${content.replaceAll('*', '')}\n${heading}\n${text}\n${entry.url}`,
  };
}
