import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Locked {
  readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>;
}

describe('package-lock.json', () => {
  const text = readFileSync(join(process.cwd(), 'package-lock.json'), 'utf8');
  const { packages } = JSON.parse(text) as Locked;

  it('names every optional package, so that `npm ci` takes it on every platform', () => {
    const wanted = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).map((name) => ({ path, key: `node_modules/${name}` })),
    );

    const missing = wanted.filter(({ path, key }) => !(key in packages) && !(`${path}/${key}` in packages));

    expect(wanted.length).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  });

  it('names no address of a registry', () => {
    expect(text).not.toMatch(/"resolved"|https?:\/\/[^"]*\.tgz/);
  });
});
