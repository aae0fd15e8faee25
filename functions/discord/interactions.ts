import { discordInteractions } from '../../src/app/discord-interactions.ts';
import { defineFunction } from '../../src/host/define-function.ts';

export const handler = defineFunction(discordInteractions);
