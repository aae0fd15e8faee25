import type { Component } from '../interaction-handlers.ts';
import { startChat } from '../start-chat.ts';

/** "Try again", "Start again": the same as `/helpme`, by a button. */
export const help: Component = {
  name: 'help',
  acknowledge: 'private',
  handle: (interaction, ports) => startChat(ports, interaction),
};
