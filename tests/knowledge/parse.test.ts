import { parseEntry } from '../../src/knowledge/parse.ts';

const GOOD = `---
title: How do I hatch an egg?
category: Gameplay
button: Hatching Eggs
queries:
  - My egg does not hatch
labels: [eggs]
url: https://support.example.com/hatch-eggs
---

Walk **two** kilometers.
`;

function faultsOf(source: string, file = 'knowledge/hatch-eggs.md'): readonly string[] {
  const parsed = parseEntry(file, source);
  return parsed.kind === 'faulty' ? parsed.faults : [];
}

describe('parse', () => {
  describe('parseEntry()', () => {
    it('reads a complete file', () => {
      const parsed = parseEntry('knowledge/hatch-eggs.md', GOOD);

      expect(parsed).toEqual({
        kind: 'entry',
        entry: {
          id: 'hatch-eggs',
          title: 'How do I hatch an egg?',
          category: 'Gameplay',
          button: 'Hatching Eggs',
          queries: ['My egg does not hatch'],
          labels: ['eggs'],
          url: 'https://support.example.com/hatch-eggs',
          text: 'Walk **two** kilometers.',
        },
      });
    });

    it('reads a file without a category', () => {
      const parsed = parseEntry('hatch-eggs.md', GOOD.replace('category: Gameplay\n', ''));

      expect(parsed).toMatchObject({ kind: 'entry', entry: { id: 'hatch-eggs', category: undefined } });
    });

    it('reads Windows line ends and a byte order mark like any other file', () => {
      const parsed = parseEntry('knowledge/hatch-eggs.md', `\uFEFF${GOOD.replaceAll('\n', '\r\n')}`);

      expect(parsed).toEqual(parseEntry('knowledge/hatch-eggs.md', GOOD));
    });

    it('keeps a horizontal rule inside the article', () => {
      const parsed = parseEntry('knowledge/hatch-eggs.md', `${GOOD}\n---\n\nMore.\n`);

      expect(parsed).toMatchObject({ entry: { text: 'Walk **two** kilometers.\n\n---\n\nMore.' } });
    });

    it.each([
      { given: 'no title', from: 'title: How do I hatch an egg?\n', to: '', then: /title: is missing/ },
      { given: 'a title that is a number', from: 'How do I hatch an egg?', to: '7', then: /title: is missing or not/ },
      { given: 'an empty category', from: 'Gameplay', to: '', then: /category: is missing/ },
      { given: 'a long button', from: 'Hatching Eggs', to: 'x'.repeat(39), then: /button: has 39 .* at most 38/ },
      { given: 'a query that is no list', from: '\n  - My egg', to: ' My egg', then: /queries: must be a list/ },
      { given: 'labels with a number', from: '[eggs]', to: '[eggs, 7]', then: /labels: must be a list/ },
      { given: 'an address without a host', from: 'https://support.example.com', to: '', then: /url: must be a full/ },
      { given: 'a script as address', from: 'https://support', to: 'javascript:support', then: /url: must be a full/ },
      { given: 'a misspelt key', from: 'queries:', to: 'querys:', then: /querys: is not a known key/ },
      { given: 'no article', from: 'Walk **two** kilometers.', to: '', then: /text: write the article/ },
      { given: 'a long article', from: 'Walk', to: 'x'.repeat(5_000), then: /text: has \d+ characters, at most 4096/ },
      { given: 'broken YAML', from: '[eggs]', to: '[eggs', then: /front matter: / },
      { given: 'YAML that is a list', from: /title.*hatch-eggs\n/s, to: '- one\n', then: /front matter: write one/ },
    ])('names file and key when there is $given', ({ from, to, then }) => {
      const faults = faultsOf(GOOD.replace(from, to));

      expect(faults.join('\n')).toMatch(then);
      expect(faults.every((fault) => fault.startsWith('knowledge/hatch-eggs.md: '))).toBe(true);
    });

    it('reports all faults of a file together', () => {
      const faults = faultsOf(GOOD.replace('title:', 'titel:').replace('button:', 'buton:'));

      expect(faults).toHaveLength(4);
    });

    it('asks for front matter when there is none', () => {
      const faults = faultsOf('Just text.');

      expect(faults).toEqual([
        'knowledge/hatch-eggs.md: front matter: start the file with keys between two lines of ---',
      ]);
    });

    it.each(['knowledge/Hatch Eggs.md', 'knowledge/hatch--eggs.md', `knowledge/${'x'.repeat(61)}.md`])(
      'refuses the file name %s, which becomes a button id',
      (file) => {
        const faults = faultsOf(GOOD, file);

        expect(faults.join('\n')).toContain('file name: use lower-case letters');
      },
    );
  });
});
