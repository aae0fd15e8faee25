import { studioChatbot } from '../../src/app/studio-chatbot.ts';
import { defineFunction } from '../../src/host/define-function.ts';

export const handler = defineFunction(studioChatbot);
