import { relaySweep } from '../../src/app/relay-sweep.ts';
import { defineFunction } from '../../src/host/define-function.ts';

export const handler = defineFunction(relaySweep);
