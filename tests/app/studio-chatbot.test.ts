import { studioChatbot } from '../../src/app/studio-chatbot.ts';
import { CONVERSATION, describeProtectedFunction, STRANGER } from './protected-function.ts';

describeProtectedFunction({
  name: 'studio-chatbot',
  useCase: studioChatbot,
  path: '/studio/chatbot',
  query: {},
  form: { conversationSid: CONVERSATION, memberId: STRANGER, messageSid: 'IM1', index: '1', author: 'kim' },
});
