import type { DeskMessage } from '../../sandbox/control/types.ts';
import { recordTask, startHandoff } from '../../src/handoff/handoff.ts';
import { reconcile } from '../../src/relay/reconcile.ts';
import type { RelayWorld } from '../support/relay-world.ts';
import { lookUntilDone } from './looks.ts';

/** An open chat in which the member has said hello to the virtual agent. */
export async function openChat(world: RelayWorld, memberId: string = world.memberId): Promise<string> {
  await world.startChat(memberId);
  await world.member(memberId).type('hello');
  await lookUntilDone(world, memberId);
  return (await world.session(memberId)).conversationSid ?? '';
}

/** The hand-off as the flow carries it out, with *Send to Flex* in the middle. */
export async function queueChat(world: RelayWorld, memberId: string = world.memberId): Promise<string> {
  const conversationSid = await openChat(world, memberId);
  const start = await world.run((ports) => startHandoff(ports, memberId, conversationSid, 'asked'));
  await sendToFlex(world, memberId, conversationSid, start.ready === 'yes' ? start.attributes : {});
  return conversationSid;
}

export async function sendToFlex(
  world: RelayWorld,
  memberId: string,
  conversationSid: string,
  attributes: object,
): Promise<void> {
  const { workspaceSid, workflowSid } = await world.run((ports) => ports.taskRouter.flexSettings());
  const { sid: interactionSid } = await world.sdk.flexApi.v1.interaction.create({
    channel: { type: 'chat', initiated_by: 'customer', properties: { media_channel_sid: conversationSid } },
    routing: { properties: { workspace_sid: workspaceSid, workflow_sid: workflowSid, attributes } },
  });
  const [channel] = await world.sdk.flexApi.v1.interaction(interactionSid).channels.list();
  const task = (await world.flex()).tasks.at(-1);
  await world.run((ports) =>
    recordTask(ports, memberId, conversationSid, {
      taskSid: task?.sid ?? '',
      interactionSid,
      channelSid: channel?.sid ?? '',
    }),
  );
  world.clock.advance(1_000);
}

/** A chat with the agent in it. */
export async function chatWithAgent(world: RelayWorld, memberId: string = world.memberId): Promise<string> {
  const conversationSid = await queueChat(world, memberId);
  await world.worker().accept();
  await world.run((ports) => reconcile(ports, memberId));
  world.clock.advance(6_000);
  return conversationSid;
}

/** The agent writes; several lines at about the same time. */
export async function agentSays(world: RelayWorld, ...bodies: readonly string[]): Promise<readonly DeskMessage[]> {
  const said: DeskMessage[] = [];
  for (const body of bodies) said.push(await world.worker().say(body));
  return said;
}

/** What the bot wrote into the DM, oldest first. */
export async function botSaid(world: RelayWorld, memberId: string = world.memberId): Promise<readonly string[]> {
  return (await world.dm(memberId)).filter((message) => message.author.bot).map((message) => message.content);
}

/** What the agent reads as written by the system. */
export async function notesToAgent(world: RelayWorld): Promise<readonly string[]> {
  const { messages } = await world.flex();
  return messages.filter((message) => message.author === 'system').map((message) => message.body ?? '');
}
