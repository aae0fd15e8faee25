import type { AppPorts } from '../../src/app/ports.ts';
import { type InboundResult, relayInbound } from '../../src/relay/inbound.ts';
import { memberIdentity } from '../../src/session/session.ts';
import type { FlexState, RelayWorld } from '../support/relay-world.ts';

export const PAGE = 25;

/** One look at the DM, as an event or the sweep takes it. */
export async function look(ports: AppPorts, memberId: string): Promise<InboundResult> {
  const session = await ports.sessions.load(memberId);
  const page = await ports.discord.messages(session?.channelId ?? '', { limit: PAGE });
  return relayInbound(ports, memberId, { look: { page, pageSize: PAGE }, settle: 'now' });
}

/** Looks as the sweep does, again and again, until nothing is left to do. */
export async function lookUntilDone(world: RelayWorld, memberId: string = world.memberId): Promise<void> {
  for (let looks = 0; looks < 20; looks += 1) {
    const result = await world.run((ports) => look(ports, memberId).catch(() => null));
    if (result !== null && !result.unfinished && (await world.session(memberId)).inbound.pending === null) return;
    world.clock.advance(13_000);
  }
  throw new Error('There is always something left to do');
}

/** What the member said in all Conversations, in the order in which an agent reads it. */
export function saidBy(flex: FlexState, memberId: string): readonly string[] {
  const author = memberIdentity(memberId);
  return flex.messages.filter((message) => message.author === author).map((message) => message.body ?? '');
}
