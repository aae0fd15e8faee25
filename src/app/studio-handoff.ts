import { readConfig } from '../config/read.ts';
import { isSnowflake } from '../discord/snowflake.ts';
import { Fault } from '../errors.ts';
import { handoffFailed, recordTask, startHandoff } from '../handoff/handoff.ts';
import type { FunctionResponse, UseCase } from '../host/types.ts';
import { type AppPorts, createAppPorts, createBasePorts } from './ports.ts';
import { requireTwilioSignature } from './twilio-request.ts';

type Form = Readonly<Record<string, unknown>>;

/**
 * `POST /studio/handoff`: the steps around *Send to Flex*. Form: `conversationSid`, `memberId`, `step` =
 * `start` (`reason`) → `{ready, attributes}` · `queued` (`taskSid`, `interactionSid`, `channelSid`) · `failed`.
 */
export const studioHandoff: UseCase = async (request, host) => {
  const config = readConfig(host.variables);
  const form = requireTwilioSignature(config, request);
  const { memberId, conversationSid } = form;
  if (!isSnowflake(memberId) || typeof conversationSid !== 'string') throw invalid('memberId or conversationSid');

  const ports = createAppPorts(createBasePorts(config, host, request.path), host);
  return takeStep(ports, memberId, conversationSid, form);
};

async function takeStep(
  ports: AppPorts,
  memberId: string,
  conversationSid: string,
  form: Form,
): Promise<FunctionResponse> {
  switch (form['step']) {
    case 'start': {
      const start = await startHandoff(ports, memberId, conversationSid, textAt(form, 'reason').slice(0, 40));
      await ports.relay.kick(memberId);
      return { status: 200, body: { ...start } };
    }
    case 'queued':
      await recordTask(ports, memberId, conversationSid, {
        taskSid: textAt(form, 'taskSid'),
        interactionSid: textAt(form, 'interactionSid'),
        channelSid: textAt(form, 'channelSid'),
      });
      return { status: 200, body: { recorded: 'yes' } };
    case 'failed':
      await handoffFailed(ports, memberId, conversationSid);
      return { status: 200, body: { recorded: 'yes' } };
    default:
      throw invalid('step');
  }
}

function textAt(form: Form, key: string): string {
  const value = form[key];
  return typeof value === 'string' ? value : '';
}

function invalid(what: string): Fault {
  return new Fault('REQUEST_INVALID', `The hand-off was called without a usable ${what}`, {
    status: 400,
    remedy: 'Import the flow again with `npm run flow`: its parameters do not fit this version.',
  });
}
