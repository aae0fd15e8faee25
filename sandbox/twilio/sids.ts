import { createHash } from 'node:crypto';
import type { Random } from '../../src/ports.ts';

/** What stands in a fresh Flex account before anybody does anything. */
export interface TwilioSeed {
  readonly chatServiceSid: string;
  readonly workspaceSid: string;
  readonly workflowSid: string;
  readonly taskQueueSid: string;
  readonly chatTaskChannelSid: string;
  readonly flexInstanceSid: string;
  readonly syncServiceSid: string;
  readonly workerSid: string;
  readonly availableActivitySid: string;
  readonly offlineActivitySid: string;
  readonly agentRoleSid: string;
}

interface Sids {
  readonly seed: TwilioSeed;
  next(prefix: string): string;
}

const PREFIX = /^[A-Z]{2}$/;

export function createSids(accountSid: string, random: Random): Sids {
  let made = 0;

  /** The same after a reset and after a restart, because the Functions' configuration names them. */
  function fixed(prefix: string, name: string): string {
    return prefix + createHash('sha256').update(`${accountSid} ${name}`).digest('hex').slice(0, 32);
  }

  return {
    seed: {
      chatServiceSid: fixed('IS', 'chat service'),
      workspaceSid: fixed('WS', 'workspace'),
      workflowSid: fixed('WW', 'workflow'),
      taskQueueSid: fixed('WQ', 'queue'),
      chatTaskChannelSid: fixed('TC', 'task channel'),
      flexInstanceSid: fixed('GO', 'flex instance'),
      syncServiceSid: fixed('IS', 'sync service'),
      workerSid: fixed('WK', 'worker'),
      availableActivitySid: fixed('WA', 'available'),
      offlineActivitySid: fixed('WA', 'offline'),
      agentRoleSid: fixed('RL', 'agent role'),
    },
    /** Random in front, so that nobody can order by SID; a count at the end, so that a poor generator cannot collide. */
    next(prefix) {
      if (!PREFIX.test(prefix)) throw new Error(`No SID prefix: ${prefix}`);
      made += 1;
      const digits = Array.from({ length: 24 }, () => Math.floor(random.next() * 16).toString(16)).join('');
      return prefix + digits + made.toString(16).padStart(8, '0');
    },
  };
}
