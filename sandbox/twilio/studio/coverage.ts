/** One row of the table of what the emulated Studio serves. */
export interface CoverageRow {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below the product host, parameters as in Twilio's description. */
  readonly path: string;
  readonly support: 'full' | 'partial' | 'none';
  readonly note: string;
  /** The test that proves it; empty where nothing is served. */
  readonly test: string;
}

const SDK = 'tests/sandbox/studio/rest.test.ts › the official SDK';
const REFUSALS = 'tests/sandbox/studio/rest.test.ts › refusals';

const FLOW = '/v2/Flows/{Sid}';
const EXECUTION = '/v2/Flows/{FlowSid}/Executions';

/** Every route of Studio's REST API v2, served or not. `COVERAGE.md` shows it; a test compares it with the router. */
export const STUDIO_COVERAGE: readonly CoverageRow[] = [
  { method: 'GET', path: '/v2/Flows', support: 'full', note: '', test: SDK },
  {
    method: 'POST',
    path: '/v2/Flows',
    support: 'full',
    note: 'a wrong draft is kept, a wrong flow is not published',
    test: REFUSALS,
  },
  {
    method: 'POST',
    path: '/v2/Flows/Validate',
    support: 'full',
    note: 'the widgets it knows are in COVERAGE.md',
    test: REFUSALS,
  },
  { method: 'GET', path: FLOW, support: 'full', note: '', test: SDK },
  { method: 'POST', path: FLOW, support: 'full', note: 'each save is a new revision', test: SDK },
  { method: 'DELETE', path: FLOW, support: 'full', note: '', test: SDK },
  { method: 'GET', path: `${FLOW}/Revisions`, support: 'full', note: 'the SDK 6.2.0 cannot read this list', test: SDK },
  {
    method: 'GET',
    path: `${FLOW}/Revisions/{Revision}`,
    support: 'full',
    note: 'also LatestPublished, LatestRevision',
    test: SDK,
  },
  { method: 'GET', path: `${FLOW}/TestUsers`, support: 'none', note: 'drafts run for nobody', test: '' },
  { method: 'POST', path: `${FLOW}/TestUsers`, support: 'none', note: 'drafts run for nobody', test: '' },
  { method: 'GET', path: EXECUTION, support: 'full', note: 'the newest 1,000', test: SDK },
  {
    method: 'POST',
    path: EXECUTION,
    support: 'full',
    note: '20 a second, then 429; 409 while one is active for To and From',
    test: REFUSALS,
  },
  { method: 'GET', path: `${EXECUTION}/{Sid}`, support: 'full', note: '', test: SDK },
  { method: 'POST', path: `${EXECUTION}/{Sid}`, support: 'full', note: '', test: REFUSALS },
  { method: 'DELETE', path: `${EXECUTION}/{Sid}`, support: 'full', note: '', test: SDK },
  { method: 'GET', path: `${EXECUTION}/{ExecutionSid}/Context`, support: 'full', note: '', test: SDK },
  { method: 'GET', path: `${EXECUTION}/{ExecutionSid}/Steps`, support: 'full', note: '', test: SDK },
  { method: 'GET', path: `${EXECUTION}/{ExecutionSid}/Steps/{Sid}`, support: 'full', note: '', test: SDK },
  {
    method: 'GET',
    path: `${EXECUTION}/{ExecutionSid}/Steps/{StepSid}/Context`,
    support: 'partial',
    note: 'holds what the widget put out, not the whole context',
    test: SDK,
  },
];
