import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

export type Access = 'public' | 'protected' | 'private';

/** A deployed file as the platform knows it. */
export interface PlatformRoute {
  readonly name: string;
  /** URL path; the access mark in the file's name is not part of it. */
  readonly path: string;
  readonly access: Access;
  readonly filePath: string;
  readonly content: string;
}

/** `conversations/events.protected.js` → `/conversations/events`, protected. */
export function functionRoutes(folder: string): readonly PlatformRoute[] {
  return filesBelow(folder)
    .filter((file) => file.endsWith('.js'))
    .map((file) => route(folder, file, (path) => path.replace(/\.js$/, '')));
}

/** `knowledge.private.json` → `/knowledge.json`, private. */
export function assetRoutes(folder: string): readonly PlatformRoute[] {
  return filesBelow(folder).map((file) => route(folder, file, (path) => path));
}

function route(folder: string, file: string, toPath: (path: string) => string): PlatformRoute {
  const name = relative(folder, file).split(sep).join('/');
  const access = accessOf(name);
  const path = `/${toPath(name.replace(/\.(?:protected|private)(?=\.)/, ''))}`;
  return { name, path, access, filePath: file, content: '' };
}

function accessOf(name: string): Access {
  if (name.includes('.protected.')) return 'protected';
  return name.includes('.private.') ? 'private' : 'public';
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
