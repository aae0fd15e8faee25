import { describeStoreContract } from '../contract/store-contract.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { createMemoryStore } from '../support/memory-store.ts';

describeStoreContract('memory, for tests', async () => {
  const clock = createFakeClock();
  return { store: createMemoryStore(clock), advance: clock.advance };
});
