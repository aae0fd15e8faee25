import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createKnowledge, type KnowledgeData } from '../../src/knowledge/index.ts';
import { ownArticles } from './articles.ts';

const ROOT = join(__dirname, '../..');
const BUILD = `
  const [sourceDir, outFile] = process.argv.slice(1);
  const { buildKnowledge } = await import('./.ci/build-knowledge.mjs');
  await buildKnowledge({ sourceDir, outFile }).catch((error) => {
    process.stderr.write(error.message);
    process.exitCode = 1;
  });`;

let folder = '';

/** In a process of its own: the build step is an ES module, and jest loads the tests as CommonJS. */
async function build(sourceDir: string, outFile: string): Promise<{ readonly ok: boolean; readonly errors: string }> {
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', BUILD, sourceDir, outFile], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: folder },
  });
  return run.then(
    ({ stderr }) => ({ ok: true, errors: stderr }),
    (error: { stderr: string }) => ({ ok: false, errors: error.stderr }),
  );
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'knowledge-test-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('build-knowledge', () => {
  describe('buildKnowledge()', () => {
    it('writes an asset that answers as the articles do, and leaves nothing else behind', async () => {
      const outFile = join(folder, 'assets/knowledge.private.json');

      const { ok } = await build(join(ROOT, 'knowledge'), outFile);

      expect(ok).toBe(true);
      const data: KnowledgeData = JSON.parse(readFileSync(outFile, 'utf8'));
      const question = 'where do i see my medals';
      const built = createKnowledge(data).search(question, { limit: 4 });
      expect(built).toEqual(createKnowledge(ownArticles()).search(question, { limit: 4 }));
      expect(readdirSync(folder)).toEqual(['assets']);
    });

    it('reports every fault of every file, and writes nothing', async () => {
      writeFileSync(join(folder, 'one.md'), 'No front matter.');
      writeFileSync(join(folder, 'two.md'), '---\ntitle: Two\n---\n\nText.\n');
      const outFile = join(folder, 'knowledge.private.json');

      const { ok, errors } = await build(folder, outFile);

      expect(ok).toBe(false);
      expect(errors).toContain('knowledge/one.md: front matter:');
      expect(errors).toContain('knowledge/two.md: button:');
      expect(errors).toContain('knowledge/two.md: url:');
      expect(readdirSync(folder).sort()).toEqual(['one.md', 'two.md']);
    });

    it('refuses a folder without articles', async () => {
      const { ok, errors } = await build(folder, join(folder, 'knowledge.private.json'));

      expect(ok).toBe(false);
      expect(errors).toContain('The knowledge base has no entries');
    });
  });
});
