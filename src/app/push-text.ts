import type { InteractionBase } from '../discord/interaction.ts';
import { Fault } from '../errors.ts';
import { relayInbound } from '../relay/inbound.ts';
import type { PushedText } from '../relay/inbound-item.ts';
import { lookAtDm } from '../relay/look.ts';
import type { Session } from '../session/session.ts';
import type { AppPorts } from './ports.ts';

/**
 * Brings text that came by a form, a command or a button into the member's Conversation. What stands typed in the DM and
 * was not read yet goes first, so that the order is the one in which the member wrote.
 *
 * @throws Fault `DEADLINE_EXCEEDED` when it is on record but not in the Conversation yet
 */
export async function pushText(
  ports: AppPorts,
  session: Session,
  interaction: InteractionBase,
  text: Omit<PushedText, 'id'>,
): Promise<void> {
  const look = await lookAtDm(ports, session);
  const result = await relayInbound(ports, session.memberId, {
    settle: 'now',
    pushed: { id: interaction.id, ...text },
    look,
  });
  if (!result.unfinished) return;
  throw new Fault('DEADLINE_EXCEEDED', 'The pushed message is not in the Conversation yet', {
    remedy: 'Nothing to do if it passes: what is on record is repeated by the next event.',
    status: 503,
  });
}
