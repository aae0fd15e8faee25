import type { Execution, Flow, Revision } from './entities.ts';

/** What the emulated Studio remembers. */
export interface StudioStore {
  readonly flows: Map<string, Flow>;
  readonly executions: Map<string, Execution>;
}

export function createStore(): StudioStore {
  return { flows: new Map(), executions: new Map() };
}

/** Ended executions beyond this many are forgotten, oldest first; Twilio keeps them for 30 days. */
const KEPT = 1_000;

export function addExecution(store: StudioStore, execution: Execution): void {
  store.executions.set(execution.sid, execution);
  if (store.executions.size <= KEPT) return;
  const oldest = [...store.executions.values()].find((one) => one.status === 'ended');
  if (oldest !== undefined) store.executions.delete(oldest.sid);
}

export function newestRevision(flow: Flow): Revision | undefined {
  return flow.revisions.at(-1);
}

/** Webhooks and REST run this one, whatever was drafted since. */
export function publishedRevision(flow: Flow): Revision | undefined {
  return flow.revisions.findLast((revision) => revision.status === 'published');
}

export function activeForConversation(
  store: StudioStore,
  flowSid: string,
  conversationSid: string,
): Execution | undefined {
  return [...store.executions.values()].find(
    (one) => one.status === 'active' && one.flowSid === flowSid && one.conversationSid === conversationSid,
  );
}

/** Only one execution can be active for the same `To` and `From` of a flow. */
export function activeForContact(
  store: StudioStore,
  flowSid: string,
  contact: { readonly to: string; readonly from: string },
): Execution | undefined {
  return [...store.executions.values()].find(
    (one) =>
      one.status === 'active' &&
      one.flowSid === flowSid &&
      one.context.contact.channel.address === contact.to &&
      one.context.flow.channel.address === contact.from,
  );
}
