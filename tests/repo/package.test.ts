import { readSource } from '../support/imports.ts';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly engines: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readSource('package.json')) as Manifest;

describe('package.json', () => {
  it.each(Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }))(
    'pins %s exactly: %s',
    (_name, version) => {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    },
  );

  it('declares what is uploaded and nothing else', () => {
    // 2.1.0 and later of the handler are refused at deploy.
    expect(manifest.dependencies).toEqual({
      '@twilio/runtime-handler': '2.0.3',
      twilio: expect.stringMatching(/^6\./),
    });
  });
});
