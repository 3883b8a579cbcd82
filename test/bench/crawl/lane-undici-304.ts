/** Baseline of polls, like with like: conditional requests and nothing else, to the hosts that ours polls, with one kept connection to each. No rules, no memory. */
import { Agent } from 'undici';
import { serveLane } from '../lane.js';
import { pathOf } from './pages.js';

const CONCURRENT = 32;
/** The server's pages repeat, and with them their validators. */
const DISTINCT_PAGES = 64;

serveLane(async ({ origins }) => {
  const agent = new Agent({ connections: 1 });
  return {
    async round(size) {
      let next = 0;
      const worker = async () => {
        while (next < size) {
          const number = next++;
          const { statusCode, body } = await agent.request({
            origin: origins[number % origins.length] ?? '',
            path: pathOf(number),
            method: 'GET',
            headers: { 'if-none-match': `"${number % DISTINCT_PAGES}"` },
          });
          await body.dump();
          if (statusCode !== 304) throw new Error(`${pathOf(number)} answered ${statusCode}`);
        }
      };
      await Promise.all(Array.from({ length: CONCURRENT }, worker));
    },
    close: () => agent.destroy(),
  };
});
