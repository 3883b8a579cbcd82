import { defineCommand } from 'citty';
import { guarded } from '../../failure.js';
import { withStore } from '../../store-access.js';

export const reindex = defineCommand({
  meta: {
    name: 'reindex',
    description: 'Makes the searchable words of stored posts again that another version made; may run beside workers.',
  },
  args: { json: { type: 'boolean', default: false, description: 'the result as one JSON object' } },
  run: guarded(async ({ args }) => {
    const startedMs = performance.now();
    const isLive = process.stderr.isTTY === true && !args.json;
    const written = await withStore(async (store) => {
      const count = await store.posts.refreshWords((done) => {
        if (isLive) process.stderr.write(`\r${done} posts`);
      });
      await store.refresh();
      return count;
    });
    if (isLive) process.stderr.write('\r');
    const seconds = (performance.now() - startedMs) / 1_000;
    process.stdout.write(
      args.json
        ? `${JSON.stringify({ written, seconds })}\n`
        : `${written} posts have their words anew (${seconds.toFixed(1)} s).\n`,
    );
  }),
});
