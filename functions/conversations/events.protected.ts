import { conversationEvents } from '../../src/app/conversation-events.ts';
import { defineFunction } from '../../src/host/define-function.ts';

export const handler = defineFunction(conversationEvents);
