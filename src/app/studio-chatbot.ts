import { answerMember } from '../bot/chat.ts';
import { readConfig } from '../config/read.ts';
import { isSnowflake } from '../discord/snowflake.ts';
import type { UseCase } from '../host/types.ts';
import { createAppPorts, createBasePorts } from './ports.ts';
import { requireTwilioSignature } from './twilio-request.ts';

/**
 * `POST /studio/chatbot`: the virtual agent's turn, called by the flow for a message of the member.
 * Form: `conversationSid`, `memberId`, and `messageSid`, `index`, `author` of the message.
 * Answer: `{action: "none" | "answered" | "handoff", reason?}`.
 */
export const studioChatbot: UseCase = async (request, host) => {
  const config = readConfig(host.variables);
  const { memberId, conversationSid } = requireTwilioSignature(config, request);
  if (!isSnowflake(memberId)) return { status: 200, body: { action: 'none' } };

  const ports = createAppPorts(createBasePorts(config, host, request.path), host);
  const session = await ports.sessions.load(memberId);
  if (session?.conversationSid !== conversationSid) return { status: 200, body: { action: 'none' } };
  return { status: 200, body: { ...(await answerMember(ports, ports.bot, memberId)) } };
};
