export { createStudio } from './studio.ts';
export type { ExecutionView } from './view.ts';
