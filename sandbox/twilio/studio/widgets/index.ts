import { runSendToFlex } from './flex.ts';
import { runSendAndWait, runSendMessage } from './messages.ts';
import { runFunction, runHttpRequest } from './request.ts';
import { runSplit } from './split.ts';
import { runSetVariables } from './variables.ts';
import type { RunWidget } from './widget.ts';

/** Every widget but the trigger, which the engine takes itself. */
export const WIDGETS: Readonly<Record<string, RunWidget>> = {
  'split-based-on': runSplit,
  'run-function': runFunction,
  'make-http-request': runHttpRequest,
  'set-variables': runSetVariables,
  'send-to-flex': runSendToFlex,
  'send-message': runSendMessage,
  'send-and-wait-for-reply': runSendAndWait,
};
