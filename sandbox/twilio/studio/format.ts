import { addressOf } from '../hosts.ts';
import type { StudioHost } from '../studio-port.ts';
import { date } from '../wire.ts';
import type { Execution, Flow, Revision, Step } from './entities.ts';

type Json = Record<string, unknown>;
type Account = StudioHost['account'];

function urlOf(path: string): string {
  return addressOf('studio', `/v2/Flows${path}`);
}

/** Lists leave the definition out. */
export function formatFlow(account: Account, flow: Flow, revision: Revision, full: boolean): Json {
  return {
    ...formatRevision(account, flow, revision, full),
    warnings: full ? [] : null,
    webhook_url: `https://webhooks.twilio.com/v1/Accounts/${account.sid}/Flows/${flow.sid}`,
    date_created: date(flow.createdAt),
    url: urlOf(`/${flow.sid}`),
    links: {
      test_users: urlOf(`/${flow.sid}/TestUsers`),
      revisions: urlOf(`/${flow.sid}/Revisions`),
      executions: urlOf(`/${flow.sid}/Executions`),
    },
  };
}

export function formatRevision(account: Account, flow: Flow, revision: Revision, full: boolean): Json {
  return {
    sid: flow.sid,
    account_sid: account.sid,
    author_sid: null,
    friendly_name: revision.friendlyName,
    definition: full ? revision.definition : null,
    status: revision.status,
    revision: revision.number,
    commit_message: revision.commitMessage,
    valid: full ? revision.errors.length === 0 : null,
    errors: full ? revision.errors : null,
    date_created: date(revision.at),
    date_updated: date(revision.at),
    url: urlOf(`/${flow.sid}/Revisions/${revision.number}`),
  };
}

export function formatExecution(account: Account, execution: Execution): Json {
  const url = urlOf(`/${execution.flowSid}/Executions/${execution.sid}`);
  return {
    sid: execution.sid,
    account_sid: account.sid,
    flow_sid: execution.flowSid,
    flow_version: execution.revision,
    contact_sid: execution.contactSid,
    contact_channel_address: execution.context.contact.channel.address,
    context: {},
    status: execution.status,
    initiated_by: execution.conversationSid,
    date_created: date(execution.createdAt),
    date_updated: date(execution.updatedAt),
    url,
    links: { steps: `${url}/Steps`, execution_context: `${url}/Context` },
  };
}

export function formatExecutionContext(account: Account, execution: Execution): Json {
  return {
    account_sid: account.sid,
    context: execution.context,
    flow_sid: execution.flowSid,
    execution_sid: execution.sid,
    url: urlOf(`/${execution.flowSid}/Executions/${execution.sid}/Context`),
  };
}

export function formatStep(account: Account, execution: Execution, step: Step): Json {
  const url = urlOf(`/${execution.flowSid}/Executions/${execution.sid}/Steps/${step.sid}`);
  return {
    sid: step.sid,
    account_sid: account.sid,
    flow_sid: execution.flowSid,
    execution_sid: execution.sid,
    parent_step_sid: step.parentSid,
    name: step.name,
    context: {},
    transitioned_from: step.from,
    transitioned_to: step.to,
    type: step.type,
    date_created: date(step.at),
    date_updated: date(step.at),
    url,
    links: { step_context: `${url}/Context` },
  };
}

export function formatStepContext(account: Account, execution: Execution, step: Step): Json {
  return {
    account_sid: account.sid,
    context: step.context,
    execution_sid: execution.sid,
    flow_sid: execution.flowSid,
    step_sid: step.sid,
    url: urlOf(`/${execution.flowSid}/Executions/${execution.sid}/Steps/${step.sid}/Context`),
  };
}
