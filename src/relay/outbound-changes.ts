import { LIMITS } from '../discord/limits.ts';
import { toFault } from '../errors.ts';
import type { DeliveredMessage, Session } from '../session/session.ts';
import { digestOf, nonceOf } from './nonce.ts';
import type { RelayPorts } from './ports.ts';
import { splitText } from './split.ts';

/** Carries an agent's edit to the DM: parts are rewritten, surplus ones deleted, missing ones added at the end. */
export async function relayEdit(ports: RelayPorts, session: Session, messageSid: string, body: string): Promise<void> {
  const record = session.outbound.recent.find((one) => one.sid === messageSid);
  const digest = digestOf(body);
  if (record === undefined || record.digest === digest || session.channelId === null) return;
  const parts = splitText(body, LIMITS.content);
  const ids: string[] = [];
  for (const [position, content] of parts.entries()) {
    const known = record.ids[position];
    if (known === undefined) {
      const nonce = nonceOf(messageSid, position, digest);
      ids.push((await ports.discord.send(session.channelId, { content, nonce })).id);
    } else {
      await ignoringGone(() => ports.discord.edit(session.channelId ?? '', known, { content }));
      ids.push(known);
    }
  }
  for (const surplus of record.ids.slice(parts.length)) {
    await ignoringGone(() => ports.discord.remove(session.channelId ?? '', surplus));
  }
  await replaceRecord(ports, session, messageSid, { sid: messageSid, ids, digest });
}

/** Deletes in the DM what the agent deleted in Flex. Idempotent. */
export async function relayDeletion(ports: RelayPorts, session: Session, messageSid: string): Promise<void> {
  const record = session.outbound.recent.find((one) => one.sid === messageSid);
  if (record === undefined || session.channelId === null) return;
  for (const id of record.ids) await ignoringGone(() => ports.discord.remove(session.channelId ?? '', id));
  await replaceRecord(ports, session, messageSid, null);
}

async function ignoringGone(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (toFault(error).upstreamStatus !== 404) throw error;
  }
}

async function replaceRecord(
  ports: RelayPorts,
  session: Session,
  messageSid: string,
  replacement: DeliveredMessage | null,
): Promise<void> {
  await ports.sessions.change(session.memberId, (current) => {
    const recent = current.outbound.recent.flatMap((one) => {
      if (one.sid !== messageSid) return [one];
      return replacement === null ? [] : [replacement];
    });
    return { ...current, outbound: { ...current.outbound, recent } };
  });
}
