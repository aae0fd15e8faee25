import { CONFIDENT, type Knowledge } from '../knowledge/index.ts';
import type { BotBackend } from './backend.ts';

/** As many buttons as a member can take in at once; the right topic is among the first four far oftener than first. */
const TOPICS = 4;

/** Answers from the knowledge base: up to four topics to choose from, or nothing where no article fits. */
export function createKnowledgeBackend(knowledge: () => Promise<Knowledge>): BotBackend {
  return {
    async reply(turn) {
      const results = (await knowledge()).search(turn.text, { limit: TOPICS });
      const confidence = results[0]?.confidence ?? 0;
      if (confidence < CONFIDENT) return { messages: [], suggestions: [], confidence, sources: [] };
      return {
        messages: [],
        suggestions: results.map(({ entry }) => ({ entryId: entry.id, label: entry.button })),
        confidence,
        sources: results.map(({ entry }) => entry.id),
      };
    },
  };
}
