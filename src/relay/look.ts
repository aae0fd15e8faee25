import type { APIMessage } from 'discord-api-types/v10';
import { toFault } from '../errors.ts';
import type { Session } from '../session/session.ts';
import type { RelayPorts } from './ports.ts';

/** How much of a DM is looked at, and what was seen, newest first. */
export interface Look {
  readonly page: readonly APIMessage[];
  readonly pageSize: number;
}

/** Messages of one look: more than a member types between two looks; longer gaps are read in full. */
export const LOOK_SIZE = 25;

/**
 * A look at the member's DM beside the sweep's own. Null where there is nothing to read, and when Discord does not let us
 * now: all looks at a DM share its limit of 5 in 5 s, and the sweep comes by anyway.
 */
export async function lookAtDm(ports: RelayPorts, session: Session): Promise<Look | null> {
  if (session.channelId === null || session.channelKind !== 'dm') return null;
  try {
    return { page: await ports.discord.glance(session.channelId, LOOK_SIZE), pageSize: LOOK_SIZE };
  } catch (error) {
    ports.log.info('DM not looked at', { member: session.memberId, code: toFault(error).code });
    return null;
  }
}
