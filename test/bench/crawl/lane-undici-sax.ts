/** Baseline: as lean as a fetch with extraction can be. No rules, no memory, one host. */
import { Pool } from 'undici';
import { serveLane } from '../lane.js';
import { POSTS_PER_PAGE, pathOf } from './pages.js';
import { extractBySax } from './sax.js';

const CONNECTIONS = 32;

serveLane(async ({ origins }) => {
  const pool = new Pool(origins[0] ?? '', { connections: CONNECTIONS });

  async function read(path: string): Promise<number> {
    const { statusCode, body } = await pool.request({ path, method: 'GET' });
    if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}`);
    return extractBySax(await body.text()).length;
  }

  return {
    async round(size) {
      let next = 0;
      let posts = 0;
      const worker = async () => {
        while (next < size) {
          const found = await read(pathOf(next++));
          posts += found;
        }
      };
      await Promise.all(Array.from({ length: CONNECTIONS }, worker));
      if (posts !== size * POSTS_PER_PAGE) throw new Error(`${posts} posts on ${size} pages`);
    },
    close: () => pool.close(),
  };
});
