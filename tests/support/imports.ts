import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

export const ROOT = join(__dirname, '../..');

export interface Import {
  /** Path of the importing file from the root of the repository. */
  readonly from: string;
  /** Path from the root for files of our own, else the package as written. */
  readonly to: string;
  /** Erased when compiled: nothing but types comes over. */
  readonly typeOnly: boolean;
}

/** TypeScript files below a folder, as paths from the root. */
export function sourceFiles(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .sort();
}

export function readSource(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

const STATIC_IMPORT = /^(?:import|export)\s+(type\s+)?(?:([^'";]*?)\s+from\s+)?'([^']+)'/gm;
const DYNAMIC_IMPORT = /\bimport\(\s*'([^']+)'\s*\)/g;

export function importsOf(file: string): readonly Import[] {
  const source = readSource(file);
  const fixed = [...source.matchAll(STATIC_IMPORT)].map(([, type, names, path]) => ({
    from: file,
    to: resolve(file, path ?? ''),
    typeOnly: type !== undefined || onlyTypes(names ?? ''),
  }));
  const dynamic = [...source.matchAll(DYNAMIC_IMPORT)].map(([, path]) => ({
    from: file,
    to: resolve(file, path ?? ''),
    typeOnly: false,
  }));
  return [...fixed, ...dynamic];
}

/** `{ type A, type B }` */
function onlyTypes(names: string): boolean {
  const list = /^\{([\s\S]*)\}$/
    .exec(names.trim())?.[1]
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return list !== undefined && list.length > 0 && list.every((name) => name.startsWith('type '));
}

function resolve(file: string, path: string): string {
  return path.startsWith('.') ? posix.join(dirname(file), path) : path;
}
