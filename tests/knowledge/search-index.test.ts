import { buildIndex, loadIndex, occursIn, rarity } from '../../src/knowledge/search-index.ts';
import { article, inventedArticles } from './articles.ts';

function impact(index: ReturnType<typeof loadIndex>, term: string, entry: number): number {
  const postings = index.find(term);
  const place = postings?.entries.indexOf(entry) ?? -1;
  return (postings?.impacts[place] ?? 0) * index.step;
}

describe('search-index', () => {
  describe('loadIndex()', () => {
    it('finds the entries of each term after a round trip through JSON', () => {
      const entries = [article({ id: 'a', title: 'egg raid' }), article({ id: 'b', text: 'egg' })];

      const index = loadIndex(JSON.parse(JSON.stringify(buildIndex(entries))));

      expect([...(index.find('egg')?.entries ?? [])]).toEqual([0, 1]);
      expect([...(index.find('raid')?.entries ?? [])]).toEqual([0]);
      expect(index.find('shrine')).toBeUndefined();
    });

    it('loads an index without entries', () => {
      const index = loadIndex(buildIndex([]));

      expect(index.terms).toEqual([]);
    });
  });

  describe('buildIndex()', () => {
    it('lets a title say more than a query, and a query more than the text', () => {
      const entries = [
        article({ id: 'a', title: 'egg', queries: ['x1'], text: 'y1' }),
        article({ id: 'b', title: 'z2', queries: ['egg'], text: 'y2' }),
        article({ id: 'c', title: 'z3', queries: ['x3'], text: 'egg' }),
      ];

      const index = loadIndex(buildIndex(entries));

      expect(impact(index, 'egg', 0)).toBeGreaterThan(impact(index, 'egg', 1));
      expect(impact(index, 'egg', 1)).toBeGreaterThan(impact(index, 'egg', 2));
      expect(impact(index, 'egg', 2)).toBeGreaterThan(0);
    });

    it('damps repetition and length', () => {
      const entries = [
        article({ id: 'a', text: 'egg' }),
        article({ id: 'b', text: 'egg egg egg egg egg egg egg egg' }),
        article({ id: 'c', text: `egg ${'filler '.repeat(20)}` }),
      ];

      const index = loadIndex(buildIndex(entries));

      expect(impact(index, 'egg', 1)).toBeLessThan(3 * impact(index, 'egg', 0));
      expect(impact(index, 'egg', 2)).toBeLessThan(impact(index, 'egg', 0));
    });

    it('gives the same index for the same entries', () => {
      const entries = inventedArticles(20);

      const again = buildIndex(inventedArticles(20));

      expect(again).toEqual(buildIndex(entries));
    });

    it('refuses more entries than its numbers can count', () => {
      const entries = Array.from({ length: 65_536 }, (_, number) => article({ id: `a${number}` }));

      expect(() => buildIndex(entries)).toThrow(RangeError);
    });
  });

  describe('occursIn()', () => {
    it('agrees with the posting for every entry', () => {
      const entries = inventedArticles(60);
      const index = loadIndex(buildIndex(entries));

      const wrong = index.terms.flatMap((term) => {
        const postings = index.find(term);
        return entries.filter((_, number) => occursIn(postings, number) !== postings?.entries.includes(number));
      });

      expect(index.terms.length).toBeGreaterThan(100);
      expect(wrong).toEqual([]);
    });

    it('finds nothing without a posting', () => {
      expect(occursIn(undefined, 0)).toBe(false);
    });
  });

  describe('rarity()', () => {
    it('falls as a word gets common, and never below zero', () => {
      const rarities = [0, 1, 5, 50, 100].map((count) => rarity(100, count));

      expect(rarities).toEqual([...rarities].sort((first, second) => second - first));
      expect(rarities.at(-1)).toBeGreaterThan(0);
    });
  });
});
