import { parseDocument } from 'yaml';
import type { KnowledgeEntry } from './entry.ts';

/** Either the entry, or everything that is wrong with the file, each fault naming the file and the key. */
export type ParsedEntry =
  | { readonly kind: 'entry'; readonly entry: KnowledgeEntry }
  | { readonly kind: 'faulty'; readonly faults: readonly string[] };

const KEYS = ['title', 'category', 'button', 'queries', 'labels', 'url'];
const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/u;
/** A button's custom id carries the id and has room for 100 characters in all. */
const LONGEST_ID = 60;
/** Discord's clients cut longer labels. */
const LONGEST_BUTTON = 38;
/** The embed shows "category: title", at most 256 characters. */
const LONGEST_TITLE = 180;
const LONGEST_CATEGORY = 60;
/** Discord's limit for an embed's description. */
const LONGEST_TEXT = 4_096;

/** Reads one file of the knowledge base: YAML between two lines of `---`, then the article. */
export function parseEntry(file: string, source: string): ParsedEntry {
  const faults: string[] = [];
  const report = (key: string, problem: string) => faults.push(`${file}: ${key}: ${problem}`);

  const parts = /^---\n(.*?)\n---\n(.*)$/su.exec(source.replace(/^\uFEFF/u, '').replaceAll('\r\n', '\n'));
  if (parts === null) {
    return { kind: 'faulty', faults: [`${file}: front matter: start the file with keys between two lines of ---`] };
  }
  const fields = readFields(parts[1] ?? '', report);
  const id = file.replace(/^.*[/\\]/u, '').replace(/\.md$/u, '');
  const text = (parts[2] ?? '').trim();

  if (!ID.test(id) || id.length > LONGEST_ID) {
    report('file name', `use lower-case letters, digits and single hyphens, at most ${LONGEST_ID} characters`);
  }
  for (const key of Object.keys(fields)) {
    if (!KEYS.includes(key)) report(key, `is not a known key (known: ${KEYS.join(', ')})`);
  }
  if (text === '') report('text', 'write the article below the front matter');
  if (text.length > LONGEST_TEXT) report('text', `has ${text.length} characters, at most ${LONGEST_TEXT}`);

  const entry: KnowledgeEntry = {
    id,
    title: readText(fields, 'title', LONGEST_TITLE, report),
    category: fields.category === undefined ? undefined : readText(fields, 'category', LONGEST_CATEGORY, report),
    button: readText(fields, 'button', LONGEST_BUTTON, report),
    queries: readList(fields, 'queries', report),
    labels: readList(fields, 'labels', report),
    url: readUrl(fields, report),
    text,
  };
  return faults.length === 0 ? { kind: 'entry', entry } : { kind: 'faulty', faults };
}

type Fields = Readonly<Record<string, unknown>>;
type Report = (key: string, problem: string) => void;

function readFields(yaml: string, report: Report): Fields {
  const document = parseDocument(yaml);
  const problem = document.errors[0];
  if (problem !== undefined) {
    report('front matter', (problem.message.split('\n', 1)[0] ?? '').replace(/:$/u, ''));
    return {};
  }
  const fields: unknown = document.toJS();
  if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) return { ...fields };
  report('front matter', 'write one "key: value" a line');
  return {};
}

function readText(fields: Fields, key: string, longest: number, report: Report): string {
  const value = fields[key];
  if (typeof value !== 'string' || value.trim() === '') {
    report(key, 'is missing or not a text');
    return '';
  }
  if (value.length > longest) report(key, `has ${value.length} characters, at most ${longest}`);
  return value.trim();
}

function readList(fields: Fields, key: string, report: Report): readonly string[] {
  const value = fields[key];
  const list: unknown[] = Array.isArray(value) ? value : [];
  const texts = list.filter((item): item is string => typeof item === 'string' && item.trim() !== '');
  if (texts.length === 0 || texts.length < list.length) report(key, 'must be a list of texts, at least one');
  return texts.map((text) => text.trim());
}

function readUrl(fields: Fields, report: Report): string {
  const value = readText(fields, 'url', 500, report);
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (value !== '' && url?.protocol !== 'https:') report('url', 'must be a full https address');
  return url?.href ?? '';
}
