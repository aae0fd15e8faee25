import { type Block, type Inline, parseMarkdown } from '../../sandbox/web/markdown.ts';
import { parseInline } from '../../sandbox/web/markdown-inline.ts';

/** The tree in short: `b(…)` bold, `i(…)` italic and so on, text as it is. */
function short(nodes: readonly Inline[]): string {
  return nodes.map(shortOne).join('');
}

function shortOne(node: Inline): string {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'code':
      return `code(${node.text})`;
    case 'link':
      return `link(${short(node.children)}→${node.href})`;
    case 'user':
    case 'role':
    case 'channel':
      return `${node.kind}(${node.id})`;
    case 'everyone':
      return `everyone(${node.text})`;
    case 'command':
    case 'emoji':
      return `${node.kind}(${node.name})`;
    case 'time':
      return `time(${node.seconds},${node.style})`;
    default:
      return `${node.kind}(${short(node.children)})`;
  }
}

function shape(block: Block): unknown {
  if (block.kind === 'code') return [block.kind, block.language, block.text];
  if (block.kind === 'list') return [block.ordered ? 'ordered' : 'list', ...block.items.map(short)];
  if (block.kind === 'quote') return [block.kind, ...block.children.map(shape)];
  return [block.kind === 'heading' ? `heading ${block.level}` : block.kind, short(block.children)];
}

describe('web/markdown-inline', () => {
  describe('parseInline()', () => {
    it.each([
      ['*Suggested Article: a*', 'italic(Suggested Article: a)'],
      ['_Suggested_ **bold**', 'italic(Suggested) bold(bold)'],
      ['***both***', 'bold(italic(both))'],
      ['**a *b* c**', 'bold(a italic(b) c)'],
      ['*a **b** c*', 'italic(a bold(b) c)'],
      ['__under__ ~~gone~~ ||secret||', 'underline(under) strike(gone) spoiler(secret)'],
      ['`a*b*` ``c`d``', 'code(a*b*) code(c`d)'],
      ['**`*`**', 'bold(code(*))'],
    ])('reads %s', (text, expected) => {
      expect(short(parseInline(text))).toBe(expected);
    });

    it.each([
      ['<@1440000000000000042> <@!7>', 'user(1440000000000000042) user(7)'],
      ['<#7> <@&8>', 'channel(7) role(8)'],
      ['@everyone and @here', 'everyone(@everyone) and everyone(@here)'],
      ['</helpme:7> </cases list:8>', 'command(helpme) command(cases list)'],
      ['<:ok:7> <a:wave:8>', 'emoji(ok) emoji(wave)'],
      ['<t:1700000000> <t:-5:R>', 'time(1700000000,f) time(-5,R)'],
    ])('reads the mark %s', (text, expected) => {
      expect(short(parseInline(text))).toBe(expected);
    });

    it.each([
      ['see https://example.com/a_b_c.', 'see link(https://example.com/a_b_c→https://example.com/a_b_c).'],
      ['(https://example.com/)', '(link(https://example.com/→https://example.com/))'],
      ['<https://example.com/a>', 'link(https://example.com/a→https://example.com/a)'],
      ['[the **page**](https://example.com/)', 'link(the bold(page)→https://example.com/)'],
      ['[a](<https://example.com/>)', 'link(a→https://example.com/)'],
    ])('makes a link of %s', (text, expected) => {
      expect(short(parseInline(text))).toBe(expected);
    });

    it.each([
      ['[a](javascript:alert(1))'],
      ['<javascript:alert(1)>'],
      ['<script>alert(1)</script>'],
      ['forgot_my_password'],
      ['2 * 3 * 4'],
      ['**'],
      ['****'],
      ['a `` b'],
      ['<@notanumber> <t:x> <#>'],
      ['me@everyonesplace.example'],
      ['xhttps://example.com'],
    ])('leaves %s as text', (text) => {
      expect(parseInline(text)).toEqual([{ kind: 'text', text }]);
    });

    it('takes an escaped mark as text', () => {
      expect(parseInline('\\*not\\* \\<@7> \\q')).toEqual([{ kind: 'text', text: '*not* <@7> \\q' }]);
    });

    it.each([['*_'], ['**_*'], ['||'], ['`'], ['<'], ['[a](https://a']])(
      'reads 4,000 characters of %s in good time',
      (piece) => {
        const text = piece.repeat(4_000 / piece.length);
        const start = performance.now();

        parseInline(text);

        expect(performance.now() - start).toBeLessThan(1_000);
      },
    );
  });
});

describe('web/markdown', () => {
  describe('parseMarkdown()', () => {
    it.each<[string, unknown]>([
      ['one\ntwo', [['paragraph', 'one\ntwo']]],
      [
        '# a\n## b\n### c\n#### d',
        [
          ['heading 1', 'a'],
          ['heading 2', 'b'],
          ['heading 3', 'c'],
          ['paragraph', '#### d'],
        ],
      ],
      [
        '> a\n> b\nc',
        [
          ['quote', ['paragraph', 'a\nb']],
          ['paragraph', 'c'],
        ],
      ],
      ['>>> a\n- b', [['quote', ['paragraph', 'a'], ['list', 'b']]]],
      ['- a\n* b', [['list', 'a', 'b']]],
      ['1. a\n2. **b**', [['ordered', 'a', 'bold(b)']]],
      ['-# small', [['subtext', 'small']]],
      [
        'a\n```ts\nlet *b*;\n```\nc',
        [
          ['paragraph', 'a'],
          ['code', 'ts', 'let *b*;'],
          ['paragraph', 'c'],
        ],
      ],
      ['```one line```', [['code', '', 'one line']]],
      ['```\n\n```', [['paragraph', '```\n\n```']]],
      ['', []],
      ['  \n ', []],
    ])('reads the blocks of %j', (text, expected) => {
      expect(parseMarkdown(text).map(shape)).toEqual(expected);
    });
  });
});
