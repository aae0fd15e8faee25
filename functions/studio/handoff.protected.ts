import { studioHandoff } from '../../src/app/studio-handoff.ts';
import { defineFunction } from '../../src/host/define-function.ts';

export const handler = defineFunction(studioHandoff);
