import { CONFIDENT, createKnowledge } from '../../src/knowledge/index.ts';
import { ownArticles } from './articles.ts';
import { IN_SCOPE, OUT_OF_SCOPE } from './questions.ts';

const articles = ownArticles();
const knowledge = createKnowledge(articles);

function confidenceOf(question: string): number {
  return knowledge.search(question, { limit: 1 })[0]?.confidence ?? 0;
}

describe('questions', () => {
  describe('the articles', () => {
    it('have a button label each that no other article has', () => {
      const labels = articles.map(({ button }) => button);

      expect(new Set(labels).size).toBe(labels.length);
      expect(labels).toEqual(
        expect.arrayContaining([
          'Reset Password',
          'Viewing Profile Progress',
          'Register Live Events',
          'Incense Change Color',
        ]),
      );
    });

    it('are each found first by their own title and their own queries', () => {
      const own = articles.flatMap(({ id, title, queries }) =>
        [title, ...queries].map((question) => ({ id, question })),
      );

      const missed = own.filter(({ id, question }) => knowledge.search(question, { limit: 1 })[0]?.entry.id !== id);

      expect(missed).toEqual([]);
    });
  });

  describe('search()', () => {
    it('puts four topics, the password first, under the question of the reference demo', () => {
      const results = knowledge.search('i think i forgot my password', { limit: 4 });

      expect(results).toHaveLength(4);
      expect(results[0]?.confidence).toBeGreaterThan(CONFIDENT);
      expect(results[0]?.entry).toMatchObject({
        button: 'Reset Password',
        category: 'Account & Sign-In',
        title: 'I would like to change or reset my password',
        text: 'We do not store account passwords. Your account password is maintained by your login provider.',
      });
    });

    it('has the right article first for nine in ten questions, and among four for all but one', () => {
      const ranks = IN_SCOPE.map(([question, id]) =>
        knowledge.search(question, { limit: 4 }).findIndex(({ entry }) => entry.id === id),
      );

      expect(IN_SCOPE.filter(([question]) => articles.some(({ queries }) => queries.includes(question)))).toEqual([]);
      expect(ranks.filter((rank) => rank === 0).length).toBeGreaterThanOrEqual(IN_SCOPE.length * 0.9);
      expect(ranks.filter((rank) => rank === -1).length).toBeLessThanOrEqual(1);
    });

    it('is confident of nine in ten questions that an article answers', () => {
      const sure = IN_SCOPE.filter(([question]) => confidenceOf(question) >= CONFIDENT);

      expect(sure.length).toBeGreaterThanOrEqual(IN_SCOPE.length * 0.9);
    });

    it('is not confident of four in five questions that no article answers', () => {
      const sure = OUT_OF_SCOPE.filter((question) => confidenceOf(question) >= CONFIDENT);

      expect(sure.length).toBeLessThanOrEqual(OUT_OF_SCOPE.length * 0.2);
    });

    it.each(['what is the weather', 'asdf qwer', 'you are stupid'])('has no answer to "%s"', (question) => {
      const confidence = confidenceOf(question);

      expect(confidence).toBeLessThan(CONFIDENT);
    });
  });
});
