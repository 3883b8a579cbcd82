/** What every store must do; test/unit/store/memory.test.ts and test/integration/store.test.ts run it. */
import type { Clock } from '../../src/core/clock.js';
import type { Store } from '../../src/core/ports.js';
import { describeIncidentLog } from './store-contract-incidents.js';
import { describeLabels } from './store-contract-labels.js';
import { describeModels } from './store-contract-models.js';
import { describeNearest } from './store-contract-nearest.js';
import { describeRecords } from './store-contract-records.js';
import { describeRules } from './store-contract-rules.js';
import { describeIncidentSearch } from './store-contract-search.js';
import { describeRegistry } from './store-contract-sources.js';

export interface StoreBench {
  /** A new, empty store that has been set up. */
  open(clock: Clock): Promise<Store>;
  /** Closes it and removes what it left. */
  discard(store: Store): Promise<void>;
}

export function describeStoreContract(bench: StoreBench): void {
  describeRecords(bench);
  describeRegistry(bench);
  describeIncidentLog(bench);
  describeIncidentSearch(bench);
  describeRules(bench);
  describeModels(bench);
  describeLabels(bench);
  describeNearest(bench);
}
