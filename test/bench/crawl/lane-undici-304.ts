/** Baseline of polls: conditional requests and nothing else. No rules, no memory, one host. */
import { Pool } from 'undici';
import { serveLane } from '../lane.js';
import { pathOf } from './pages.js';

const CONNECTIONS = 32;
/** The server's pages repeat, and with them their validators. */
const DISTINCT_PAGES = 64;

serveLane(async ({ origins }) => {
  const pool = new Pool(origins[0] ?? '', { connections: CONNECTIONS });
  return {
    async round(size) {
      let next = 0;
      const worker = async () => {
        while (next < size) {
          const number = next++;
          const headers = { 'if-none-match': `"${number % DISTINCT_PAGES}"` };
          const { statusCode, body } = await pool.request({ path: pathOf(number), method: 'GET', headers });
          await body.dump();
          if (statusCode !== 304) throw new Error(`${pathOf(number)} answered ${statusCode}`);
        }
      };
      await Promise.all(Array.from({ length: CONNECTIONS }, worker));
    },
    close: () => pool.close(),
  };
});
