import type { RESTPutAPIApplicationCommandsJSONBody } from 'discord-api-types/v10';
import type { Command, MessageCommand } from '../interaction-handlers.ts';
import { bug } from './bug.ts';
import { helpme } from './helpme.ts';
import { newFeature } from './new-feature.ts';
import { reply } from './reply.ts';
import { sendMessageToSupport } from './send-to-support.ts';

/** Every command: dispatch and registration read these lists. */
export const commands: readonly Command[] = [helpme, reply, bug, newFeature];
export const messageCommands: readonly MessageCommand[] = [sendMessageToSupport];

/** What is registered with Discord. */
export const commandDefinitions: RESTPutAPIApplicationCommandsJSONBody = [...commands, ...messageCommands].map(
  ({ definition }) => definition,
);
