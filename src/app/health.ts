import { version } from '../../package.json';
import { type ConfigurationProblem, checkConfiguration } from '../config/check.ts';
import { configurationFault } from '../config/read.ts';
import type { FunctionRequest, FunctionResponse, HostEnvironment } from '../host/types.ts';
import { createLog } from '../log.ts';

const KNOWLEDGE = '/knowledge.json';

/**
 * Says whether this deployment can work at all: which configuration keys are missing or wrong, all at once and never
 * with a value, and whether the knowledge base was deployed. It calls nobody, so that anyone may ask.
 */
export async function health(request: FunctionRequest, host: HostEnvironment): Promise<FunctionResponse> {
  const problems = checkConfiguration(host.variables);
  const knowledge = host.asset(KNOWLEDGE) === undefined ? 'missing' : 'present';
  const state = { version, configuration: problems, knowledge };
  if (problems.length === 0 && knowledge === 'present') return answer(200, { status: 'ok', ...state });

  if (problems.length > 0) logProblems(problems, request.path);
  const code = problems.length > 0 ? configurationFault(problems).code : 'UNEXPECTED';
  return answer(500, { status: 'unhealthy', error: { code, message: 'This deployment is incomplete.' }, ...state });
}

function logProblems(problems: readonly ConfigurationProblem[], path: string): void {
  const fault = configurationFault(problems);
  const log = createLog((line) => console.log(line), { now: Date.now }, { path });
  log.error('Configuration is incomplete', { code: fault.code, reason: fault.message, remedy: fault.remedy });
}

function answer(status: number, body: Readonly<Record<string, unknown>>): FunctionResponse {
  return { status, headers: { 'Cache-Control': 'no-store' }, body };
}
