import type { Run } from './client.ts';

export type TaskStatus = 'pending' | 'reserved' | 'assigned' | 'wrapping' | 'completed' | 'canceled';

export interface TaskRouterGateway {
  /** Null when TaskRouter no longer knows the task: finished tasks vanish after some minutes. */
  taskStatus(workspaceSid: string, taskSid: string): Promise<TaskStatus | null>;
  /** Every task there has been on an interaction's channel: a transfer, and an invite after parking, make new ones. */
  tasksOf(interactionSid: string, channelSid: string): Promise<readonly string[]>;
  /** The workspace and the workflow that Flex of this account uses. */
  flexSettings(): Promise<{ readonly workspaceSid: string; readonly workflowSid: string }>;
}

export function createTaskRouter(run: Run): TaskRouterGateway {
  return {
    taskStatus: (workspaceSid, taskSid) =>
      run('fetch task', { repeatable: true }, async (client) => {
        try {
          const task = await client.taskrouter.v1.workspaces(workspaceSid).tasks(taskSid).fetch();
          return task.assignmentStatus as TaskStatus;
        } catch (error) {
          if (typeof error === 'object' && error !== null && (error as { status?: unknown }).status === 404)
            return null;
          throw error;
        }
      }),
    tasksOf: (interactionSid, channelSid) =>
      run('list invites', { repeatable: true }, async (client) => {
        const invites = await client.flexApi.v1.interaction(interactionSid).channels(channelSid).invites.list();
        return invites.flatMap(({ routing }) => taskSidIn(routing));
      }),
    flexSettings: () =>
      run('fetch Flex configuration', { repeatable: true }, async (client) => {
        const settings = await client.flexApi.v1.configuration().fetch();
        return {
          workspaceSid: settings.taskrouterWorkspaceSid,
          workflowSid: settings.taskrouterTargetWorkflowSid,
        };
      }),
  };
}

/** An invite's `routing` is whatever JSON Twilio sends; the task is described in its `properties`. */
function taskSidIn(routing: unknown): readonly string[] {
  const { properties } = (routing ?? {}) as { readonly properties?: { readonly sid?: unknown } };
  return typeof properties?.sid === 'string' ? [properties.sid] : [];
}
