import { health } from '../src/app/health.ts';
import { defineFunction } from '../src/host/define-function.ts';

export const handler = defineFunction(health);
