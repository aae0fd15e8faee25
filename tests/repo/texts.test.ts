import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { agentTexts } from '../../src/texts/agent.ts';
import { en } from '../../src/texts/en.ts';

function codeThatSpeaks(): string {
  const folder = join(process.cwd(), 'src');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('texts/'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

describe('texts', () => {
  const code = codeThatSpeaks();

  it.each([...Object.keys(en), ...Object.keys(agentTexts)])('%s is said somewhere', (key) => {
    expect(code).toMatch(new RegExp(`\\b${key}\\b`));
  });
});
