import { createMemoryFrontier } from '../../../crawlers/schedule/memory-frontier.js';
import { describeFrontier } from '../../support/frontier-contract.js';

describeFrontier('in memory', async (options) => createMemoryFrontier(options));
