import type { Run } from './client.ts';

export type TaskStatus = 'pending' | 'reserved' | 'assigned' | 'wrapping' | 'completed' | 'canceled';

export interface TaskRouterGateway {
  /** Null when TaskRouter no longer knows the task: finished tasks vanish after some minutes. */
  taskStatus(workspaceSid: string, taskSid: string): Promise<TaskStatus | null>;
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
          if (typeof error === 'object' && error !== null && (error as { status?: unknown }).status === 404) return null;
          throw error;
        }
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
