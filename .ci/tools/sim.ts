/** `npm run sim`: the fault simulation; see `sandbox/simulation/README.md`. */
import { main } from '../../sandbox/simulation/command.ts';

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
