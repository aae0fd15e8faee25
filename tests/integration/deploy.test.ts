import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

interface Upload {
  readonly path: string;
  readonly access: string;
}

interface Plan {
  readonly config: Readonly<Record<string, unknown>>;
  readonly functions: readonly Upload[];
  readonly assets: readonly Upload[];
}

/** What the deploying tool itself makes of our configuration and our built files, up to the point where it would send. */
const SCRIPT = `
  const { createRequire } = require('node:module');
  const { readSpecializedConfig } = require('twilio-run/dist/config/global');
  const fromTool = createRequire(require.resolve('twilio-run/dist/config/global'));
  const { getListOfFunctionsAndAssets } = fromTool('@twilio-labs/serverless-api/dist/utils/fs');
  const config = readSpecializedConfig(process.cwd(), undefined, 'deploy', {});
  const folders = { functionsFolderNames: [config.functionsFolder], assetsFolderNames: [config.assetsFolder] };
  getListOfFunctionsAndAssets(process.cwd(), folders).then(({ functions, assets }) => {
    const brief = (list) => list.map(({ path, access }) => ({ path, access })).sort((a, b) => a.path.localeCompare(b.path));
    process.stdout.write(JSON.stringify({ config, functions: brief(functions), assets: brief(assets) }));
  });
`;

describe('what the deploying tool would upload', () => {
  let plan: Plan;

  beforeAll(() => {
    const output = execFileSync(process.execPath, ['-e', SCRIPT], { cwd: ROOT, encoding: 'utf8' });
    plan = JSON.parse(output) as Plan;
  });

  it('takes a Node that the platform runs, and the service by its name', () => {
    expect(plan.config).toMatchObject({
      runtime: 'node22',
      serviceName: 'discord-flex',
      overrideExistingProject: true,
    });
  });

  it('lets anyone call what Discord and operators call, and protects what Twilio calls', () => {
    expect(plan.functions).toEqual(
      expect.arrayContaining([
        { path: '/conversations/events', access: 'protected' },
        { path: '/discord/interactions', access: 'public' },
        { path: '/health', access: 'public' },
        { path: '/relay/sweep', access: 'protected' },
        { path: '/studio/chatbot', access: 'protected' },
        { path: '/studio/handoff', access: 'protected' },
      ]),
    );
  });

  it('keeps the knowledge base private', () => {
    expect(plan.assets).toContainEqual({ path: '/knowledge.json', access: 'private' });
  });
});
