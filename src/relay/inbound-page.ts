import { compareSnowflakes } from '../discord/snowflake.ts';
import type { RelayedMessage, Session } from '../session/session.ts';
import { nullIfGone } from './inbound-pending.ts';
import { type InboundPlan, planInbound } from './inbound-plan.ts';
import type { Look } from './look.ts';
import type { RelayPorts } from './ports.ts';

const NO_PLAN: InboundPlan = { fresh: [], edited: [], deleted: [], doubtful: [], cursor: null, gap: false };

/** The plan for the page; where the page does not reach back to the cursor, the older part is read first. */
export async function planPage(ports: RelayPorts, session: Session, look: Look | null): Promise<InboundPlan> {
  if (look === null) return { ...NO_PLAN, cursor: session.inbound.cursor };
  const plan = planInbound(session.inbound, session.memberId, look.page, look.pageSize);
  if (session.channelId === null) return plan;
  if (!plan.gap || session.inbound.cursor === null) return withGone(ports, session.channelId, plan);
  const older = await ports.discord.messages(session.channelId, { after: session.inbound.cursor, limit: 100 });
  const newestFirst = [...older].sort((a, b) => compareSnowflakes(b.id, a.id));
  const catchUp = planInbound(session.inbound, session.memberId, newestFirst, 101);
  // The cursor also passes messages of ours, or a page of nothing else would be read for ever.
  return { ...catchUp, deleted: [], cursor: newestFirst[0]?.id ?? catchUp.cursor, gap: older.length === 100 };
}

/** The member's newest message may be gone: a page read a moment too early looks the same, so each one is asked for. */
async function withGone(ports: RelayPorts, channelId: string, plan: InboundPlan): Promise<InboundPlan> {
  const gone: RelayedMessage[] = [];
  for (const relayed of plan.doubtful) {
    if ((await ports.discord.message(channelId, relayed.id).catch(nullIfGone)) === null) gone.push(relayed);
  }
  return gone.length === 0 ? plan : { ...plan, deleted: [...plan.deleted, ...gone] };
}
